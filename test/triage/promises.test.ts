import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DAY, HOUR, MINUTE, SECOND } from "../../src/triage/model/clock.ts";
import { PortError } from "../../src/triage/model/errors.ts";
import type { RawPost } from "../../src/triage/model/post.ts";
import type { Verdict } from "../../src/triage/model/review.ts";
import { COMMUNITY, createHouse } from "../fakes/house.ts";
import { aCandidate, aClassification, aDraft, anIssue, aRoute } from "../fakes/samples.ts";
import { createFakeStore } from "../fakes/store.ts";
import { communityOf, type StoreState } from "../fakes/store-state.ts";

/** What a post may say; the words decide what the classifier of fakes makes of it. */
const WORDS = [
  "How do I upload?",
  "It hangs.",
  "no version, it hangs",
  "sdk 4.2.0",
  "my invoice is wrong",
  "lol",
  "the same as that one",
  "angry at staff",
  "a hole in your API",
  // A secret-shaped text, put together here so that none stands in the repository.
  `lol, my key is sk-${"proj"}-${"A1b2C3d4".repeat(6)}`,
] as const;

const which = fc.nat({ max: 30 });
const Happening = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ is: fc.constant("post"), words: fc.constantFrom(...WORDS) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      is: fc.constantFrom("reply", "edit"),
      which,
      words: fc.constantFrom(...WORDS),
    }),
  },
  { weight: 2, arbitrary: fc.record({ is: fc.constantFrom("person answers", "delete"), which }) },
  {
    weight: 6,
    arbitrary: fc.record({
      is: fc.constant("review"),
      which,
      verdict: fc.constantFrom(
        "send",
        "send",
        "send",
        "edit",
        "dismiss",
        "file",
        "question",
        "bug",
        "account",
        "ask",
        "redraft",
        "snooze",
        "undo",
        "retract",
      ),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      is: fc.constant("press"),
      which,
      event: fc.constantFrom(
        "helped",
        "wrong",
        "ask-person",
        "withdraw",
        "works-now",
        "still-broken",
        "correction",
      ),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      is: fc.constant("issue"),
      which,
      event: fc.constantFrom("closed", "not planned", "reopened", "ask", "tell"),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      is: fc.constant("time"),
      ms: fc.constantFrom(SECOND, 9 * SECOND, 10 * SECOND, 25 * SECOND, 6 * MINUTE, 4 * DAY),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      is: fc.constant("trouble"),
      with: fc.constantFrom("say", "mark", "postCard", "alert", "openIssue", "comment"),
      when: fc.constantFrom("before", "after"),
    }),
  },
  { weight: 1, arbitrary: fc.record({ is: fc.constantFrom("restart", "pause", "resume") }) },
);
type Happening = typeof Happening extends fc.Arbitrary<infer T> ? T : never;

function aHouse() {
  let state: StoreState = new Map();
  const community = () => communityOf(state, COMMUNITY);
  const wrong: string[] = [];
  /** Looked at in the very moment in which something is said. */
  function speaking(): void {
    for (const { ticketId, deed, state } of community().actions.values()) {
      if (state !== "claimed" || deed.do === "tell-privately") continue;
      if (deed.do !== "say" && deed.do !== "restate") continue;
      const ticket = community().tickets.get(ticketId);
      const quiet = ticket?.kind === "other" || ticket?.lane === "care" || ticket?.silence !== null;
      if (quiet) wrong.push(`${deed.say.say} on ${ticket?.code}`);
    }
  }
  const house = createHouse({
    onCall: (when, call) => {
      if (when === "before" && call === "conversation.say") speaking();
    },
    policy: { rules: [{ when: { lane: ["security"] }, route: SECURITY }] },
    openStore(deps) {
      const store = createFakeStore(deps);
      state = store.state;
      return store;
    },
  });
  const classified = (overrides: Parameters<typeof aClassification>[0]) =>
    ({ type: "classified", classification: aClassification(overrides), call: null }) as const;
  const { classifier, passage, passages, drafter } = house;
  classifier.when("", classified({ kind: "bug" }));
  classifier.when("no version", classified({ kind: "bug", missing: ["version"] }));
  classifier.when("4.2.0", classified({ kind: "bug" }));
  classifier.when("How do I", classified({ kind: "question" }));
  classifier.when("my invoice", classified({ kind: "question", lane: "account" }));
  classifier.when("lol", classified({ kind: "other" }));
  classifier.when("angry", classified({ kind: "other", lane: "care" }));
  classifier.when("a hole", classified({ kind: "bug", lane: "security" }));
  passages.when("How do I", [[passage.id, 9]]);
  drafter.when("How do I", {
    type: "drafted",
    call: null,
    draft: aDraft({
      claims: [{ text: passage.text, passageIds: [passage.id], quote: passage.text }],
    }),
  });
  return { house, community, wrong };
}

