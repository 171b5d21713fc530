import { expect, it } from "vitest";
import type { TicketRow } from "../../../src/triage/report/rows.ts";
import {
  aClassification,
  anAction,
  anIssue,
  aProposal,
  aReview,
  aRoute,
} from "../../fakes/samples.ts";
import { ELSEWHERE, HERE, LEASE, type Setting } from "./setting.ts";

/** What the report is counted from. */
export function reportRowsContract(at: Setting): void {
  const around = (ms: number) => ({ from: at.clock.now() - ms, to: at.clock.now() + ms });
  const reading = (askedFrom: number) => {
    return { askedFrom, withText: true, keep: (row: TicketRow) => row };
  };
  const happened = (ms = 60_000, askedFrom = at.clock.now() - ms) =>
    at.store.reportRows.happened(HERE, around(ms), reading(askedFrom));

  it("keeps the earliest reply of each voice, however often it is noted", async () => {
    const now = at.clock.now();
    const { ticketId } = await at.opens({ postedAt: now });
    const note = (fact: "replied" | "solved", voice: "staff" | "member", after: number) =>
      at.store.replies.note(HERE, ticketId, { fact, voice, at: now + after });
    await note("replied", "member", 20);
    await note("replied", "member", 10);
    await note("replied", "member", 30);
    await note("replied", "staff", 15);
    await note("solved", "staff", 15);
    expect((await happened()).tickets[0]?.replies).toEqual([
      { fact: "replied", voice: "member", at: now + 10 },
      { fact: "replied", voice: "staff", at: now + 15 },
      { fact: "solved", voice: "staff", at: now + 15 },
    ]);
  });

  it("keeps in memory what is wanted, and no words where none are needed", async () => {
    const [one, other] = [await at.opens({ text: "words" }), await at.opens({ text: "more" })];
    const asked: string[] = [];
    const { tickets } = await at.store.reportRows.happened(HERE, around(9e12), {
      askedFrom: 0,
      withText: false,
      keep: (row) => {
        asked.push(`${row.id} ${row.text}`);
        return row.id === other.ticketId ? { ...row, title: "kept" } : null;
      },
    });
    expect(asked).toEqual([`${one.ticketId} `, `${other.ticketId} `]);
    expect(tickets).toMatchObject([{ id: other.ticketId, title: "kept", text: "" }]);
  });

  it("tells of a ticket what its figures are counted from", async () => {
    const now = at.clock.now();
    const { ticketId, post } = await at.opens({ postedAt: now - 5_000, title: "T", text: "words" });
    const other = await at.store.tickets.personId(HERE, "discord", "bob");
    const answer = anAction({
      deed: {
        do: "say",
        say: {
          say: "answer",
          code: "SB-1",
          claims: [],
          sources: [{ title: "Uploads", url: "https://docs.example/up#a", passageId: "p" }],
          unanswered: [],
          checked: true,
          extractive: false,
        },
      },
      public: true,
      notBefore: now,
    });
    const retract = anAction({
      deed: {
        do: "retract",
        messageId: "m1",
        say: { say: "withdrawn", code: "SB-1", words: null },
      },
      public: true,
      notBefore: now + 1,
    });
    const proposed = { outcome: "file", route: aRoute({ team: "sdk" }), issue: ISSUE } as const;
    const proposal = aProposal({ ticketId, proposed, createdAt: now });
    await at.commits(ticketId, {
      ticket: { kind: "bug", lane: "open", area: "cli", severity: "high", title: "T" },
      classification: aClassification({ language: "de" }),
      proposal,
      actions: [answer],
    });
    const by = { sourceId: "rita", name: "Rita" };
    const decided = { state: "approved", because: "sent", by: "Rita", at: now + 3 } as const;
    await at.commits(ticketId, {
      review: aReview({ ticketId, proposalId: proposal.id, by }),
      closeProposal: decided,
    });
    await performs(ticketId, answer.id, "m1");
    await at.commits(ticketId, {
      actions: [retract],
      ticket: { issueNodeId: "I_1" },
      issue: anIssue(),
      facts: [{ fact: "filed", at: now, team: "sdk", area: "cli", repository: "acme/sdk" }],
      answerOutcome: {
        actionId: answer.id,
        personId: other,
        outcome: "wrong",
        sources: [],
        at: now,
      },
      story: [
        { at: now + 4, what: "answered by a person", detail: "somebody else" },
        { at: now + 5, what: "marked as solved", detail: "(solved)" },
        { at: now + 6, what: "done", detail: "said: fixed" },
        { at: now + 7, what: "announced", detail: "fixed" },
      ],
    });
    const { personId } = post;
    const praise = { actionId: answer.id, sources: [], at: now, bystander: true } as const;
    await at.commits(ticketId, { answerOutcome: { ...praise, personId, outcome: "helped" } });
    await performs(ticketId, retract.id, null);

    const { tickets, posts } = await happened();
    expect(posts).toBe(1);
    expect(tickets).toEqual([
      {
        id: ticketId,
        code: "SB-1",
        title: "T",
        permalink: post.permalink,
        kind: "bug",
        lane: "open",
        area: "cli",
        severity: "high",
        language: "de",
        placeId: post.placeId,
        text: "T\nwords",
        state: "gathering",
        silence: null,
        askedAt: now - 5_000,
        personIds: [post.personId],
        linkedTo: null,
        issue: {
          nodeId: "I_1",
          url: anIssue().url,
          visibility: anIssue().visibility,
          state: "open",
          stateReason: null,
        },
        facts: [{ fact: "filed", at: now, team: "sdk" }],
        proposedTeam: "sdk",
        replies: [],
        steppedBackAt: now + 4,
        calledSolvedAt: now + 5,
        toldAt: now + 6,
        said: [
          {
            say: "answer",
            at: now,
            helped: false,
            wrong: true,
            retracted: true,
            sources: [{ title: "Uploads", url: "https://docs.example/up#a" }],
          },
        ],
        ended: [
          {
            state: "approved",
            createdAt: now,
            decidedAt: now + 3,
            verdicts: ["send"],
            judged: null,
          },
        ],
      },
    ]);
    expect(
      (await at.store.reportRows.happened(ELSEWHERE, around(60_000), reading(0))).tickets,
    ).toEqual([]);
  });

  const ISSUE = { title: "It hangs", body: "What happens" };

  async function performs(ticketId: string, actionId: string, externalRef: string | null) {
    const due = at.clock.now() + 10;
    const claimed = await at.store.outbox.claim(HERE, ticketId, due, LEASE, "all");
    expect(claimed?.action.id).toBe(actionId);
    const settled = { actionId, state: "done" as const, externalRef, outcome: null };
    await at.commits(ticketId, { settled });
  }

  it("knows a period by its ends, and asks from before it when told to", async () => {
    const now = at.clock.now();
    const early = await at.opens({ postedAt: now - 90_000 });
    const first = await at.opens({ postedAt: now - 60_000, authorSourceId: "bo" });
    await at.opens({ postedAt: now + 60_000, authorSourceId: "cy" });
    const ids = async (...options: Parameters<typeof happened>) =>
      (await happened(...options)).tickets.map(({ id }) => id);
    expect(await ids()).toEqual([first.ticketId]);
    expect(await ids(60_000, now - 90_000)).toEqual([early.ticketId, first.ticketId]);
    expect((await happened()).posts).toBe(1);
    // What happens to it in the period brings an older ticket in.
    const facts = [
      { fact: "completed", at: now, team: null, area: null, repository: "a/b" },
    ] as const;
    await at.commits(early.ticketId, { facts });
    expect(await ids()).toEqual([early.ticketId, first.ticketId]);
  });

  it("counts what people wrote, also where it became no ticket, and nothing of bots or imports", async () => {
    const now = at.clock.now();
    const skip = (sourceId: string, reason: string, when = now) =>
      at.store.tickets.saveSkip(HERE, {
        source: "discord",
        sourceId,
        placeId: "forum",
        reason,
        at: when,
      });
    await at.opens({ postedAt: now });
    await skip("1", "a person's answer in a conversation");
    await skip("2", "written by a bot");
    await skip("3", "written by a helper", now - 70_000);
    const imported = await at.opens({ postedAt: now, authorSourceId: "bo" });
    await at.commits(imported.ticketId, { ticket: { silence: "imported" } });
    expect((await happened()).posts).toBe(2);
  });

  it("counts gaps that were opened and closed", async () => {
    const now = at.clock.now();
    const { gaps } = at.store;
    const [one, two] = [at.ids(), at.ids()];
    await gaps.rearrange(HERE, now, () => ({
      open: [
        { id: one, title: "A" },
        { id: two, title: "B" },
      ],
    }));
    await gaps.rearrange(HERE, now + 5, () => ({ close: [{ gapId: one, because: "docs" }] }));
    expect(await happened()).toMatchObject({ gapsOpened: 2, gapsClosed: 1 });
    const later = { from: now + 1, to: now + 6 };
    expect(await at.store.reportRows.happened(HERE, later, reading(now))).toMatchObject({
      gapsOpened: 0,
      gapsClosed: 1,
    });
  });

  it("counts a gap as opened when its first ask came, whenever it was made", async () => {
    const now = at.clock.now();
    const { ticketId } = await at.opens({ postedAt: now });
    await at.commits(ticketId, {
      classification: aClassification({ kind: "question" }),
      gap: { reason: "unanswered", seen: [] },
    });
    at.clock.advance(120_000);
    const gapId = at.ids();
    await at.store.gaps.rearrange(HERE, at.clock.now(), () => ({
      open: [{ id: gapId, title: "A" }],
      join: [{ ticketId, reason: "unanswered", gapId }],
    }));
    const first = { from: now - 1, to: now + 60_000 };
    expect((await at.store.reportRows.happened(HERE, first, reading(now))).gapsOpened).toBe(1);
    expect((await happened()).gapsOpened).toBe(0);
  });

  it("tells who gathers behind a wish or a matter of model behaviour", async () => {
    const now = at.clock.now();
    const leader = await at.opens({ postedAt: now });
    const follower = await at.opens({ postedAt: now, authorSourceId: "bo" });
    const gone = await at.opens({ authorSourceId: "cy" });
    const bug = await at.opens({ authorSourceId: "dee" });
    await at.commits(leader.ticketId, {
      ticket: { kind: "feature", lane: "open", title: "Dark mode", issueNodeId: "I_1" },
      issue: anIssue(),
    });
    const linkedTo = `ticket:${leader.ticketId}`;
    await at.commits(follower.ticketId, { ticket: { kind: "model-behavior", linkedTo } });
    await at.commits(gone.ticketId, { ticket: { kind: "feature", state: "withdrawn" } });
    await at.commits(bug.ticketId, { ticket: { kind: "bug" } });
    const rows = await at.store.reportRows.gathering(HERE);
    expect(rows).toMatchObject([
      {
        id: leader.ticketId,
        title: "Dark mode",
        linkedTo: null,
        issue: { nodeId: "I_1", state: "open" },
        reporters: [{ personId: leader.post.personId, sourceId: "ada", since: now }],
      },
      { id: follower.ticketId, linkedTo, issue: null, reporters: [{ sourceId: "bo" }] },
    ]);
    expect(await at.store.reportRows.gathering(ELSEWHERE)).toEqual([]);
  });

  it("names the first ticket, and records replies from the beginning", async () => {
    expect(await at.store.reportRows.firstTicket(HERE)).toBeNull();
    const { ticketId } = await at.opens();
    await at.opens({ authorSourceId: "bo" });
    expect(await at.store.reportRows.firstTicket(HERE)).toBe(ticketId);
    expect(await at.store.reportRows.firstTicket(ELSEWHERE)).toBeNull();
    expect(await at.store.reportRows.repliesSince()).toBeNull();
  });
}
