import type { ReviewedAct } from "../decide/autonomy.ts";
import { type AutonomyDeps, promote, readAutonomy } from "../decide/watch-autonomy.ts";
import type { Case } from "../model/case.ts";
import { DAY } from "../model/clock.ts";
import type { Outcome } from "../model/decision.ts";
import type { ActSetting, PlacePolicy, Policy, Route } from "../model/policy.ts";
import type { Counts, Reports } from "../report/reports.ts";
import {
  SETUP_KEYS,
  type SettingChange,
  type SettingsBook,
  type SetUp,
  type SetUpKey,
} from "./community-settings.ts";
import { applyChoice, beginWalk, type Choice, changesOf, settingsFor, Walk } from "./setup-walk.ts";

export type SetupDeskDeps = AutonomyDeps & {
  readonly book: SettingsBook;
  readonly reports: Pick<Reports, "decidedSince">;
  /** What the file says of each act. */
  readonly fileActs: Policy["acts"];
  /** What is remembered of the settings is stale. */
  readonly settingsChanged: (communityId: string) => void;
};

/** A team, and where the file sends what is for it. */
export type TeamView = {
  readonly name: string;
  readonly trusted: boolean;
  readonly repositories: readonly Pick<Route, "repository" | "visibility">[];
};

/** What would have been said or filed over the last days. */
export type ShadowReport = {
  readonly days: number;
  readonly outcomes: Counts;
  readonly examples: readonly {
    readonly code: string;
    readonly title: string;
    readonly permalink: string;
    readonly outcome: Outcome;
    /** An answer as it was drafted, which may be long; for all else why. */
    readonly words: string;
  }[];
};

/** A walk with everything as it would be once it is saved. */
export type SetupView = {
  readonly id: string;
  readonly walk: Walk;
  /** Settings that saving would change. */
  readonly changed: readonly string[];
  readonly places: Readonly<Record<string, PlacePolicy>>;
  /** How often it is right to take what looks like an ask; where a channel is listened to so. */
  readonly likelyMeasured: string;
  readonly reviewPlaceId: string;
  readonly roleIds: Policy["roleIds"];
  readonly teams: readonly TeamView[];
  readonly acts: Policy["acts"];
  /** What the act that is being set may be set to. */
  readonly actSettings: readonly ActSetting[];
  /** What has earned to be done without a review. */
  readonly earned: readonly { readonly act: ReviewedAct; readonly area: string; because: string }[];
  readonly mode: Policy["mode"];
  /** Of the page of that name. */
  readonly report: ShadowReport | null;
};

export type Saved =
  | {
      readonly type: "saved";
      readonly changed: readonly string[];
      readonly refused: readonly string[];
    }
  | { readonly type: "nothing" }
  /** Somebody saved something else meanwhile; their changes, newest first. */
  | { readonly type: "conflict"; readonly changes: readonly SettingChange[] }
  | { readonly type: "over" };

const REPORT_DAYS = 7;
const EXAMPLES = 4;
/** A walk that nobody goes on with. */
const KEPT_DAYS = 14;
const CONFLICT_SHOWN = 5;

/** Begins a walk from the settings as they stand. */
export async function openSetup(communityId: string, deps: SetupDeskDeps): Promise<SetupView> {
  const { book, clock, ids } = deps;
  await book.dropWalksBefore(communityId, clock.now() - KEPT_DAYS * DAY);
  const walk = beginWalk(await book.version(communityId, SETUP_KEYS));
  const id = ids();
  await book.keepWalk(communityId, id, walk, clock.now());
  return view(communityId, id, walk, deps);
}

/** The walk as it stands, with a choice made; null when it is over. */
export async function chooseInSetup(
  communityId: string,
  id: string,
  choice: Choice | null,
  deps: SetupDeskDeps,
): Promise<SetupView | null> {
  const walk = await read(communityId, id, deps);
  if (!walk) return null;
  if (!choice) return view(communityId, id, walk, deps);
  const next = applyChoice(walk, choice, deps.fileActs);
  await deps.book.keepWalk(communityId, id, next, deps.clock.now());
  return view(communityId, id, next, deps);
}

/** Puts a walk's settings in force, unless others changed any such setting since it began. */
export async function saveSetup(
  communityId: string,
  id: string,
  by: string,
  deps: SetupDeskDeps,
): Promise<Saved> {
  const { book, clock } = deps;
  const walk = await read(communityId, id, deps);
  if (!walk) return { type: "over" };
  const changes = changesOf(walk, await deps.tickets.settings(communityId));
  if (changes.length === 0 && walk.promote.length === 0) return { type: "nothing" };
  const order = { keys: SETUP_KEYS, seen: walk.seen, changes, by, at: clock.now() };
  if (!(await book.save(communityId, order))) {
    const recent = await book.history(communityId, { before: null, limit: 50 });
    const ofSetup: readonly string[] = SETUP_KEYS;
    const meant = recent.filter(({ key }) => ofSetup.includes(key)).slice(0, CONFLICT_SHOWN);
    return { type: "conflict", changes: meant };
  }
  deps.settingsChanged(communityId);
  await book.dropWalk(communityId, id);
  const refused: string[] = [];
  for (const wanted of walk.promote) {
    const done = await promote(communityId, { ...wanted, by }, deps);
    if (done.type === "refused") refused.push(done.why);
  }
  const promoted = walk.promote.length > refused.length ? ["acts_by_area"] : [];
  return { type: "saved", changed: [...changes.map(({ key }) => key), ...promoted], refused };
}

