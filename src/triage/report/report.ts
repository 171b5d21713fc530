import { z } from "zod";
import type { GapLine } from "../gaps/gap-lines.ts";
import { QualityLine, qualityOf } from "../issues/quality.ts";
import type { Policy } from "../model/policy.ts";
import { Answering, answering, isAsk } from "./answering.ts";
import { DemandLine, demandOf } from "./demand.ts";
import { Period, periodBefore, within } from "./period.ts";
import { RepeatedAsk, repeatedAsks } from "./repeated.ts";
import type { GatheringRow, Happened, TicketRow } from "./rows.ts";
import { SilenceLine, silencesOf } from "./silences.ts";
import { teamOf } from "./team.ts";
import { Effort, effortOf, Spoken, shippedAt, spokenOf, Way, wayOf } from "./work.ts";

/** What one period looks like. */
export const PeriodFigures = z.object({
  answering: Answering,
  way: Way,
  quality: z.array(QualityLine),
  effort: Effort,
  /** What staff said of the silences that they were shown. */
  silences: z.array(SilenceLine),
  spoken: Spoken,
  /** Null for one team alone: gaps and posts are everybody's. */
  gaps: z.object({ opened: z.number(), closed: z.number() }).nullable(),
});
export type PeriodFigures = z.infer<typeof PeriodFigures>;

/** One thing that was reported and is done. */
export const ShippedLine = z.object({
  code: z.string(),
  title: z.string(),
  permalink: z.string(),
  issueUrl: z.string().nullable(),
  people: z.number(),
  told: z.boolean(),
});
export type ShippedLine = z.infer<typeof ShippedLine>;

/** The report of a period beside the one before it. Times are milliseconds. */
export const Report = z.object({
  community: z.string(),
  zone: z.string(),
  /** Null: all teams. */
  team: z.string().nullable(),
  period: Period,
  before: Period,
  madeAt: z.number(),
  /** Since when the bot listens. */
  installedAt: z.number(),
  /** Since when it is recorded who replied; null when it was so from the beginning. */
  repliesSince: z.number().nullable(),
  now: PeriodFigures,
  earlier: PeriodFigures,
  repeated: z.array(RepeatedAsk),
  shipped: z.array(ShippedLine),
  demand: z.array(DemandLine),
  behaviour: z.array(DemandLine),
});
export type Report = z.infer<typeof Report>;

export type ReportInput = {
  readonly policy: Policy;
  readonly team: string | null;
  readonly period: Period;
  readonly madeAt: number;
  readonly happened: Happened;
  readonly happenedBefore: Happened;
  readonly gathering: readonly GatheringRow[];
  readonly gaps: readonly Pick<GapLine, "code" | "title" | "asks" | "nearest">[];
  readonly repliesSince: number | null;
};

/** All figures of a report, from rows alone. */
export function makeReport(input: ReportInput): Report {
  const { policy, team, period, madeAt, gathering } = input;
  const before = periodBefore(period);
  const ofTeam = (row: TicketRow) => team === null || teamOf(row, policy) === team;
  const tickets = input.happened.tickets.filter(ofTeam);
  const asks = asksIn(tickets, period);
  const gathered =
    team === null
      ? gathering
      : gathering.filter((row) => teamOf({ ...UNKNOWN, ...row }, policy) === team);
  return {
    community: policy.communityName,
    zone: policy.zone,
    team,
    period,
    before,
    madeAt,
    installedAt: policy.installedAt,
    repliesSince: input.repliesSince,
    now: figuresOf(tickets, input.happened, period, team),
    earlier: figuresOf(
      input.happenedBefore.tickets.filter(ofTeam),
      input.happenedBefore,
      before,
      team,
    ),
    repeated: repeatedAsks(asks, input.gaps),
    shipped: tickets.filter((row) => within(shippedAt(row), period)).map(shippedLine),
    demand: demandOf(gathered, "feature", policy),
    behaviour: demandOf(gathered, "model-behavior", policy),
  };
}

/** A gathering row tells no more of itself than routing by kind and area needs. */
const UNKNOWN = {
  facts: [],
  proposedTeam: null,
  severity: null,
  language: null,
  placeId: "",
  text: "",
};

function asksIn(tickets: readonly TicketRow[], period: Period): TicketRow[] {
  return tickets.filter((row) => isAsk(row) && within(row.askedAt, period));
}

function figuresOf(
  tickets: readonly TicketRow[],
  { posts, gapsOpened, gapsClosed }: Happened,
  period: Period,
  team: string | null,
): PeriodFigures {
  const asks = asksIn(tickets, period);
  const filed = tickets.filter(({ facts }) =>
    facts.some((one) => one.fact === "filed" && within(one.at, period)),
  );
  return {
    answering: answering(tickets, period),
    way: wayOf(tickets, asks, period),
    quality: qualityOf(
      filed.map(({ area, facts }) => ({
        team: facts.find(({ fact }) => fact === "filed")?.team ?? null,
        area,
        facts,
      })),
    ),
    effort: effortOf(tickets, period),
    silences: silencesOf(tickets, period),
    spoken: spokenOf(tickets, team === null ? posts : null, period),
    gaps: team === null ? { opened: gapsOpened, closed: gapsClosed } : null,
  };
}

function shippedLine(row: TicketRow): ShippedLine {
  const { code, title, permalink, issue, personIds, toldAt, lane } = row;
  return {
    code,
    // A report is passed around; a vulnerability or a matter of one account is not.
    title: lane === "open" ? (title ?? "") : "",
    permalink,
    issueUrl: issue?.url ?? null,
    people: new Set(personIds).size,
    told: toldAt !== null,
  };
}
