import type pg from "pg";
import { z } from "zod";
import { startAtNow } from "../../bot/listen/start-at-now.ts";
import { readHistory } from "../../integrations/store/history.ts";
import { readPastAsks } from "../../integrations/store/past-asks.ts";
import type { Store } from "../../integrations/store/store.ts";
import { readStandings } from "../../integrations/vectors/read-standings.ts";
import { Calibration, calibrationOf } from "../../triage/decide/calibration.ts";
import { costWords } from "../../triage/decide/spending.ts";
import {
  type AutonomyDeps,
  demote,
  promote,
  readAutonomy,
} from "../../triage/decide/watch-autonomy.ts";
import { fileGap, type GapDeps, listGaps } from "../../triage/gaps/gap-desk.ts";
import type { GapLine } from "../../triage/gaps/gap-lines.ts";
import { qualityOf } from "../../triage/issues/quality.ts";
import type { Clock } from "../../triage/model/clock.ts";
import { UserError } from "../../triage/model/errors.ts";
import type { Ids } from "../../triage/model/ids.ts";
import type { Policy } from "../../triage/model/policy.ts";
import type { DocsFiles, PassageIndex } from "../../triage/ports/docs.ts";
import type { Wake } from "../../triage/ports/outbox.ts";
import { readReport } from "../../triage/report/read-report.ts";
import { moves } from "../../triage/review/reroute.ts";
import { resumeActs } from "../../triage/review/resume.ts";
import { toReviewed } from "../../triage/review/reviewed.ts";
import { SetUp } from "../../triage/setup/community-settings.ts";
import type { Answers, Operator, Request, Status, Story } from "./messages.ts";

export type DeskDeps = {
  readonly communityId: string;
  readonly store: Store;
  readonly pool: pg.Pool;
  readonly clock: Clock;
  readonly passages: PassageIndex;
  readonly docsFiles: DocsFiles;
  /** The config's own mode, where staff did not set another. */
  readonly mode: Status["mode"];
  readonly wake: Pick<Wake, "act" | "board">;
  readonly ids: Ids;
  readonly policyOf: (communityId: string) => Promise<Policy>;
  readonly change: (key: string, value: unknown, by: string) => Promise<void>;
  /** Null when this process does not run the bot. */
  readonly jobs: (() => Promise<NonNullable<Status["jobs"]>>) | null;
  /** Null when the database is not ours to back up. */
  readonly backUp: (() => Promise<string>) | null;
};

/** An operator's requests, answered from the store. */
export function createOperator(deps: DeskDeps): Operator {
  const answer = async (request: Request): Promise<Answers[keyof Answers]> => {
    switch (request.ask) {
      case "pause":
        return pause(request.by, deps);
      case "resume":
        return resume(request.by, deps);
      case "status":
        return status(deps);
      case "explain":
        return explain(request.code, deps);
      case "settings":
        return settingsOf(deps);
      case "history": {
        const page = { before: null, limit: request.limit };
        return [...(await deps.store.book.history(deps.communityId, page))];
      }
      case "reset": {
        const set = (await settingsOf(deps))[request.key] ?? null;
        if (request.key === "discord.channels") await startSwitchedOff(set, deps);
        if (set !== null) await deps.change(request.key, null, request.by);
        return { changed: set !== null };
      }
      case "gaps":
        return [...(await listGaps(deps.communityId, gapDeps(deps)))].map(inAnswer);
      case "quality":
        return qualityOf(await deps.store.quality.filedSince(deps.communityId, request.since));
      case "report":
        return report(request, deps);
      case "moves":
        return findMoves(request, deps);
      case "file-gap":
        return fileGap(deps.communityId, request.code, request.by, {
          ...gapDeps(deps),
          // Channels are not known here: whoever files it in public looks, and holds it back.
          isOpenToAll: async () => true,
        });
      case "reviewed":
        return reviewed(request.which, request.after, deps);
      case "calibrate":
        return calibrate(request.calibration, request.by, deps);
      case "autonomy":
        return [...(await readAutonomy(deps.communityId, autonomyDeps(deps)))];
      case "promote":
        return promote(deps.communityId, request, autonomyDeps(deps));
      case "demote":
        await demote(deps.communityId, request, autonomyDeps(deps));
        return { type: "demoted" };
      case "backup":
        if (deps.backUp) return { file: await deps.backUp() };
        throw new UserError("Only the embedded database is backed up here; use pg_dump.");
    }
  };
  return answer as Operator;
}

/** Channels that were switched off may be listened to once the file's value stands again. */
async function startSwitchedOff(set: unknown, { communityId, store, clock }: DeskDeps) {
  const saved = SetUp.shape["discord.channels"].safeParse(set).data ?? {};
  const { tickets } = store;
  for (const [placeId, { listening }] of Object.entries(saved)) {
    if (listening !== "off") continue;
    await startAtNow(placeId, {
      cursor: (key) => tickets.cursor(communityId, key),
      moveCursor: (key, sourceId) => tickets.moveCursor(communityId, key, sourceId),
      clock,
    });
  }
}

async function report(
  { period, team }: Extract<Request, { ask: "report" }>,
  deps: DeskDeps,
): Promise<Answers["report"]> {
  const { communityId, store } = deps;
  const { teams } = await deps.policyOf(communityId);
  const names = teams.map(({ name }) => name);
  if (team !== null && !names.includes(team)) {
    const known = names.length === 0 ? "the config names none" : `there are ${names.join(", ")}`;
    throw new UserError(`There is no team called ${team}: ${known}.`);
  }
  const { reportRows, gaps } = store;
  return readReport(communityId, { period, team }, { ...deps, reportRows, gaps });
}