const SECURITY = aRoute({ repository: "acme/sdk", visibility: "private", labels: [] });
type House = ReturnType<typeof aHouse>["house"];
/** Enough to find a mistake within a few runs of the suite, few enough for every run of it. */
const RUNS = 120;

/** What was seen of each conversation so far, by which its promises are judged. */
type World = {
  readonly posts: RawPost[];
  readonly answered: Map<string, number>;
  /** Messages that were there when it was last looked at. */
  seen: number;
};

function pick<T>(from: readonly T[], n: number): T | undefined {
  return from[n % Math.max(1, from.length)];
}

async function happen(house: House, world: World, what: Happening): Promise<void> {
  switch (what.is) {
    case "post": {
      const { raw } = await house.post({ title: "", text: what.words });
      world.posts.push(raw);
      if (world.posts.length % 2 === 0) {
        house.conversation.takesNoPrivateMessages(raw.authorSourceId);
      }
      const first = house.tracker.issues[0];
      if (first) {
        const target = { type: "issue", issue: first.ref, visibility: "public" } as const;
        house.sameAsks.when("the same as", [aCandidate({ target, score: 0.9, open: true })]);
      }
      return;
    }
    case "reply":
    case "person answers": {
      const to = pick(world.posts, what.which);
      if (!to) return;
      const own = what.is === "reply";
      const author = own ? to.authorSourceId : "helpful";
      const { raw } = await house.post({
        conversationId: to.conversationId,
        conversationOwnerId: to.conversationOwnerId,
        authorSourceId: author,
        title: "",
        text: own ? what.words : "Try turning it off and on.",
        opens: false,
      });
      if (own) world.posts.push(raw);
      else noteAnswer(house, world, to.conversationId ?? "");
      return;
    }
    case "edit": {
      const raw = pick(world.posts, what.which);
      if (raw) await house.edit({ ...raw, text: what.words });
      return;
    }
    case "delete": {
      const raw = pick(world.posts, what.which);
      if (raw) await house.remove({ conversationId: null, sourceIds: [raw.sourceId] });
      return;
    }
    case "review":
      return review(house, what);
    case "press": {
      const message = pick(house.conversation.messages, what.which);
      const raw = world.posts.find(({ conversationId }) => conversationId === message?.where);
      if (!message || !raw) return;
      const by = { sourceId: raw.authorSourceId, name: raw.authorName };
      const { actionId } = message;
      if (what.event === "correction") {
        await house.press({ actionId, by, event: what.event, text: "sdk 4.2.0" });
      } else await house.press({ actionId, by, event: what.event });
      return;
    }
    case "issue":
      return issueEvent(house, what);
    case "time":
      return house.advance(what.ms);
    case "trouble": {
      const error = new PortError(what.with, "later", new Error("down"));
      const { tracker, conversation } = house;
      if (what.with === "openIssue" || what.with === "comment") {
        tracker.failNext(what.with, error, what.when);
      } else conversation.failNext(what.with, error, what.when);
      return;
    }
    case "restart":
      return house.restart();
    case "pause":
    case "resume":
      house.policy.paused = what.is === "pause";
  }
}

function noteAnswer(house: House, world: World, conversationId: string): void {
  if (world.answered.has(conversationId)) return;
  world.answered.set(conversationId, house.conversation.publicIn(conversationId).length);
}

async function review(house: House, what: Extract<Happening, { is: "review" }>): Promise<void> {
  const all = [...house.conversation.cards.values()].map(({ card }) => card);
  const taken = what.verdict === "undo" || what.verdict === "retract";
  const card = pick(taken ? all : house.openCards(), what.which);
  if (!card) return;
  await house.rule(verdictOf(what.verdict, house.clock.now()), card.cardId);
}

function verdictOf(verdict: string, now: number): Verdict {
  const change = { verdict: "change", kind: null, lane: null, area: null, route: null } as const;
  switch (verdict) {
    case "edit":
      return { verdict: "edit", title: null, text: "In other words." };
    case "dismiss":
      return { verdict: "dismiss", reason: null };
    case "file":
      return { verdict: "file" };
    case "question":
    case "bug":
      return { ...change, kind: verdict };
    case "account":
      return { ...change, lane: "account" };
    case "ask":
      return { verdict: "ask", details: ["version"] };
    case "redraft":
      return { verdict: "redraft", instruction: "shorter" };
    case "snooze":
      return { verdict: "snooze", until: now + HOUR };
    case "undo":
      return { verdict: "undo" };
    case "retract":
      return { verdict: "retract", words: null };
    default:
      return { verdict: "send" };
  }
}

