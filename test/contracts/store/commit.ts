import { expect, it } from "vitest";
import { NOT_WANTED } from "../../../src/triage/model/action.ts";
import type { Verdict } from "../../../src/triage/model/review.ts";
import {
  aCandidate,
  aClassification,
  aDecision,
  aDraft,
  anAction,
  anIssue,
  aProposal,
  aReporter,
  aReview,
} from "../../fakes/samples.ts";
import { ELSEWHERE, HERE, LEASE, type Setting } from "./setting.ts";

export function commitContract(at: Setting): void {
  it("writes all that a step changed, and reads it back as it was", async () => {
    const { post, ticketId } = await at.opens();
    at.clock.advance(1_000);
    const proposal = aProposal({ id: at.ids(), ticketId, candidates: [aCandidate()], doubt: "?" });
    const action = anAction({ id: at.ids() });
    const reporter = aReporter({ personId: post.personId, consent: true, since: post.postedAt });
    await at.commits(ticketId, { ticket: { title: "before" } });
    await at.commits(ticketId, {
      ticket: { state: "proposed", kind: "bug", lane: "open", area: "uploads", dueAt: null },
      silence: "asked-for-person",
      posts: [{ id: post.id, text: "redacted", removed: [{ type: "key", count: 1 }], editedAt: 5 }],
      classification: aClassification(),
      candidates: [aCandidate()],
      draft: aDraft(),
      decision: aDecision(),
      proposal,
      review: aReview({ id: at.ids(), ticketId, proposalId: proposal.id }),
      actions: [action],
      reporters: [reporter],
      issue: anIssue({ ticketId }),
      story: [{ at: at.clock.now(), what: "triaged", detail: "bug" }],
    });
    const known = await at.loads(ticketId);
    expect(known.ticket).toMatchObject({
      version: 3,
      state: "proposed",
      kind: "bug",
      lane: "open",
      area: "uploads",
      silence: "asked-for-person",
      dueAt: null,
      updatedAt: at.clock.now(),
      createdAt: at.clock.now() - 1_000,
    });
    expect(known.posts).toEqual([
      {
        ...post,
        authorName: "Ada",
        text: "redacted",
        removed: [{ type: "key", count: 1 }],
        editedAt: 5,
      },
    ]);
    expect(known.reporters).toEqual([reporter]);
    expect(known.classification).toEqual(aClassification());
    expect(known.draft).toEqual(aDraft());
    expect(known.decision).toEqual(aDecision());
    expect(known.proposal).toEqual(proposal);
    expect(known.actions).toEqual([
      {
        ...action,
        ticketId,
        state: "waiting",
        attempt: 0,
        claimedUntil: null,
        externalRef: null,
        outcome: null,
        createdAt: at.clock.now(),
      },
    ]);
    expect(await at.store.tickets.issue(HERE, "I_1")).toEqual(anIssue({ ticketId }));
    const story = await at.store.tickets.story(HERE, ticketId);
    expect(story.map(({ what }) => what)).toEqual(["opened", "triaged"]);
  });

  it("empties a post that is gone, its files too", async () => {
    const file = { name: "log.txt", contentType: "text/plain", size: 3, text: "log" };
    const { post, ticketId } = await at.opens({ attachments: [file] });
    const gone = { title: "", text: "", attachments: [], deletedAt: at.clock.now() };
    await at.commits(ticketId, { posts: [{ id: post.id, ...gone }] });
    expect((await at.loads(ticketId)).posts).toMatchObject([gone]);
  });

  it("refuses a change made on an older version and writes nothing of it", async () => {
    const { ticketId } = await at.opens();
    const change = { ticket: { title: "first" }, story: [{ at: 1, what: "x", detail: "" }] };
    const commit = () => at.store.tickets.commit(HERE, ticketId, 1, change);
    expect((await Promise.all([commit(), commit()])).toSorted()).toEqual([false, true]);
    expect(await at.store.tickets.story(HERE, ticketId)).toHaveLength(2);
    expect(await at.store.tickets.commit(ELSEWHERE, ticketId, 2, change)).toBe(false);
  });

  it("throws on a transition that the life cycle does not have, and writes nothing", async () => {
    const { ticketId } = await at.opens();
    const change = { ticket: { state: "resolved" as const, title: "no" }, actions: [anAction()] };
    await expect(at.commits(ticketId, change)).rejects.toThrow(
      "a ticket that is gathering may not become resolved",
    );
    const known = await at.loads(ticketId);
    expect(known.ticket).toMatchObject({ version: 1, title: null });
    expect(known.actions).toEqual([]);
  });

  it("appends what machines found: the latest of each is what a case shows", async () => {
    const { ticketId } = await at.opens();
    await at.commits(ticketId, { classification: aClassification({ kind: "bug" }) });
    await at.commits(ticketId, { classification: aClassification({ kind: "question" }) });
    expect((await at.loads(ticketId)).classification?.kind).toBe("question");
  });

  it("knows a reviewer's wish until the next review", async () => {
    const { ticketId } = await at.opens();
    const reviewed = (verdict: Verdict) =>
      at.commits(ticketId, { review: aReview({ id: at.ids(), ticketId, verdict }) });
    expect((await at.loads(ticketId)).wish).toBeNull();
    await reviewed({ verdict: "redraft", instruction: "shorter" });
    expect((await at.loads(ticketId)).wish).toBe("shorter");
    await reviewed({ verdict: "snooze", until: 1 });
    expect((await at.loads(ticketId)).wish).toBeNull();
  });

  it("adds an action once, and supersedes only what still waits", async () => {
    const { ticketId } = await at.opens();
    const [first, second] = [anAction(), anAction({ serial: "card:1" })];
    await at.commits(ticketId, { actions: [first, second] });
    await at.commits(ticketId, { actions: [{ ...first, serial: "changed" }] });
    await at.store.outbox.claim(HERE, ticketId, first.notBefore, LEASE, "all");
    await at.commits(ticketId, { supersede: [first.id, second.id] });
    const { actions } = await at.loads(ticketId);
    expect(actions.map(({ id, state, serial }) => [id, state, serial])).toEqual([
      [first.id, "claimed", first.serial],
      [second.id, "superseded", "card:1"],
    ]);
  });

  it("marks what was tried as not wanted, since it may have happened", async () => {
    const { ticketId } = await at.opens();
    const [underWay, again] = [anAction(), anAction({ serial: "card:1" })];
    await at.commits(ticketId, { actions: [underWay, again] });
    const claim = () => at.store.outbox.claim(HERE, ticketId, at.clock.now(), LEASE, "all");
    at.clock.advance(Math.max(0, underWay.notBefore - at.clock.now()));
    await claim();
    await claim();
    const settled = { externalRef: null, outcome: "no answer", notBefore: at.clock.now() + 1_000 };
    await at.commits(ticketId, {
      settled: { ...settled, actionId: again.id, state: "waiting" },
    });
    await at.commits(ticketId, { supersede: [underWay.id, again.id] });
    const { actions } = await at.loads(ticketId);
    expect(actions.map(({ state, outcome }) => [state, outcome])).toEqual([
      ["claimed", NOT_WANTED],
      ["waiting", NOT_WANTED],
    ]);
    at.clock.advance(1_000);
    expect(await claim()).toMatchObject({ maybeDone: true, action: { outcome: NOT_WANTED } });
  });

  it("settles a claimed action, and no other", async () => {
    const { ticketId } = await at.opens();
    const action = anAction();
    await at.commits(ticketId, { actions: [action] });
    const settled = {
      actionId: action.id,
      state: "done" as const,
      externalRef: "m1",
      outcome: "sent",
    };
    await expect(at.commits(ticketId, { settled })).rejects.toThrow("is not claimed");
    await at.store.outbox.claim(HERE, ticketId, action.notBefore, LEASE, "all");
    await at.commits(ticketId, { settled });
    expect((await at.loads(ticketId)).actions[0]).toMatchObject({
      state: "done",
      attempt: 1,
      claimedUntil: null,
      externalRef: "m1",
      outcome: "sent",
    });
    await expect(at.commits(ticketId, { settled })).rejects.toThrow("is not claimed");
    expect((await at.store.reports.figures(HERE)).done).toEqual({ mark: 1 });
  });

  it("ends, snoozes and replaces the open proposal", async () => {
    const { ticketId } = await at.opens();
    const first = aProposal({ ticketId });
    await at.commits(ticketId, { proposal: first });
    await at.commits(ticketId, { snoozeProposal: { until: 99 } });
    expect((await at.loads(ticketId)).proposal).toMatchObject({ state: "open", snoozedUntil: 99 });

    const second = aProposal({ ticketId, version: 2 });
    await at.commits(ticketId, { proposal: second });
    expect((await at.store.reports.figures(HERE)).proposals).toEqual({ open: 1, overtaken: 1 });

    const closing = { state: "approved", because: "Sent by Grace", by: "grace", at: 7 } as const;
    await at.commits(ticketId, { closeProposal: closing });
    const ended = {
      state: "approved",
      decidedBy: "grace",
      decidedAt: 7,
      closedBecause: "Sent by Grace",
    };
    expect((await at.loads(ticketId)).proposal).toEqual({ ...second, ...ended });
    await at.commits(ticketId, { closeProposal: { ...closing, state: "dismissed" } });
    expect((await at.loads(ticketId)).proposal?.state).toBe("approved");
    await at.commits(ticketId, { closeProposal: { ...closing, state: "retracted" } });
    expect((await at.loads(ticketId)).proposal?.state).toBe("retracted");
  });

  it("finds tickets by code, conversation, post, action and issue", async () => {
    const { post, ticketId } = await at.opens();
    await at.opens();
    const action = anAction();
    await at.commits(ticketId, {
      actions: [action],
      ticket: { issueNodeId: "I_1", linkedTo: "ticket:t-9" },
      issue: anIssue(),
    });
    const { code, conversationId } = (await at.loads(ticketId)).ticket;
    for (const by of [
      { code },
      { conversationId: conversationId ?? "" },
      { postSourceId: post.sourceId },
      { actionId: action.id },
      { issueNodeId: "I_1" },
      { linkedTo: "ticket:t-9" },
    ]) {
      const found = await at.store.tickets.find(HERE, by);
      expect(found.map(({ id }) => id)).toEqual([ticketId]);
      expect(await at.store.tickets.find(ELSEWHERE, by)).toEqual([]);
    }
    expect(await at.store.tickets.find(HERE, { code: "SB-99" })).toEqual([]);
    expect((await at.loads(ticketId)).issue).toEqual(anIssue());
  });

  it("finds what a person reported, and what looks like a text, newest first", async () => {
    const first = await at.opens();
    at.clock.advance(1);
    const second = await at.opens();
    const other = await at.opens({ authorSourceId: "bob" });
    await at.commits(other.ticketId, { ticket: { title: "100%_Uploads" } });
    const ids = async (by: Parameters<typeof at.store.tickets.find>[1], community = HERE) =>
      (await at.store.tickets.find(community, by)).map(({ id }) => id);
    expect(await ids({ reporterSourceId: "ada" })).toEqual([second.ticketId, first.ticketId]);
    expect(await ids({ like: "%_up" })).toEqual([other.ticketId]);
    expect(await ids({ like: "sb-1" })).toEqual([first.ticketId]);
    expect(await ids({ like: "nothing" })).toEqual([]);
    expect(await ids({ reporterSourceId: "ada" }, ELSEWHERE)).toEqual([]);
  });
}
