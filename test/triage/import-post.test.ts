import { describe, expect, it } from "vitest";
import {
  type ImportedAsk,
  isUntriaged,
  saveImported,
  triageImported,
} from "../../src/triage/intake/import-post.ts";
import { DAY } from "../../src/triage/model/clock.ts";
import { Act } from "../../src/triage/model/policy.ts";
import type { RawPost } from "../../src/triage/model/post.ts";
import { applyActions } from "../../src/triage/perform/apply-actions.ts";
import { aFailure } from "../fakes/engines.ts";
import { aRawPost, COMMUNITY, createHouse } from "../fakes/house.ts";
import {
  aCandidate,
  aClassification,
  aDraft,
  anAction,
  anIssue,
  aStamp,
} from "../fakes/samples.ts";

type House = ReturnType<typeof createHouse>;

const EVERYTHING = Object.fromEntries(Act.options.map((act) => [act, "auto"] as const)) as Record<
  Act,
  "auto"
>;

/** The bot at its most forward: live, and every act automatic. */
const aForwardHouse = () => createHouse({ policy: { mode: "live", acts: EVERYTHING } });

const anAsk = (overrides: Partial<RawPost> = {}): ImportedAsk => ({
  personSource: "import",
  messages: [
    aRawPost({
      source: "import",
      sourceId: `rows:${overrides.title ?? "one"}`,
      placeId: "import",
      ...overrides,
      conversationId: null,
    }),
  ],
});

async function imported(house: House, ask: ImportedAsk) {
  const saved = await saveImported(COMMUNITY, ask, house);
  if (saved.type === "skipped") throw new Error(saved.reason);
  const known = await house.ticketOf(saved);
  if (isUntriaged(known)) await triageImported(COMMUNITY, known, house);
  await house.advance(DAY);
  return house.ticketOf(saved);
}

/** Whatever anybody could have seen of it, staff included. */
const traces = (house: House) => ({
  said: house.conversation.messages.map(({ say }) => say.say),
  marks: [...house.conversation.marks.keys()],
  cards: house.openCards().length,
  issues: house.tracker.issues.length,
});
const NOTHING = { said: [], marks: [], cards: 0, issues: 0 };

