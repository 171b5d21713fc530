import { expect, it } from "vitest";
import { aClassification, aDecision, anAction, anIssue, aRoute } from "../../fakes/samples.ts";
import { ELSEWHERE, HERE, LEASE, type Setting } from "./setting.ts";

/** Asks that the docs failed, and the gaps that they gather into. */
export function gapsContract(at: Setting): void {
  async function noted(overrides: Parameters<typeof aClassification>[0] = {}, who = "ada") {
    const { ticketId, post } = await at.opens({ authorSourceId: who });
    await at.commits(ticketId, {
      ticket: { kind: "question", lane: "open" },
      classification: aClassification({ kind: "question", ...overrides }),
      decision: aDecision({ outcome: "leave", mode: "quiet" }),
      gap: { reason: "unanswered", seen: ["p1"] },
    });
    return { ticketId, post };
  }
  const view = () => at.store.gaps.view(HERE);
  const change = (one: Parameters<typeof at.store.gaps.rearrange>[2]) =>
    at.store.gaps.rearrange(HERE, at.clock.now(), one);

  it("notes an ask with what it is about, once however often", async () => {
    const { ticketId, post } = await noted({ title: "Proxies", ask: "How to use a proxy?" });
    await at.commits(ticketId, { gap: { reason: "unanswered", seen: ["p1", "p2"] } });
    const { asks, gaps } = await view();
    expect(gaps).toEqual([]);
    expect(asks).toEqual([
      {
        ticketId,
        code: "SB-1",
        permalink: post.permalink,
        placeId: post.placeId,
        title: "Proxies",
        ask: "How to use a proxy?",
        area: "uploads",
        language: "en",
        answeredByPerson: false,
        personIds: [post.personId],
        reason: "unanswered",
        seen: ["p1", "p2"],
        answer: null,
        notedAt: at.clock.now(),
        gapId: null,
      },
    ]);
    expect((await at.store.gaps.view(ELSEWHERE)).asks).toEqual([]);
  });

  it.each([
    ["is answered after all", { decision: aDecision({ outcome: "answer" }) }],
    ["is withdrawn", { ticket: { state: "withdrawn" as const } }],
    ["was no open question", { ticket: { lane: "account" as const } }],
  ])("forgets an ask that %s", async (_, then) => {
    const { ticketId } = await noted();
    await at.commits(ticketId, then);
    expect((await view()).asks).toEqual([]);
  });

  const answer = { by: "staff", text: "Set it.", sourceId: "m1", personSourceId: "rita" } as const;
  const answered = async () => {
    const { ticketId } = await noted();
    await at.commits(ticketId, { gap: { reason: "answered-outside", seen: [], answer } });
    return ticketId;
  };
  const answers = async () => (await view()).asks.flatMap((one) => one.answer ?? []);

  it("keeps what was answered outside the docs, also when the ask is noted again", async () => {
    const ticketId = await answered();
    await at.commits(ticketId, { gap: { reason: "answered-outside", seen: [] } });
    expect(await answers()).toEqual([answer]);
  });

  it("keeps the first answer, unless a later one was accepted", async () => {
    const ticketId = await answered();
    const note = (more: object) =>
      at.commits(ticketId, {
        gap: {
          reason: "answered-outside",
          seen: [],
          answer: { ...answer, sourceId: "m2", ...more },
        },
      });
    await note({});
    expect(await answers()).toEqual([answer]);
    await note({ accepted: true });
    expect(await answers()).toEqual([{ ...answer, sourceId: "m2", accepted: true }]);
  });

  it("forgets an answer with its message, and with whoever wrote it", async () => {
    await answered();
    await at.store.gaps.forgetAnswers(ELSEWHERE, { sourceIds: ["m1"] });
    await at.store.gaps.forgetAnswers(HERE, { sourceIds: [] });
    expect(await answers()).toEqual([answer]);
    await at.store.gaps.forgetAnswers(HERE, { sourceIds: ["m0", "m1"] });
    expect(await answers()).toEqual([]);

    await answered();
    await at.store.tickets.personId(HERE, "discord", "rita");
    await at.store.tickets.forget(HERE, "discord", "rita", at.clock.now());
    expect(await answers()).toEqual([]);
    expect((await view()).asks).toHaveLength(4);
  });

  it("keeps an ask that a person answered, and says so", async () => {
    const { ticketId } = await noted();
    await at.commits(ticketId, {
      silence: "answered-by-person",
      decision: aDecision({ outcome: "leave" }),
    });
    expect((await view()).asks).toMatchObject([{ ticketId, answeredByPerson: true }]);
  });

  it("opens gaps with codes of their own, and closes them with their story", async () => {
    const first = await noted();
    const second = await noted({}, "bob");
    const [a, b] = [at.ids(), at.ids()];
    await change(({ asks }) => ({
      open: [
        { id: a, title: "Proxies" },
        { id: b, title: "Regions" },
      ],
      join: asks.map(({ ticketId, reason }, n) => ({ ticketId, reason, gapId: n === 0 ? a : b })),
    }));
    expect((await view()).gaps.map(({ id, code, title }) => [id, code, title])).toEqual([
      [a, "G-1", "Proxies"],
      [b, "G-2", "Regions"],
    ]);
    expect((await view()).asks.map(({ gapId }) => gapId)).toEqual([a, b]);
    at.clock.advance(1_000);
    await change(() => ({
      answerable: [{ ticketId: first.ticketId, reason: "unanswered" }],
      close: [{ gapId: a, because: "answerable" }],
      story: [{ gapId: a, what: "closed", detail: "by proxies.md" }],
    }));
    expect((await view()).gaps.map(({ id }) => id)).toEqual([b]);
    expect((await view()).asks.map(({ ticketId }) => ticketId)).toEqual([second.ticketId]);
    expect(await at.store.gaps.closed(HERE, 5)).toMatchObject([
      { id: a, closedAt: at.clock.now(), closedBecause: "answerable" },
    ]);
    expect(await at.store.gaps.story(HERE, a)).toEqual([
      { at: at.clock.now(), what: "closed", detail: "by proxies.md" },
    ]);
    // What is noted again after its gap was closed is to be grouped anew.
    await at.commits(first.ticketId, { gap: { reason: "unanswered", seen: [] } });
    expect((await view()).asks).toMatchObject([{ gapId: b }, { gapId: null }]);
  });

  it("shows what became of a filing", async () => {
    const { ticketId } = await noted();
    const [gapId, actionId] = [at.ids(), at.ids()];
    await change(() => ({
      open: [{ id: gapId, title: "Proxies" }],
      join: [{ ticketId, reason: "unanswered", gapId }],
      file: { gapId, actionId, by: "Rita" },
    }));
    const filing = async () => (await view()).gaps[0]?.filing;
    expect(await filing()).toEqual({ actionId, by: "Rita", state: "waiting", outcome: null });
    const deed = {
      do: "open-issue" as const,
      gap: "G-1",
      route: aRoute(),
      issue: { title: "t", body: "b" },
    };
    const action = anAction({ id: actionId, deed, serial: "repo:acme/docs" });
    await at.commits(ticketId, { actions: [action] });
    await at.store.outbox.claim(HERE, ticketId, action.notBefore, LEASE, "all");
    const settled = { actionId, state: "done" as const, externalRef: "I_1", outcome: null };
    await at.commits(ticketId, { settled, issue: anIssue() });
    expect(await view()).toMatchObject({
      gaps: [{ filing: { state: "done" }, issue: { nodeId: "I_1", number: 1, state: "open" } }],
    });
  });

  it("lets callers rearrange one at a time", async () => {
    await noted();
    const arrange = () =>
      change(({ asks }) => {
        const loose = asks.filter(({ gapId }) => gapId === null);
        if (loose.length === 0) return {};
        const id = at.ids();
        return {
          open: [{ id, title: "once" }],
          join: loose.map(({ ticketId, reason }) => ({ ticketId, reason, gapId: id })),
        };
      });
    await Promise.all([arrange(), arrange(), arrange()]);
    expect((await view()).gaps).toHaveLength(1);
  });

  it("remembers which index was checked", async () => {
    const { gaps } = at.store;
    expect(await gaps.checkedVersion(HERE)).toBeNull();
    await gaps.saveCheckedVersion(HERE, "v1", 1);
    await gaps.saveCheckedVersion(HERE, "v2", 2);
    expect(await gaps.checkedVersion(HERE)).toBe("v2");
    expect(await gaps.checkedVersion(ELSEWHERE)).toBeNull();
  });
}
