import { z } from "zod";
import { HOUR } from "../model/clock.ts";
import type { Silence } from "../model/ticket.ts";
import { type Period, within } from "./period.ts";
import type { TicketRow } from "./rows.ts";
import { Spread, spreadOf } from "./spread.ts";

/** Hours after which an ask without a reply is counted. */
export const WAITS = [24, 72, 168] as const;
export const LONGEST_WAIT_MS = 168 * HOUR;

const Unanswered = z.object({ hours: z.number(), count: z.number(), of: z.number() });

/** Who solved an ask, by the best that is known of it. */
export const SOLVERS = [
  "peers",
  "helpers",
  "staff",
  "reviewed-answers",
  "pages",
  "team",
  "asker",
  "unnamed",
  "answered-only",
  "nobody",
] as const;
export type Solver = (typeof SOLVERS)[number];

export const Answering = z.object({
  asks: z.number(),
  unanswered: z.array(Unanswered),
  firstHuman: Spread,
  firstUseful: Spread,
  solvers: z.record(z.enum(SOLVERS), z.number()),
  /** Still without a reply when the period ended, the longest wait first. */
  waiting: z.array(
    z.object({ code: z.string(), title: z.string(), permalink: z.string(), askedAt: z.number() }),
  ),
});
export type Answering = z.infer<typeof Answering>;

/** Whatever has no conversation in which the community could have answered. */
const ELSEWHERE: readonly (Silence | null)[] = [
  "imported",
  "from-elsewhere",
  "asked-privately",
  "opted-out",
  "deleted",
];

/** Something that waits for an answer: not small talk, not taken back, and asked where people read. */
export function isAsk({ kind, state, silence }: TicketRow): boolean {
  return kind !== "other" && state !== "withdrawn" && !ELSEWHERE.includes(silence);
}

/** Messages of ours that answer, or say where the ask went; a mark or a question back is neither. */
const REPLYING = [
  "answer",
  "redirect",
  "filed",
  "linked",
  "fixed",
  "closed",
  "team-asks",
  "team-tells",
];

/**
 * How asks were answered, as it stood when the period ended.
 * @param rows those asked in the period, and before it as far back as the longest wait
 */
export function answering(rows: readonly TicketRow[], period: Period): Answering {
  const all = rows.filter(isAsk).map((row) => asOf(row, period.to));
  const asks = all.filter(({ askedAt }) => within(askedAt, period));
  const times = (of: (row: TicketRow) => number | null) =>
    asks.flatMap((row) => {
      const at = of(row);
      return at === null ? [] : [Math.max(0, at - row.askedAt)];
    });
  const solvers = asks.map(solverOf);
  return {
    asks: asks.length,
    unanswered: WAITS.map((hours) => {
      const wait = hours * HOUR;
      const reached = all.filter(({ askedAt }) => within(askedAt + wait, period));
      const waited = reached.filter((row) => !wasAnsweredWithin(row, wait));
      return { hours, count: waited.length, of: reached.length };
    }),
    firstHuman: spreadOf(times(firstHumanAt)),
    firstUseful: spreadOf(times(firstUsefulAt)),
    solvers: Object.fromEntries(
      SOLVERS.map((name) => [name, solvers.filter((one) => one === name).length]),
    ) as Record<Solver, number>,
    waiting: waitingLongest(all, period.to),
  };
}

const LISTED = 15;

function waitingLongest(all: readonly TicketRow[], now: number): Answering["waiting"] {
  return all
    .filter((row) => row.lane === "open" && now - row.askedAt >= WAITS[0] * HOUR)
    .filter((row) => solverOf(row) === "nobody" && row.issue === null)
    .toSorted((a, b) => a.askedAt - b.askedAt)
    .slice(0, LISTED)
    .map(({ code, title, permalink, askedAt }) => {
      return { code, title: title ?? "", permalink, askedAt };
    });
}

/** What was known of it at a moment; of praise and blame it is not known when they came. */
function asOf(row: TicketRow, now: number): TicketRow {
  const by = (at: number | null) => (at !== null && at < now ? at : null);
  return {
    ...row,
    replies: row.replies.filter(({ at }) => at < now),
    said: row.said.filter(({ at }) => at < now),
    steppedBackAt: by(row.steppedBackAt),
    calledSolvedAt: by(row.calledSolvedAt),
    toldAt: by(row.toldAt),
  };
}

function wasAnsweredWithin(row: TicketRow, ms: number): boolean {
  const at = earliest([firstHumanAt(row), ...replyingAt(row)]);
  return at !== null && at - row.askedAt <= ms;
}

function replyingAt({ said }: TicketRow): number[] {
  return said.filter(({ say }) => REPLYING.includes(say)).map(({ at }) => at);
}

/** What was called wrong or taken back helped nobody, whoever said so before. */
function helps({ helped, wrong, retracted }: TicketRow["said"][number]): boolean {
  return helped && !wrong && !retracted;
}

/** The first message of a person who did not ask. */
function firstHumanAt({ replies, steppedBackAt }: TicketRow): number | null {
  const people = replies.filter(({ voice }) => voice !== "asker" && voice !== "bot");
  return earliest([...people.map(({ at }) => at), steppedBackAt]);
}

/** The first message, of whomever, that somebody said solved it. */
function firstUsefulAt({ replies, said }: TicketRow): number | null {
  const solving = replies.filter(({ fact }) => fact !== "replied").map(({ at }) => at);
  const helping = said.filter(helps).map(({ at }) => at);
  return earliest([...solving, ...helping]);
}

function earliest(times: readonly (number | null)[]): number | null {
  const known = times.filter((at) => at !== null);
  return known.length === 0 ? null : Math.min(...known);
}

const BY_VOICE = {
  member: "peers",
  helper: "helpers",
  staff: "staff",
  bot: "reviewed-answers",
  asker: "asker",
} as const satisfies Record<TicketRow["replies"][number]["voice"], Solver>;

/** What people said counts before what can only be concluded. */
export function solverOf(row: TicketRow): Solver {
  const { replies, said, toldAt, calledSolvedAt } = row;
  const named = ["solved", "kept"].flatMap((fact) => replies.filter((one) => one.fact === fact))[0];
  if (named) return BY_VOICE[named.voice];
  if (said.some((one) => one.say === "answer" && helps(one))) return "reviewed-answers";
  if (said.some((one) => one.say === "related" && helps(one))) return "pages";
  if (toldAt !== null) return "team";
  if (calledSolvedAt !== null) {
    const voices = new Set(replies.map(({ voice }) => voice).filter((voice) => voice !== "asker"));
    const [only, ...others] = voices;
    return only !== undefined && others.length === 0 ? BY_VOICE[only] : "unnamed";
  }
  const answered = firstHumanAt(row) !== null || replyingAt(row).length > 0;
  return answered ? "answered-only" : "nobody";
}