describe("an imported post", () => {
  const secret = `sk-${"proj"}-${"A1b2C3d4".repeat(6)}`;

  it.each([
    ["a bug", { kind: "bug" }, {}],
    ["a bug without details", { kind: "bug", missing: ["version"] }, {}],
    ["a question that the docs answer", { kind: "question" }, {}],
    ["a matter of one account", { kind: "question", lane: "account" }, {}],
    ["a security report", { kind: "bug", lane: "security" }, {}],
    ["a moderator's matter", { kind: "other", lane: "care" }, {}],
    ["a leaked credential", { kind: "bug" }, { text: `My key is ${secret}` }],
  ] as const)("that is %s is classified and leads to nothing at all", async (_, labels, post) => {
    const house = aForwardHouse();
    house.classifier.when("", {
      type: "classified",
      classification: aClassification({
        ...labels,
        missing: [...("missing" in labels ? labels.missing : [])],
      }),
      call: null,
    });
    house.passages.when("", [[house.passage.id, 9]]);
    const { text } = house.passage;
    const claim = { text, passageIds: [house.passage.id], quote: text };
    house.drafter.when("", { type: "drafted", call: null, draft: aDraft({ claims: [claim] }) });
    const { ticket, classification, decision, actions, proposal, posts } = await imported(
      house,
      anAsk(post),
    );
    expect(ticket).toMatchObject({
      kind: labels.kind,
      state: "resting",
      silence: "imported",
      dueAt: null,
    });
    expect(classification?.kind).toBe(labels.kind);
    expect(decision?.reasons.length).toBeGreaterThan(0);
    expect({ actions, proposal }).toEqual({ actions: [], proposal: null });
    expect(JSON.stringify(posts)).not.toContain(secret);
    expect(traces(house)).toEqual(NOTHING);
  });

  it("is told nothing when an issue that it is linked to is fixed", async () => {
    const house = aForwardHouse();
    house.classifier.when("", {
      type: "classified",
      classification: aClassification(),
      call: null,
    });
    const { ticket } = await imported(house, anAsk());
    const issue = anIssue({ repository: "acme/sdk" });
    await house.tickets.saveIssue(COMMUNITY, issue);
    const linked = { ticket: { linkedTo: `issue:${issue.nodeId}` }, story: [] };
    await house.tickets.commit(COMMUNITY, ticket.id, ticket.version, linked);
    await house.issueEvent({
      event: "closed",
      issue: { ...issue, state: "closed", stateReason: "completed", updatedAt: house.clock.now() },
    });
    await house.advance(DAY);
    expect(traces(house)).toEqual(NOTHING);
  });

  it("is left alone by the executor even if something is planned for it", async () => {
    const house = aForwardHouse();
    house.classifier.when("", {
      type: "classified",
      classification: aClassification(),
      call: null,
    });
    const { ticket } = await imported(house, anAsk());
    const deeds = [
      { do: "say", say: { say: "linked", code: ticket.code, url: null } },
      { do: "mark", mark: "seen" },
      { do: "tell-privately", personSourceId: "ada", say: { say: "private-note", code: "SB-1" } },
      { do: "comment", issue: anIssue(), key: null, body: "reported again" },
    ] as const;
    const actions = deeds.map((deed, at) =>
      anAction({ id: house.ids(), deed, public: true, serial: `s${at}`, notBefore: 0 }),
    );
    await house.tickets.commit(COMMUNITY, ticket.id, ticket.version, { actions, story: [] });
    await applyActions(COMMUNITY, ticket.id, house);
    await house.advance(DAY);
    const after = await house.ticketOf({ type: "ticket", ticketId: ticket.id });
    expect(after.actions.map(({ state }) => state)).toEqual(actions.map(() => "superseded"));
    expect(traces(house)).toEqual(NOTHING);
  });

  it("is imported once, whole, and finished after a kill", async () => {
    const house = aForwardHouse();
    house.classifier.when("", {
      type: "classified",
      classification: aClassification(),
      call: null,
    });
    const first = aRawPost({
      source: "import",
      sourceId: "rows:1",
      text: "one",
      conversationId: null,
    });
    const second = { ...first, sourceId: "rows:1.1", text: "two", title: "" };
    const whole = { personSource: "import", messages: [first, second] };
    // The process died after the first message.
    await saveImported(COMMUNITY, { ...whole, messages: [first] }, house);
    const again = await saveImported(COMMUNITY, whole, house);
    expect(again.type).toBe("known");
    const known = await imported(house, whole);
    expect(known.posts.map(({ text }) => text)).toEqual(["one", "two"]);
    expect(await saveImported(COMMUNITY, whole, house)).toMatchObject({ type: "known" });
    expect(house.classifier.asked).toHaveLength(1);
    expect(house.classifier.asked[0]?.who?.purpose).toBe("import");
  });

  it("waits for a later run while the model is out of reach", async () => {
    const house = aForwardHouse();
    const stamp = aStamp({
      standsInBecause: "the model is out of reach",
      standsInAfter: "timeout",
    });
    house.classifier.when("", {
      type: "classified",
      classification: aClassification({ stamp }),
      call: null,
    });
    const known = await imported(house, anAsk());
    expect(isUntriaged(known)).toBe(true);
    house.classifier.when("", aFailure());
    expect(isUntriaged(await imported(house, anAsk()))).toBe(true);
  });

  it("is left out when its author wants no bot, or when the bot has it already", async () => {
    const house = aForwardHouse();
    const off = { source: "discord", scope: "person", scopeId: "ada" } as const;
    await house.privacy.setOff(COMMUNITY, { ...off, off: true, by: "ada", at: 0 });
    const fromDiscord = (authorSourceId: string, sourceId: string) => ({
      ...anAsk({ authorSourceId }),
      personSource: "discord",
      mayBeKnownAs: { source: "discord", sourceId },
    });
    expect(await saveImported(COMMUNITY, fromDiscord("ada", "1"), house)).toEqual({
      type: "skipped",
      reason: "opted out",
    });
    house.classifier.when("", {
      type: "classified",
      classification: aClassification(),
      call: null,
    });
    const { raw } = await house.post();
    expect(await saveImported(COMMUNITY, fromDiscord("grace", raw.sourceId), house)).toEqual({
      type: "skipped",
      reason: "the bot took it in itself",
    });
  });

  it("is what later posts are held against", async () => {
    const house = aForwardHouse();
    house.classifier.when("", {
      type: "classified",
      classification: aClassification(),
      call: null,
    });
    const { ticket } = await imported(house, anAsk());
    house.sameAsks.when("", [
      aCandidate({
        target: { type: "ticket", ticketId: ticket.id, code: ticket.code },
        score: 0.9,
      }),
    ]);
    await house.post({ title: "The same again" });
    await house.advance(20_000);
    expect(house.conversation.messages.map(({ where }) => where)).not.toContain("import");
    expect([...house.conversation.marks.keys()]).not.toContain(ticket.openingSourceId);
    expect((await house.ticketOf({ type: "ticket", ticketId: ticket.id })).actions).toEqual([]);
  });
});