/** The same choices over the settings as they stand now, for who has seen what others changed. */
export async function rereadSetup(
  communityId: string,
  id: string,
  deps: SetupDeskDeps,
): Promise<SetupView | null> {
  const walk = await read(communityId, id, deps);
  if (!walk) return null;
  const seen = await deps.book.version(communityId, SETUP_KEYS);
  const next: Walk = { ...walk, seen, step: "report" };
  await deps.book.keepWalk(communityId, id, next, deps.clock.now());
  return view(communityId, id, next, deps);
}

/** Lets go of a walk; nothing of it is put in force. */
export async function dropSetup(communityId: string, id: string, deps: SetupDeskDeps) {
  await deps.book.dropWalk(communityId, id);
}

async function read(communityId: string, id: string, { book }: SetupDeskDeps) {
  return Walk.safeParse(await book.walk(communityId, id)).data ?? null;
}

async function view(
  communityId: string,
  id: string,
  walk: Walk,
  deps: SetupDeskDeps,
): Promise<SetupView> {
  const { draft, step } = walk;
  const [policy, stored] = await Promise.all([
    deps.policyOf(communityId),
    deps.tickets.settings(communityId),
  ]);
  const listening = Object.entries(draft["discord.channels"] ?? {}).map(
    ([place, one]) => [place, one.listening] as const,
  );
  return {
    id,
    walk,
    changed: changesOf(walk, stored).map(({ key }) => key),
    places: { ...policy.places, ...Object.fromEntries(listening) },
    likelyMeasured: policy.likelyAsks.measured,
    reviewPlaceId: draft["discord.review_channel"]?.id ?? policy.reviewPlaceId,
    roleIds: rolesIn(draft, policy),
    teams: teamsIn(draft["teams.trusted"], policy),
    acts: { ...policy.acts, ...draft.acts },
    actSettings: walk.act ? settingsFor(walk.act, deps.fileActs) : [],
    earned: step === "acts" ? await earnedIn(communityId, deps) : [],
    mode: draft.mode ?? policy.mode,
    report: step === "report" ? await shadowReport(communityId, deps) : null,
  };
}

function rolesIn(draft: Partial<SetUp>, { roleIds }: Policy): Policy["roleIds"] {
  const chosen = (key: Extract<SetUpKey, `discord.roles.${string}`>, before: readonly string[]) =>
    draft[key]?.map(({ id }) => id) ?? [...before];
  return {
    admin: roleIds.admin,
    staff: chosen("discord.roles.staff", roleIds.staff),
    helper: chosen("discord.roles.helper", roleIds.helper),
    "opted-out": chosen("discord.roles.opted_out", roleIds["opted-out"]),
  };
}

function teamsIn(trusted: readonly string[] | undefined, policy: Policy): TeamView[] {
  const routes = [
    ...policy.rules.map((rule) => rule.route),
    ...(policy.fallback ? [policy.fallback] : []),
  ];
  return policy.teams.map((team) => {
    const own = routes.filter((route) => route.team === team.name);
    const distinct = new Map(own.map(({ repository, visibility }) => [repository, visibility]));
    return {
      name: team.name,
      trusted: trusted?.includes(team.name) ?? team.trusted,
      repositories: Array.from(distinct, ([repository, visibility]) => ({
        repository,
        visibility,
      })),
    };
  });
}

async function earnedIn(communityId: string, deps: SetupDeskDeps): Promise<SetupView["earned"]> {
  const all = await readAutonomy(communityId, deps);
  return all
    .filter(({ next }) => next === "may-be-promoted")
    .map(({ act, area, because }) => ({ act, area, because }));
}

async function shadowReport(communityId: string, deps: SetupDeskDeps): Promise<ShadowReport> {
  const since = deps.clock.now() - REPORT_DAYS * DAY;
  const { outcomes, ticketIds } = await deps.reports.decidedSince(communityId, since, EXAMPLES);
  const cases = await Promise.all(ticketIds.map((id) => deps.tickets.load(communityId, id)));
  return {
    days: REPORT_DAYS,
    outcomes,
    examples: cases.flatMap((known) => {
      if (!known?.decision) return [];
      const { ticket, decision } = known;
      const { code, title, permalink } = ticket;
      const { outcome } = decision;
      return [{ code, title: title ?? "", permalink, outcome, words: wordsOf(known) }];
    }),
  };
}

/** The answer as it was drafted; for all else why. */
function wordsOf({ decision, draft }: Case): string {
  if (decision?.outcome === "answer" && draft) {
    return draft.claims.map(({ text }) => text).join(" ");
  }
  return asSentence(decision?.reasons.map(({ text }) => text).join("; ") ?? "");
}

function asSentence(words: string): string {
  return words === "" ? "" : `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}
