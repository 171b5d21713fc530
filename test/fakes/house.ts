import { triageTicket } from "../../src/triage/decide/triage-ticket.ts";
import { takeEdit, takeIn } from "../../src/triage/intake/intake.ts";
import { takeDeletion } from "../../src/triage/intake/take-deletion.ts";
import { workDelivery } from "../../src/triage/issues/deliveries.ts";
import { followIssue } from "../../src/triage/issues/follow-issue.ts";
import { followRepository } from "../../src/triage/issues/follow-repository.ts";
import type { IssueEvent } from "../../src/triage/issues/follow-up.ts";
import { reconcile } from "../../src/triage/issues/reconcile.ts";
import { type Clock, MINUTE } from "../../src/triage/model/clock.ts";
import { PortError } from "../../src/triage/model/errors.ts";
import type { Examples } from "../../src/triage/model/example.ts";
import type { Ids } from "../../src/triage/model/ids.ts";
import type { ModelCalls } from "../../src/triage/model/model-call.ts";
import type { Passage } from "../../src/triage/model/passage.ts";
import type { Policy } from "../../src/triage/model/policy.ts";
import type { RawPost } from "../../src/triage/model/post.ts";
import type { RepositoryEvent } from "../../src/triage/model/repository-event.ts";
import type { Verdict } from "../../src/triage/model/review.ts";
import { hear, type ReporterEvent } from "../../src/triage/people/reporter-desk.ts";
import { applyActions, type ExecutorDeps } from "../../src/triage/perform/apply-actions.ts";
import type { StepDeps } from "../../src/triage/perform/commit.ts";
import { sweepOnce } from "../../src/triage/perform/sweep.ts";
import type { Classifier, Drafter } from "../../src/triage/ports/engines.ts";
import type { Wake } from "../../src/triage/ports/outbox.ts";
import { updateBoard } from "../../src/triage/review/arrange-board.ts";
import { cardNow, rule } from "../../src/triage/review/review-desk.ts";
import { createManualClock } from "./clock.ts";
import { createFakeConversation } from "./conversation.ts";
import {
  createFakeClassifier,
  createFakeDrafter,
  createFakeIndex,
  createFakeSameAsks,
} from "./engines.ts";
import { createFakeIssueTracker } from "./issue-tracker.ts";
import { aPassage, aRoute, createTestIds, NOON } from "./samples.ts";
import { createFakeStore } from "./store.ts";

export const COMMUNITY = "acme";
const REPOSITORY = "acme/sdk";

export function aPolicy(overrides: Partial<Policy> = {}): Policy {
  return {
    communityName: "Acme",
    zone: "UTC",
    mode: "live",
    paused: false,
    away: false,
    likelyAsks: { from: 0.9, measured: "Not measured here." },
    roleIds: { admin: [], staff: [], helper: [], "opted-out": [] },
    acts: {
      mark: "auto",
      "related-links": "off",
      ask: "auto",
      redirect: "draft",
      answer: "draft",
      "file-private": "draft",
      "file-public": "draft",
      link: "draft",
      "known-issue": "auto",
      "tell-fixed": "auto",
      "tell-not-planned": "draft",
      "tell-milestone": "off",
      "tell-assigned": "off",
      "tell-labels": "off",
      "direct-message": "auto",
      "delete-message": "off",
    },
    actsByArea: {},
    autonomy: { reviews: 50, approvals: 20, accepted: 0.8, regrets: 0.02 },
    calibrations: [],
    targets: {
      kind: { bug: 0.6, feature: 0.6, docs: 0.6, "model-behavior": 0.6, question: 0.6, other: 0.6 },
      lane: { security: 0.6, care: 0.6, account: 0.6, "not-ours": 0.6, open: 0.6 },
    },
    places: { forum: "forum" },
    areas: [],
    rules: [],
    teams: [],
    fallback: aRoute({ repository: REPOSITORY, visibility: "public" }),
    redirects: { account: "Support can help.", "not-ours": null },
    revokePages: { default: "https://acme.example/keys" },
    reviewPlaceId: "review",
    teamPlaceId: "review",
    announcePlaceId: null,
    openCards: 8,
    bundleMs: 20_000,
    undoMs: 10_000,
    claimMs: 3_600_000,
    silenceSamples: 0,
    overdue: { afterMs: 8 * 3_600_000, from: 540, to: 1_020, days: [1, 2, 3, 4, 5] },
    settleMs: 300_000,
    shelfLifeMs: 72 * 3_600_000,
    quietAfterMs: 6 * 3_600_000,
    installedAt: 0,
    thresholds: { sameAsk: 0.6, draftConfidence: 0.3, relatedLead: 0.2 },
    needed: {
      bug: ["version"],
      feature: [],
      docs: [],
      "model-behavior": ["model"],
      question: [],
      other: [],
    },
    filedFrom: { "model-behavior": 3, feature: 5 },
    messagesPerConversation: 3,
    forms: [],
    priorityLabels: [],
    examplesShown: 4,
    needsInfoLabels: ["needs-info"],
    invalidLabels: ["invalid"],
    toldLabels: [],
    asksPerDay: 10,
    noticesPerHour: 20,
    images: { use: "keep", perPost: 4, mostBytes: 1_000_000, keepMs: 90 * 86_400_000 },
    docs: { sources: [], places: {}, solved: true },
    ...overrides,
  };
}