async function issueEvent(house: House, what: Extract<Happening, { is: "issue" }>): Promise<void> {
  const filed = pick(house.tracker.issues, what.which);
  const known = filed && (await house.tickets.issue(COMMUNITY, filed.ref.nodeId));
  if (!known) return;
  const issue = { ...anIssue(), ...known, updatedAt: house.clock.now() };
  if (what.event === "ask" || what.event === "tell") {
    const words = "Which region?";
    await house.issueEvent({ event: "directive", issue, directive: what.event, words, by: "k" });
  } else if (what.event === "reopened") {
    await house.issueEvent({ event: "reopened", issue: { ...issue, state: "open" } });
  } else {
    const stateReason = what.event === "closed" ? "completed" : "not_planned";
    const closed = { ...issue, state: "closed", stateReason } as const;
    await house.issueEvent({ event: "closed", issue: closed });
  }
}

/** Everything that must hold at any moment. */
async function check(
  { house, community, wrong }: ReturnType<typeof aHouse>,
  world: World,
): Promise<void> {
  const { conversation, tracker } = house;
  const { tickets, actions, proposals } = community();
  const places = new Set(world.posts.map(({ conversationId }) => conversationId ?? ""));
  for (const place of places) {
    const said = conversation.publicIn(place);
    expect(said.length, `messages in ${place}`).toBeLessThanOrEqual(3);
    const before = world.answered.get(place);
    if (before === undefined) continue;
    expect(said.length, `after a person in ${place}`).toBeLessThanOrEqual(before);
    // What is taken away with a deleted post makes no room for more.
    world.answered.set(place, said.length);
  }
  const fresh = conversation.messages.slice(world.seen).filter(({ where }) => places.has(where));
  world.seen = conversation.messages.length;
  expect(house.policy.paused ? fresh : [], "said while paused").toEqual([]);
  expect(wrong).toEqual([]);
  expect(house.openCards().length).toBeLessThanOrEqual(8);
  expect([...conversation.twice(), ...tracker.twice()]).toEqual([]);
  for (const post of world.posts) {
    expect(await house.tickets.isKnown(COMMUNITY, post.source, post.sourceId)).toBe(true);
  }
  for (const { id, code } of tickets.values()) {
    const issues = tracker.issues.filter(({ body }) => body.includes(`${code},`));
    expect(issues.length, `issues of ${code}`).toBeLessThanOrEqual(1);
    const own = [...actions.values()].filter((action) => action.ticketId === id);
    const approved = (outcome: string) =>
      [...proposals.values()].filter(
        (one) =>
          one.ticketId === id &&
          (one.state === "approved" || one.state === "retracted") &&
          (one.proposed.outcome === outcome || one.proposed.outcome === "answer"),
      ).length;
    const answers = own.filter(
      ({ deed, state }) => deed.do === "say" && deed.say.say === "answer" && state === "done",
    );
    expect(answers.length, `answers on ${code}`).toBeLessThanOrEqual(approved("answer"));
  }
}

/** Nobody looks any more: in the end nothing may be left lying about. */
async function wayOut({ house, community }: ReturnType<typeof aHouse>): Promise<void> {
  house.policy.paused = false;
  for (let day = 0; day < 9; day += 1) await house.advance(DAY);
  const { actions, proposals, tickets } = community();
  const open = [...actions.values()].filter(
    ({ state }) => state === "waiting" || state === "claimed",
  );
  expect(open).toEqual([]);
  expect([...proposals.values()].filter(({ state }) => state === "open")).toEqual([]);
  expect(house.openCards()).toEqual([]);
  expect([...tickets.values()].filter(({ state }) => state === "gathering")).toEqual([]);
}

describe("whatever happens", () => {
  it("keeps what was promised", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(Happening, { minLength: 10, maxLength: 60, size: "max" }),
        async (happenings) => {
          const made = aHouse();
          const world: World = { posts: [], answered: new Map(), seen: 0 };
          for (const what of happenings) {
            await happen(made.house, world, what);
            await check(made, world);
          }
          await made.house.settle();
          await check(made, world);
          await wayOut(made);
          await check(made, world);
        },
      ),
      { numRuns: RUNS },
    );
  }, 60_000);
});
