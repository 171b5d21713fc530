import { vi } from "vitest";
import { createDiscordConversation } from "../../src/bot/conversation.ts";
import type { BotDeps, Gone, Person, ReviewClick } from "../../src/bot/deps.ts";
import { createDiscordRest } from "../../src/bot/discord/discord-rest.ts";
import type { Log } from "../../src/bot/discord/log-type.ts";
import { compareSnowflakes } from "../../src/bot/discord/snowflake.ts";
import type { StateTagNames } from "../../src/bot/discord/state-tags.ts";
import { type Bot, type StartBotOptions, startBot } from "../../src/bot/gateway.ts";
import { createTexts } from "../../src/bot/words/wording.ts";
import type { Kind } from "../../src/triage/model/classification.ts";
import { systemClock } from "../../src/triage/model/clock.ts";
import type { UserError } from "../../src/triage/model/errors.ts";
import type { Policy } from "../../src/triage/model/policy.ts";
import type { RawPost } from "../../src/triage/model/post.ts";
import type { ReporterEvent } from "../../src/triage/people/reporter-desk.ts";
import { aPolicy } from "../fakes/house.ts";
import { startDiscordSimulator } from "../simulators/discord/server.ts";
import type { DiscordSimulator, DiscordSimulatorOptions } from "../simulators/discord/simulator.ts";
import { aCard } from "./cards.ts";

/** A server with a forum, a text channel and a review channel, and whoever lives there. */
export type Community = {
  readonly sim: DiscordSimulator;
  readonly forumId: string;
  readonly textId: string;
  readonly reviewId: string;
  readonly staffRoleId: string;
  readonly helperRoleId: string;
};

export async function aCommunity(options: DiscordSimulatorOptions = {}): Promise<Community> {
  const sim = await startDiscordSimulator(options);
  const staffRoleId = sim.addRole("Staff", ["manageMessages"]);
  const helperRoleId = sim.addRole("Helper");
  return {
    sim,
    staffRoleId,
    helperRoleId,
    forumId: sim.addForum({ name: "help", tags: ["bug", "question"] }),
    textId: sim.addTextChannel({ name: "general" }),
    reviewId: sim.addTextChannel({ name: "review", onlyRoles: [staffRoleId] }),
  };
}

export function aReviewer({ sim, staffRoleId }: Community, name = "Rae") {
  const person = sim.addMember({ name });
  sim.giveRole(person.id, staffRoleId);
  return person;
}

/** A log that keeps what went wrong, for tests to look at. */
export function createTestLog(): Log & { readonly lines: string[] } {
  const lines: string[] = [];
  const note = (level: string) => (fields: Readonly<Record<string, unknown>>, message: string) => {
    const cause = fields["err"] instanceof Error ? ` ${fields["err"].stack}` : "";
    lines.push(`${level}: ${message}${cause}`);
  };
  return { lines, debug: () => {}, info: () => {}, warn: note("warn"), error: note("error") };
}

export type TestDeps = BotDeps & {
  readonly posts: RawPost[];
  readonly edits: RawPost[];
  readonly gone: Gone[];
  readonly called: { raw: RawPost; by: Person; via: string; kind: Kind | null }[];
  readonly clicks: ReviewClick[];
  readonly reporterEvents: ReporterEvent[];
  readonly cursors: Map<string, string>;
};

