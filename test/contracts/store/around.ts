import { expect, it } from "vitest";
import type { Say } from "../../../src/triage/model/say.ts";
import { aClassification, aDecision, anAction, anIssue, aProposal } from "../../fakes/samples.ts";
import { ELSEWHERE, HERE, LEASE, type Setting } from "./setting.ts";

/** Issues, deliveries, settings, people and figures: what stands around the tickets. */
export function aroundContract(at: Setting): void {
  it("keeps an issue as last seen, never an older view, and which ticket opened it", async () => {
    const { tickets } = at.store;
    const seen = anIssue({ ticketId: "t", updatedAt: 1_000 });
    await tickets.saveIssue(HERE, seen);
    await tickets.saveIssue(HERE, anIssue({ title: "older", updatedAt: 999 }));
    expect(await tickets.issue(HERE, "I_1")).toEqual(seen);
    const closed = anIssue({ state: "closed", stateReason: "completed", updatedAt: 2_000 });
    await tickets.saveIssue(HERE, closed);
    expect(await tickets.issue(HERE, "I_1")).toEqual({ ...closed, ticketId: "t" });
    expect(await tickets.issue(ELSEWHERE, "I_1")).toBeNull();
  });

  it("counts each reporter of an issue once: filed, linked, and linked to a linked ticket", async () => {
    const filed = await at.opens({ postedAt: 1_000 });
    const linked = await at.opens({ authorSourceId: "bob", postedAt: 3_000 });
    const chained = await at.opens({ authorSourceId: "eve", postedAt: 2_000 });
    const again = await at.opens({ postedAt: 4_000 });
    const gone = await at.opens({ authorSourceId: "joe" });
    await at.opens({ authorSourceId: "zoe" });
    await at.commits(filed.ticketId, { ticket: { issueNodeId: "I_1" }, issue: anIssue() });
    await at.commits(linked.ticketId, { ticket: { linkedTo: "issue:I_1" } });
    await at.commits(chained.ticketId, { ticket: { linkedTo: `ticket:${linked.ticketId}` } });
    await at.commits(again.ticketId, { ticket: { linkedTo: `ticket:${filed.ticketId}` } });
    await at.commits(gone.ticketId, { ticket: { linkedTo: "issue:I_1", state: "withdrawn" } });
    const reporters = await at.store.tickets.reportersOf(HERE, "I_1");
    expect(reporters.map(({ sourceId, since }) => [sourceId, since])).toEqual([
      ["ada", 1_000],
      ["eve", 2_000],
      ["bob", 3_000],
    ]);
    const about = await at.store.tickets.find(HERE, { issueNodeId: "I_1" });
    expect(about).toHaveLength(5);
    expect(await at.store.tickets.reportersOf(ELSEWHERE, "I_1")).toEqual([]);
  });

  it("tells when news of resolutions was said, and when it is planned for", async () => {
    const { ticketId } = await at.opens();
    const fixed = { say: "fixed", code: "SB-1", url: null, release: null, askBack: true } as const;
    const now = at.clock.now();
    const notice = (notBefore: number, say: Say = fixed) =>
      anAction({ deed: { do: "say", say }, serial: `n:${notBefore}`, notBefore });
    const [said, waits, old] = [notice(now - 1), notice(now + 5), notice(now - 9)];
    const other = notice(now, { say: "linked", code: "SB-1", url: null });
    await at.commits(ticketId, { actions: [said, waits, old, other] });
    for (const [action, when] of [
      [old, now - 60],
      [said, now],
    ] as const) {
      await at.store.outbox.claim(HERE, ticketId, now, LEASE, "all");
      const settled = { actionId: action.id, externalRef: null, outcome: null, notBefore: when };
      await at.commits(ticketId, { settled: { ...settled, state: "done" } });
    }
    expect(await at.store.tickets.notices(HERE, now - 30)).toEqual([
      { actionId: said.id, waits: false, at: now },
      { actionId: waits.id, waits: true, at: now + 5 },
    ]);
    expect(await at.store.tickets.notices(ELSEWHERE, 0)).toEqual([]);
  });

  it("finds the issues of a repository that tickets are about", async () => {
    const { ticketId } = await at.opens();
    const linked = await at.opens({ authorSourceId: "bob" });
    const issue = (nodeId: string, number: number, repository = "acme/sdk") =>
      anIssue({ nodeId, number, repository });
    for (const one of [issue("I_1", 1), issue("I_2", 2), issue("I_3", 3)]) {
      await at.store.tickets.saveIssue(HERE, one);
    }
    await at.store.tickets.saveIssue(HERE, issue("I_4", 4, "acme/web"));
    await at.commits(ticketId, { ticket: { issueNodeId: "I_2" } });
    await at.commits(linked.ticketId, { ticket: { linkedTo: "issue:I_1" } });
    const numbers = async (of: readonly number[] | null, repository = "Acme/SDK") =>
      (await at.store.tickets.issuesIn(HERE, repository, of)).map((one) => one.number);
    expect(await numbers(null)).toEqual([1, 2]);
    expect(await numbers([2, 3])).toEqual([2]);
    expect(await numbers([])).toEqual([]);
    expect(await numbers(null, "acme/web")).toEqual([]);
    expect(await at.store.tickets.issuesIn(ELSEWHERE, "acme/sdk", null)).toEqual([]);
  });

  it("keeps a repository's issues under its present name and visibility", async () => {
    const { tickets } = at.store;
    const save = (nodeId: string, visibility: "public" | "private") =>
      tickets.saveIssue(HERE, anIssue({ nodeId, repository: "acme/SDK", visibility }));
    await save("I_1", "public");
    await save("I_2", "private");
    await tickets.saveIssue(HERE, anIssue({ nodeId: "I_3", repository: "acme/web" }));
    const now = { repository: "acme/toolkit", visibility: "private" } as const;
    await tickets.repositoryBecame(HERE, "acme/sdk", now);
    const kept = async (nodeId: string) => {
      const { repository, visibility } = (await tickets.issue(HERE, nodeId)) ?? {};
      return { repository, visibility };
    };
    expect(await kept("I_1")).toEqual(now);
    expect(await kept("I_2")).toEqual(now);
    await tickets.repositoryBecame(HERE, "acme/toolkit", { ...now, visibility: null });
    await tickets.repositoryBecame(ELSEWHERE, "acme/toolkit", { ...now, visibility: "public" });
    expect(await kept("I_1")).toEqual(now);
    expect((await tickets.issue(HERE, "I_3"))?.repository).toBe("acme/web");
  });

  it("takes a delivery once", async () => {
    const { tickets } = at.store;
    const delivery = { id: "d1", event: "issues", payload: { some_key: [1, null] }, at: 5 };
    expect(await tickets.saveDelivery(HERE, delivery)).toBe(true);
    expect(await tickets.saveDelivery(HERE, delivery)).toBe(false);
    expect(await tickets.delivery(HERE, "d1")).toEqual({
      event: "issues",
      payload: { some_key: [1, null] },
      handledAt: null,
    });
    await tickets.deliveryHandled(HERE, "d1", "followed up", 9);
    expect((await tickets.delivery(HERE, "d1"))?.handledAt).toBe(9);
    expect(await tickets.delivery(HERE, "d2")).toBeNull();
  });

  it("tells the story in the order of time", async () => {
    const { ticketId } = await at.opens();
    const line = (what: string, after: number) => ({
      at: at.clock.now() + after,
      what,
      detail: `${what} it is`,
    });
    await at.commits(ticketId, { story: [line("b", 1), line("c", 1)] });
    await at.commits(ticketId, { story: [line("d", 2)] });
    const story = await at.store.tickets.story(HERE, ticketId);
    expect(story.map(({ what }) => what)).toEqual(["opened", "b", "c", "d"]);
    expect(story[1]).toEqual(line("b", 1));
  });

  it("keeps settings of any shape, the last one written", async () => {
    const { tickets } = at.store;
    expect(await tickets.settings(HERE)).toEqual({});
    const change = { by: "grace", at: 1 };
    await tickets.changeSetting(HERE, { key: "mode", value: "shadow", ...change });
    await tickets.changeSetting(HERE, { key: "mode", value: "live", ...change });
    await tickets.changeSetting(HERE, { key: "acts", value: { mark: null }, ...change });
    expect(await tickets.settings(HERE)).toEqual({ mode: "live", acts: { mark: null } });
    expect(await tickets.settings(ELSEWHERE)).toEqual({});
  });

  it("forgets a person: name, texts, reporter rows and private messages that wait", async () => {
    const { post, ticketId } = await at.opens({ authorSourceId: "bob" });
    const other = await at.opens();
    const private_ = anAction({
      act: "direct-message",
      deed: {
        do: "tell-privately",
        personSourceId: "bob",
        say: { say: "private-note", code: "SB-1" },
      },
    });
    await at.commits(other.ticketId, { actions: [private_] });
    const { tickets } = at.store;
    const touched = await tickets.forget(HERE, "discord", "bob", 9);
    expect(touched.toSorted()).toEqual([ticketId, other.ticketId].toSorted());
    const known = await at.loads(ticketId);
    expect(known.reporters).toEqual([]);
    expect(known.posts).toMatchObject([
      { title: "", text: "", authorSourceId: "", authorName: "", deletedAt: 9 },
    ]);
    const [action] = (await at.loads(other.ticketId)).actions;
    expect(action).toMatchObject({ state: "superseded", deed: { personSourceId: "" } });
    expect(JSON.stringify(await at.loads(other.ticketId))).not.toContain("bob");
    expect(await tickets.personId(HERE, "discord", "bob")).not.toBe(post.personId);
    expect(await tickets.forget(HERE, "discord", "nobody", 9)).toEqual([]);
    expect(await tickets.isKnown(HERE, "discord", post.sourceId)).toBe(true);
  });

  it.each(["who only helped", "who asked as well"])(
    "forgets the vouches and claims of one %s",
    async (who) => {
      const { ticketId } = await at.opens();
      if (who === "who asked as well") await at.opens({ authorSourceId: "hana" });
      const hana = { sourceId: "hana", name: "Hana" };
      const otto = { sourceId: "otto", name: "Otto", words: null, at: 5 };
      await at.commits(ticketId, { proposal: aProposal({ ticketId }) });
      await at.commits(ticketId, {
        ticket: { claim: { ...hana, until: at.clock.now() + 9_000 } },
        vouches: [{ ...hana, words: "In my words.", at: 5 }, otto],
        story: [
          { at: 5, what: "reworded", detail: "Hana, a helper" },
          { at: 5, what: "vouched for", detail: "Otto, a helper" },
        ],
      });
      await at.store.tickets.forget(ELSEWHERE, "discord", "hana", 9);
      expect((await at.loads(ticketId)).proposal?.vouches).toHaveLength(2);
      await at.store.tickets.forget(HERE, "discord", "hana", 9);
      const { ticket, proposal } = await at.loads(ticketId);
      expect(ticket.claim).toBeNull();
      expect(proposal?.vouches).toEqual([otto]);
      const story = await at.store.tickets.story(HERE, ticketId);
      expect(story.flatMap(({ detail }) => (/helper/.test(detail) ? detail : []))).toEqual([
        "somebody, a helper",
        "Otto, a helper",
      ]);
    },
  );

  it("reads many tickets at once, in the order of their ids", async () => {
    const one = await at.opens();
    const two = await at.opens({ authorSourceId: "bob" });
    const ids = [two.ticketId, "unknown", one.ticketId, two.ticketId];
    expect(await at.store.tickets.loadAll(HERE, ids)).toEqual([
      await at.loads(one.ticketId),
      await at.loads(two.ticketId),
    ]);
    expect(await at.store.tickets.loadAll(ELSEWHERE, ids)).toEqual([]);
    expect(await at.store.tickets.loadAll(HERE, [])).toEqual([]);
  });

  it("counts what reporters said of answers, by answer and by passage", async () => {
    const { post, ticketId } = await at.opens();
    const other = await at.opens({ authorSourceId: "bob" });
    const source = (n: number) => ({ passageId: `p${n}`, url: `https://docs.example/${n}` });
    const says = (personId: string, outcome: "helped" | "wrong", actionId = "a1") =>
      at.commits(ticketId, {
        answerOutcome: { actionId, personId, outcome, sources: [source(1), source(2)], at: 5 },
      });
    await says(post.personId, "helped");
    await says(post.personId, "wrong");
    await says(other.post.personId, "helped");
    await at.commits(other.ticketId, {
      answerOutcome: {
        actionId: "a2",
        personId: other.post.personId,
        outcome: "wrong",
        sources: [source(2)],
        at: 6,
      },
    });
    const { reports, tickets } = at.store;
    expect(await reports.answers(HERE)).toEqual({
      byAction: [
        { actionId: "a1", ticketId, helped: 1, wrong: 1 },
        { actionId: "a2", ticketId: other.ticketId, helped: 0, wrong: 1 },
      ],
      byPassage: [
        { ...source(2), helped: 1, wrong: 2 },
        { ...source(1), helped: 1, wrong: 1 },
      ],
    });
    await tickets.forget(HERE, "discord", "bob", 9);
    expect((await reports.answers(HERE)).byAction).toEqual([
      { actionId: "a1", ticketId, helped: 0, wrong: 1 },
    ]);
    expect(await reports.answers(ELSEWHERE)).toEqual({ byAction: [], byPassage: [] });
  });

  it("reports in figures what it holds", async () => {
    const { ticketId } = await at.opens();
    await at.opens({ authorSourceId: "bob" });
    const [say, waits] = [
      anAction({
        deed: { do: "restate", say: { say: "linked", code: "SB-1", url: null } },
      }),
      anAction({ serial: "card:1" }),
    ];
    await at.commits(ticketId, {
      ticket: { kind: "bug", lane: "open" },
      classification: aClassification(),
      decision: aDecision({ outcome: "leave" }),
    });
    await at.commits(ticketId, { decision: aDecision({ outcome: "link" }), actions: [say, waits] });
    await at.store.outbox.claim(HERE, ticketId, say.notBefore, LEASE, "all");
    const settled = {
      actionId: say.id,
      state: "done" as const,
      externalRef: null,
      outcome: null,
    };
    await at.commits(ticketId, { settled });
    expect(await at.store.reports.figures(HERE)).toEqual({
      posts: 2,
      tickets: 2,
      byState: { gathering: 2 },
      byKind: { bug: 1, unclassified: 1 },
      byLane: { open: 1, unclassified: 1 },
      byOutcome: { link: 1, undecided: 1 },
      skips: {},
      actions: { done: 1, waiting: 1 },
      done: { "restate:linked": 1 },
      proposals: {},
      openCards: 0,
      reporters: 2,
    });
    expect((await at.store.reports.figures(ELSEWHERE)).tickets).toBe(0);
  });
}
