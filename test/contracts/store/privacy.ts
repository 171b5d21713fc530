import { expect, it } from "vitest";
import {
  aClassification,
  aDraft,
  anAction,
  aProposal,
  aReview,
  aRoute,
} from "../../fakes/samples.ts";
import { ELSEWHERE, HERE, type Setting } from "./setting.ts";

/** Switches and what is held of a person. */
export function privacyContract(at: Setting): void {
  const ada = { source: "discord", scope: "person", scopeId: "ada" } as const;
  const forum = { source: "discord", scope: "place", scopeId: "forum" } as const;

  it("keeps a switch at off until it is set back, for that one alone", async () => {
    const { privacy } = at.store;
    expect(await privacy.isOff(HERE, [ada, forum])).toBe(false);
    const change = { ...ada, by: "Ada", at: 5 };
    await privacy.setOff(HERE, { ...change, off: true });
    await privacy.setOff(HERE, { ...change, off: true });
    expect(await privacy.isOff(HERE, [forum, ada])).toBe(true);
    expect(await privacy.isOff(HERE, [forum])).toBe(false);
    expect(await privacy.isOff(HERE, [{ ...ada, scope: "conversation" }])).toBe(false);
    expect(await privacy.isOff(HERE, [{ ...ada, source: "forum" }])).toBe(false);
    expect(await privacy.isOff(ELSEWHERE, [ada])).toBe(false);
    expect(await privacy.isOff(HERE, [])).toBe(false);
    await privacy.setOff(HERE, { ...change, off: false });
    await privacy.setOff(HERE, { ...change, off: false });
    expect(await privacy.isOff(HERE, [ada])).toBe(false);
  });

  it("empties what was derived from posts that are gone, but nothing on its way out", async () => {
    const words = "Perlmutt hangs";
    const { post, ticketId } = await at.opens({ text: words });
    const issue = { title: words, body: words };
    const route = aRoute();
    const [filed, waits] = [
      anAction({ deed: { do: "open-issue", route, issue }, serial: "a" }),
      anAction({ deed: { do: "open-issue", route, issue }, serial: "b" }),
    ];
    await at.commits(ticketId, {
      classification: aClassification({ title: words, ask: words, evidence: [words] }),
      draft: aDraft({ unanswered: [words] }),
      proposal: aProposal({ ticketId, proposed: { outcome: "file", route, issue } }),
      actions: [filed, waits],
      gap: { reason: "unanswered", seen: [] },
    });
    const gone = { id: post.id, title: "", text: "", deletedAt: 9 };
    await at.commits(ticketId, { posts: [gone], emptied: true, supersede: [filed.id] });
    const { actions, ...known } = await at.loads(ticketId);
    expect(JSON.stringify(known)).not.toContain(words);
    expect(known.classification?.title).toBe("(deleted)");
    const texts = actions.map(({ id, deed }) => [id, JSON.stringify(deed).includes(words)]);
    expect(Object.fromEntries(texts)).toEqual({ [filed.id]: false, [waits.id]: true });
    expect((await at.store.gaps.view(HERE)).asks).toEqual([]);
  });

  it("shows a person what is held of them, and nothing of anybody else", async () => {
    const { post, ticketId } = await at.opens({ authorSourceId: "ada", text: "It hangs." });
    await at.opens({ authorSourceId: "bob", text: "Mine too." });
    const deleted = await at.opens({ authorSourceId: "ada", text: "gone" });
    await at.commits(deleted.ticketId, {
      posts: [{ id: deleted.post.id, text: "", deletedAt: 9 }],
    });
    await at.commits(ticketId, {
      answerOutcome: {
        actionId: "a1",
        personId: post.personId,
        outcome: "helped",
        sources: [],
        at: 7,
      },
    });
    const held = await at.store.privacy.holdings(HERE, "discord", "ada");
    expect(held.posts).toEqual([
      {
        sourceId: post.sourceId,
        title: post.title,
        text: "It hangs.",
        permalink: post.permalink,
        postedAt: post.postedAt,
        files: [],
      },
    ]);
    expect(held.tickets).toHaveLength(2);
    expect(held.answers).toEqual([{ outcome: "helped", at: 7 }]);
    const none = { vouches: [], claims: [], reviews: [], subscriptions: [], fixes: [] };
    const nothing = { posts: [], tickets: [], answers: [], ...none };
    expect(await at.store.privacy.holdings(ELSEWHERE, "discord", "ada")).toEqual(nothing);
    await at.store.tickets.forget(HERE, "discord", "ada", 11);
    expect(await at.store.privacy.holdings(HERE, "discord", "ada")).toEqual(nothing);
  });

  it("shows helpers and staff what they did about the asks of others", async () => {
    const { ticketId } = await at.opens({ authorSourceId: "bob" });
    const rita = { sourceId: "rita", name: "Rita" };
    const otto = { sourceId: "otto", name: "Otto" };
    const { personId } = await at.posted({ authorSourceId: "rita" });
    const proposal = aProposal({ ticketId });
    await at.commits(ticketId, { proposal });
    await at.commits(ticketId, {
      ticket: { claim: { ...rita, until: 90 } },
      vouches: [
        { ...rita, words: "In my words.", at: 5 },
        { ...otto, words: null, at: 6 },
      ],
      review: aReview({ id: at.ids(), ticketId, proposalId: proposal.id, by: rita, at: 7 }),
      subscription: { on: true, who: { ...rita, personId, since: 8 } },
      verdict: { personId, verdict: "works", at: 9 },
    });
    expect(await at.store.privacy.holdings(HERE, "discord", "rita")).toEqual({
      posts: [],
      tickets: [],
      answers: [],
      vouches: [{ code: "SB-1", words: "In my words.", at: 5 }],
      claims: [{ code: "SB-1", until: 90 }],
      reviews: [{ code: "SB-1", verdict: "send", at: 7 }],
      subscriptions: [{ code: "SB-1", since: 8 }],
      fixes: [{ code: "SB-1", verdict: "works", at: 9 }],
    });
    const helped = await at.store.privacy.holdings(HERE, "discord", "otto");
    expect(helped).toMatchObject({ vouches: [{ words: null, at: 6 }], claims: [], reviews: [] });
  });

  it("keeps a person off who was forgotten since, until they switch it on themselves", async () => {
    const { privacy, tickets } = at.store;
    await privacy.setOff(HERE, { ...ada, by: "Ada", at: 5, off: true });
    await tickets.forget(HERE, "discord", "ada", 6);
    await tickets.forget(HERE, "discord", "ada", 6);
    expect(await privacy.isOff(HERE, [ada])).toBe(true);
    await privacy.setOff(HERE, { ...ada, by: "Ada", at: 7, off: true });
    await tickets.forget(HERE, "discord", "ada", 8);
    expect(await privacy.isOff(HERE, [ada])).toBe(true);
    await privacy.setOff(HERE, { ...ada, by: "Ada", at: 9, off: false });
    expect(await privacy.isOff(HERE, [ada])).toBe(false);
  });
}