let posted = 0;

export function aRawPost(overrides: Partial<RawPost> = {}): RawPost {
  const n = ++posted;
  const conversationId = overrides.conversationId ?? `thread-${n}`;
  return {
    source: "discord",
    sourceId: `2000000000000${String(n).padStart(6, "0")}`,
    placeId: "forum",
    authorSourceId: `member-${n}`,
    authorName: `Member ${n}`,
    title: "Upload hangs",
    text: "It hangs.",
    attachments: [],
    tags: [],
    permalink: `https://discord.example/${n}`,
    postedAt: NOON,
    author: { bot: false, roles: [], optedOut: false },
    written: true,
    mentionsUs: false,
    opens: true,
    conversationOwnerId: overrides.authorSourceId ?? `member-${n}`,
    ...overrides,
    conversationId,
  };
}

/** As one type for each event, which Omit alone would melt into one. */
type PressedBySomebody = ReporterEvent extends infer One
  ? One extends ReporterEvent
    ? Omit<One, "by"> & {
        readonly by: Omit<ReporterEvent["by"], "roles"> & Partial<ReporterEvent["by"]>;
      }
    : never
  : never;

/** The port, telling of each call to one of its methods. */
function tellingOf<Port extends object>(
  name: string,
  port: Port,
  tell: (when: "before" | "after", call: string) => void,
): Port {
  return new Proxy(port, {
    get(target, property, receiver) {
      const method: unknown = Reflect.get(target, property, receiver);
      if (typeof method !== "function") return method;
      return async (...args: readonly unknown[]) => {
        tell("before", `${name}.${String(property)}`);
        const result: unknown = await method.apply(target, args);
        tell("after", `${name}.${String(property)}`);
        return result;
      };
    },
  });
}

/** A delivery that could not be worked on is tried again. */
async function delivered<T>(follow: () => Promise<T>): Promise<T> {
  try {
    return await follow();
  } catch (error) {
    if (!(error instanceof PortError) || error.retry === "never") throw error;
    return follow();
  }
}

type HouseStore = Omit<ReturnType<typeof createFakeStore>, "state" | "calls"> & {
  readonly calls: ModelCalls;
};