async function findMoves(
  { since, rules, fallback }: Extract<Request, { ask: "moves" }>,
  { communityId, pool, policyOf }: DeskDeps,
): Promise<Answers["moves"]> {
  const past = await readPastAsks(pool, communityId, since);
  const found = moves(past, await policyOf(communityId), { rules, fallback });
  return { tickets: past.length, moves: found };
}

function gapDeps({ store, ...deps }: DeskDeps): GapDeps {
  return { ...deps, tickets: store.tickets, gaps: store.gaps };
}

function autonomyDeps({ store, clock, ids, policyOf, wake, change }: DeskDeps): AutonomyDeps {
  const { tickets, reviews } = store;
  const set: AutonomyDeps["change"] = (_community, key, value, by) => change(key, value, by);
  return { tickets, reviews, clock, ids, policyOf, wake, change: set };
}

const inAnswer = (gap: GapLine): Answers["gaps"][number] => ({
  ...gap,
  asks: [...gap.asks],
  words: [...gap.words],
  cited: [...gap.cited],
});

const settingsOf = ({ store, communityId }: DeskDeps) => store.tickets.settings(communityId);

async function isPaused(deps: DeskDeps): Promise<boolean> {
  return (await settingsOf(deps))["paused"] === true;
}

async function pause(by: string, deps: DeskDeps): Promise<Answers["pause"]> {
  if (await isPaused(deps)) return { changed: false };
  await deps.change("paused", true, by);
  return { changed: true };
}

async function resume(by: string, deps: DeskDeps): Promise<Answers["resume"]> {
  if (!(await isPaused(deps))) return { changed: false, waited: 0 };
  const { store, wake, clock } = deps;
  const end = () => deps.change("paused", false, by);
  const waited = await resumeActs(deps.communityId, end, { ...store, wake, clock });
  return { changed: true, waited };
}

const REVIEWED_AT_ONCE = 100;

async function reviewed(
  which: "reviewed" | "model-behavior",
  after: string | null,
  { store, communityId }: DeskDeps,
): Promise<Answers["reviewed"]> {
  const looked = await store.reviews.looked(communityId, which, after, REVIEWED_AT_ONCE);
  return looked.map(toReviewed);
}

/** Takes the place of what was learned of the same engine, model and prompt before. */
async function calibrate(
  calibration: Calibration,
  by: string,
  deps: DeskDeps,
): Promise<Answers["calibrate"]> {
  const settings = await settingsOf(deps);
  const before = z.array(Calibration).safeParse(settings["calibrations"]).data ?? [];
  const same = calibrationOf(calibration, before);
  const kept = before.filter((one) => one !== same);
  await deps.change("calibrations", [...kept, calibration], by);
  return { stored: true };
}

async function status(deps: DeskDeps): Promise<Status> {
  const { communityId, store, clock, jobs } = deps;
  const settings = await settingsOf(deps);
  const paused = settings["paused"] === true;
  const [figures, queue, dueAt, standings] = await Promise.all([
    store.reports.figures(communityId),
    store.board.queue(communityId, 500),
    store.outbox.nextDueAt(communityId, paused ? "staff" : "all"),
    readStandings(deps.pool, communityId),
  ]);
  return {
    community: communityId,
    mode:
      settings["mode"] === "live" || settings["mode"] === "shadow" ? settings["mode"] : deps.mode,
    paused,
    running: jobs !== null,
    posts: figures.posts,
    tickets: figures.byState,
    skips: figures.skips,
    actions: figures.actions,
    review: { open: queue.length, cards: figures.openCards },
    overdueMs: dueAt === null ? 0 : Math.max(0, clock.now() - dueAt),
    vectors: standings.map(({ space, collection, ready, total, tokens, trouble }) => {
      return { collection, model: space.model, ready, total, tokens, trouble };
    }),
    jobs: jobs ? await jobs() : null,
  };
}

async function explain(code: string, deps: DeskDeps): Promise<Story | null> {
  const { communityId, store, pool, passages } = deps;
  const [found] = await store.tickets.find(communityId, { code: code.trim().toUpperCase() });
  const known = found && (await store.tickets.load(communityId, found.id));
  if (!known) return null;
  const { ticket, posts, reporters, actions, issue } = known;
  const [history, lines] = await Promise.all([
    readHistory(pool, communityId, ticket.id),
    store.tickets.story(communityId, ticket.id),
  ]);
  const cited = history.drafts.flatMap(({ found: draft }) =>
    draft.claims.flatMap(({ passageIds }) => passageIds),
  );
  return {
    ticket,
    posts: posts.map(({ authorName, title, text, postedAt, removed }) => ({
      author: authorName,
      title,
      text,
      postedAt,
      removed: removed.map(({ type }) => type),
    })),
    reporters: reporters.length,
    classifications: [...history.classifications],
    candidates: history.candidates.map((one) => ({ ...one, found: [...one.found] })),
    drafts: [...history.drafts],
    decisions: [...history.decisions],
    proposals: [...history.proposals],
    reviews: [...history.reviews],
    actions: [...actions],
    passages: [...(await passages.get([...new Set(cited)]))],
    calls: [...history.calls],
    cost: costWords(await store.calls.ofTicket(communityId, ticket.id)),
    issue: issue && { url: issue.url, state: issue.state, stateReason: issue.stateReason },
    lines: [...lines],
  };
}