/** The core as seen from the bot: remembers what it was told, and stores a post once. */
export function createTestDeps(
  { forumId, textId, reviewId, staffRoleId, helperRoleId }: Omit<Community, "sim">,
  overrides: Partial<BotDeps> = {},
): TestDeps {
  const cursors = new Map<string, string>();
  const known = new Set<string>();
  const policy: Policy = {
    ...aPolicy(),
    places: { [forumId]: "forum", [textId]: "mention" },
    reviewPlaceId: reviewId,
    roleIds: { admin: [], staff: [staffRoleId], helper: [helperRoleId], "opted-out": [] },
  };
  const seen = {
    posts: [] as RawPost[],
    edits: [] as RawPost[],
    gone: [] as Gone[],
    called: [] as TestDeps["called"],
    clicks: [] as ReviewClick[],
    reporterEvents: [] as ReporterEvent[],
  };
  return {
    ...seen,
    cursors,
    texts: createTexts(),
    policy: async () => policy,
    onPresence: async () => {},
    async onPost(raw) {
      if (known.has(raw.sourceId)) return;
      known.add(raw.sourceId);
      seen.posts.push(raw);
    },
    async onEdited(raw) {
      seen.edits.push(raw);
    },
    async onDeleted(gone) {
      seen.gone.push(gone);
    },
    async onCalled(raw, call) {
      seen.called.push({ raw, ...call });
      return { type: "opened", code: "SB-7" };
    },
    cursor: async (placeId) => cursors.get(placeId) ?? null,
    standing: async () => [],
    async moveCursor(placeId, sourceId) {
      const before = cursors.get(placeId);
      if (!before || compareSnowflakes(sourceId, before) > 0) cursors.set(placeId, sourceId);
    },
    editForm: async () => ({ version: 1, title: null, text: "Set the timeout." }),
    cardDetails: async () => null,
    cardImages: async () => null,
    translatePost: async () => null,
    async onReview(click) {
      seen.clicks.push(click);
      return {
        type: "done",
        card: aCard({ cardId: click.cardId, version: 2, closed: `Done by ${click.by.name}` }),
      };
    },
    async onReporter(event) {
      seen.reporterEvents.push(event);
      return { type: "noted" };
    },
    reporterForm: async () => ({ type: "form", code: "SB-7", details: ["version", "error"] }),
    next: async () => null,
    queue: async (filter) => ({ filter, page: 0, pages: 1, total: 0, lines: [] }),
    claimTicket: async () => ({ type: "gone" }),
    nextDraft: async () => null,
    draftText: async () => null,
    vouch: async () => ({ type: "gone" }),
    claimCard: async () => ({ type: "gone" }),
    ticket: async () => null,
    gaps: async () => [],
    fileGap: async () => ({ type: "unknown" }),
    suggestTickets: async () => [],
    keepAnswer: async () => ({ type: "accepted", code: "SB-7" }),
    capture: async () => ({ type: "opened", code: "SB-7" }),
    pause: async () => {},
    resume: async () => ({ waited: 0 }),
    statusOf: async () => [],
    ask: async () => ({ type: "refused", because: "shadow" }),
    shareAnswer: async () => ({ type: "sharing" }),
    judgeAnswer: async () => {},
    lookUpReport: async () => ({ type: "refused", because: "shadow" }),
    takeReport: async () => ({ type: "skipped" }),
    markSolved: async () => ({ type: "solved", code: "SB-7" }),
    privacyOf: async () => ({ off: false, posts: 0, tickets: 0 }),
    exportOf: async () => ({
      posts: [],
      tickets: [],
      answers: [],
      vouches: [],
      claims: [],
      reviews: [],
      subscriptions: [],
      fixes: [],
    }),
    forget: async () => 0,
    switchBot: async () => ({ type: "switched" }),
    retract: async () => ({ type: "unknown" }),
    openSetup: async () => Promise.reject(new Error("no walk is set up here")),
    chooseInSetup: async () => null,
    rereadSetup: async () => null,
    saveSetup: async () => ({ type: "over" }),
    dropSetup: async () => {},
    settingsHistory: async () => [],
    ...overrides,
  };
}

export type Running = {
  readonly bot: Bot;
  readonly log: ReturnType<typeof createTestLog>;
  readonly fatal: UserError[];
};

/** The real bot, connected to the simulated Discord. */
export async function startTestBot(
  community: Community,
  deps: BotDeps,
  overrides: Partial<StartBotOptions> = {},
): Promise<Running> {
  const { sim } = community;
  const log = createTestLog();
  const fatal: UserError[] = [];
  const clock = overrides.clock ?? systemClock;
  const token = overrides.token ?? sim.token;
  const bot = await startBot({
    token,
    rest: createDiscordRest({ token, url: sim.restBase, clock }),
    serverId: sim.guildId,
    callReactions: { "🐛": "bug", "💡": "feature", "📚": "docs", "🤖": null },
    deps,
    log,
    clock,
    onFatal: (error) => fatal.push(error),
    ...overrides,
  });
  return { bot, log, fatal };
}

export function aConversation({ sim, reviewId }: Community, stateTags: StateTagNames = {}) {
  const log = createTestLog();
  const rest = createDiscordRest({ token: sim.token, url: sim.restBase, clock: systemClock });
  const reviewPlaceId = async () => reviewId;
  return {
    conversation: createDiscordConversation({
      rest,
      reviewPlaceId,
      stateTags,
      texts: createTexts(),
      log,
    }),
    log,
  };
}

/** Waits for what has to come; patient, since the machine may be busy with other suites. */
export function eventually<T>(check: () => T | Promise<T>): Promise<T> {
  return vi.waitFor(check, { timeout: 30_000, interval: 20 });
}