/** The whole program without its edges: real use-cases on fakes, with a queue in memory. */
export function createHouse(
  options: {
    readonly policy?: Partial<Policy>;
    readonly reached?: ExecutorDeps["reached"];
    readonly onRegret?: StepDeps["onRegret"];
    /** Another store than the one in memory. */
    readonly openStore?: (deps: { readonly clock: Clock; readonly ids: Ids }) => HouseStore;
    /** In place of the scripted engines. */
    readonly classifier?: Classifier;
    readonly drafter?: Drafter;
    readonly passages?: readonly Passage[];
    readonly examples?: Examples;
    /** Told before and after every call that the use-cases make to a port. */
    readonly onCall?: (when: "before" | "after", call: string) => void;
  } = {},
) {
  const clock = createManualClock(NOON);
  const ids = createTestIds();
  const store: HouseStore = (options.openStore ?? createFakeStore)({ ids, clock });
  const conversation = createFakeConversation(clock, { places: ["forum", "review", "news"] });
  const tracker = createFakeIssueTracker(clock, { repositories: { [REPOSITORY]: ["bug", "p1"] } });
  const classifier = createFakeClassifier();
  const drafter = createFakeDrafter();
  const passage = aPassage();
  const passages = createFakeIndex(options.passages ?? [passage]);
  const sameAsks = createFakeSameAsks();
  const policy = { ...aPolicy(options.policy) };
  const policyOf = async () => policy;

  /** Places that everybody in the community sees. */
  const openPlaces = new Set(["forum", "news"]);

  const queue = new Map<string, () => Promise<void>>();
  const wake: Wake = {
    triage: async (c, id) => void queue.set(`triage ${id}`, () => triageTicket(c, id, deps)),
    act: async (c, id) => void queue.set(`act ${id}`, () => applyActions(c, id, deps)),
    board: async (c) => void queue.set("board", () => updateBoard(c, deps)),
    followUp: async (c, id) => void queue.set(`follow ${id}`, () => workDelivery(c, id, deps)),
  };
  const told = <Port extends object>(name: string, port: Port) =>
    options.onCall ? tellingOf(name, port, options.onCall) : port;
  const deps = {
    ...store,
    tickets: told("tickets", store.tickets),
    outbox: told("outbox", store.outbox),
    board: told("board", store.board),
    gaps: told("gaps", store.gaps),
    clock,
    ids,
    policyOf,
    wake: told("wake", wake),
    conversation: told("conversation", conversation),
    tracker: told("tracker", tracker),
    classifier: options.classifier ?? classifier,
    drafter: options.drafter ?? drafter,
    passages,
    docsFiles: { read: async (): Promise<string | null> => null },
    sameAsks,
    isOpenToAll: async (placeId: string) => openPlaces.has(placeId),
    holdsRole: async () => false,
    likelyAsk: ({ text }: { readonly text: string }) => (text.includes("?") ? 0.95 : 0.1),
    communityId: COMMUNITY,
    isPaused: async () => policy.paused,
    onError: (error: unknown) => {
      throw error;
    },
    ...(options.reached ? { reached: options.reached } : {}),
    ...(options.onRegret ? { onRegret: options.onRegret } : {}),
    ...(options.examples ? { examples: options.examples } : {}),
  };

  /** Works until nothing is left that could be done now. */
  async function settle(): Promise<void> {
    for (let round = 0; round < 1_000; round += 1) {
      const [next] = queue;
      if (next) {
        queue.delete(next[0]);
        await next[1]();
      } else if ((await sweepOnce(deps)) === 0) {
        return;
      }
    }
    throw new Error("the house never settles");
  }

  return {
    ...deps,
    conversation,
    tracker,
    classifier,
    drafter,
    policy,
    passage,
    openPlaces,
    queue,
    settle,
    /** The process died and another one takes over once the claims of the first have run out. */
    async restart() {
      queue.clear();
      clock.advance(2 * MINUTE);
      await wake.board(COMMUNITY);
    },
    async advance(ms: number) {
      await settle();
      clock.advance(ms);
      await settle();
    },
    async post(overrides: Partial<RawPost> = {}) {
      const raw = aRawPost({ postedAt: clock.now(), ...overrides });
      if (raw.conversationId) conversation.opened(raw.conversationId);
      const taken = await takeIn(COMMUNITY, raw, deps);
      return { raw, taken };
    },
    edit: (raw: RawPost) => takeEdit(COMMUNITY, raw, deps),
    remove: (gone: Parameters<typeof takeDeletion>[1]) => takeDeletion(COMMUNITY, gone, deps),
    /** ReporterEvent by somebody without a role, unless the test says otherwise. */
    press: ({ by, ...pressed }: PressedBySomebody) =>
      hear(COMMUNITY, { ...pressed, by: { roles: [], ...by } }, deps),
    issueEvent: (event: IssueEvent) => delivered(() => followIssue(COMMUNITY, event, deps)),
    reconcile: () => delivered(() => reconcile(COMMUNITY, REPOSITORY, deps)),
    repositoryEvent: (event: RepositoryEvent) =>
      delivered(() => followRepository(COMMUNITY, event, deps)),
    marksOf: (raw: RawPost) => conversation.marks.get(raw.sourceId),
    commentsOn: (nodeId: string) =>
      tracker.issues
        .find((issue) => issue.ref.nodeId === nodeId)
        ?.comments.map((comment) => comment.body) ?? [],
    /** Cards that stand open in the review place. */
    openCards: () =>
      [...conversation.cards.values()].map(({ card }) => card).filter((card) => !card.closed),
    async rule(verdict: Verdict, cardId?: string, by = "Rita") {
      const id =
        cardId ?? [...conversation.cards.values()].find(({ card }) => !card.closed)?.card.cardId;
      if (!id) throw new Error("no card is open");
      const version = (await cardNow(COMMUNITY, id, deps))?.version ?? 0;
      return rule(
        COMMUNITY,
        { cardId: id, version, verdict, by: { sourceId: by, name: by } },
        deps,
      );
    },
    async ticketOf(taken: { readonly type: string; readonly ticketId?: string }) {
      const known = await store.tickets.load(COMMUNITY, taken.ticketId ?? "");
      if (!known) throw new Error("no ticket");
      return known;
    },
  };
}
