import { expect, it } from "vitest";
import type { Verdict } from "../../../src/triage/model/review.ts";
import { toReviewed } from "../../../src/triage/review/reviewed.ts";
import { aClassification, anAction, aProposal, aReview, aRoute } from "../../fakes/samples.ts";
import { ELSEWHERE, HERE, type Setting } from "./setting.ts";

/** What people did with proposals, as evals, exports and the autonomy of acts read it. */
export function reviewsContract(at: Setting): void {
  /** A ticket with a proposal that somebody ruled on; nobody when there is no verdict. */
  async function ruled(
    verdict: Verdict | null,
    state: "approved" | "dismissed" = "approved",
    proposed = aProposal().proposed,
  ) {
    const { ticketId } = await at.opens();
    const proposal = aProposal({ id: at.ids(), ticketId, proposed });
    await at.commits(ticketId, {
      ticket: { kind: "question", lane: "open", area: "uploads" },
      classification: aClassification({ kind: "question" }),
      proposal,
    });
    const now = at.clock.now();
    await at.commits(ticketId, {
      closeProposal: { state, because: "decided", at: now, ...(verdict ? { by: "Grace" } : {}) },
      ...(verdict
        ? { review: aReview({ id: at.ids(), ticketId, proposalId: proposal.id, verdict, at: now }) }
        : {}),
    });
    return { ticketId, proposal };
  }

  it("gives reviewed tickets page by page, with what was done with each", async () => {
    const first = await ruled({ verdict: "send" });
    const second = await ruled({ verdict: "dismiss", reason: null }, "dismissed");
    await at.opens();
    const { reviews } = at.store;
    const [page] = [await reviews.looked(HERE, "reviewed", null, 1)];
    expect(page.map(({ known }) => known.ticket.id)).toEqual([first.ticketId]);
    expect(page[0]?.reviews.map(({ verdict }) => verdict.verdict)).toEqual(["send"]);
    expect(page[0] && toReviewed(page[0]).labels).toMatchObject({ kind: "question", lane: "open" });
    const rest = await reviews.looked(HERE, "reviewed", first.ticketId, 9);
    expect(rest.map(({ known }) => known.ticket.id)).toEqual([second.ticketId]);
    // Nobody said why it was dismissed.
    expect(rest[0] && toReviewed(rest[0]).labels).toBeNull();
    expect(await reviews.looked(ELSEWHERE, "reviewed", null, 9)).toEqual([]);
  });

  it("gives every ticket about what a model outputs, reviewed or not", async () => {
    const { ticketId } = await at.opens();
    await at.commits(ticketId, { ticket: { kind: "model-behavior" } });
    await ruled({ verdict: "send" });
    const found = await at.store.reviews.looked(HERE, "model-behavior", null, 9);
    expect(found.map(({ known }) => known.ticket.id)).toEqual([ticketId]);
    expect(found[0]?.reviews).toEqual([]);
  });

  it("tells how proposals ended, oldest first, and whether the reporter called an answer wrong", async () => {
    const before = at.clock.now();
    const sent = await ruled({ verdict: "send" });
    at.clock.advance(1_000);
    const route = aRoute({ visibility: "private" });
    const filed = await ruled(null, "approved", {
      outcome: "file",
      route,
      issue: { title: "T", body: "B" },
    });
    const action = anAction({ id: at.ids(), act: "answer" });
    await at.commits(sent.ticketId, { actions: [action] });
    const [reporter] = (await at.loads(sent.ticketId)).reporters;
    const says = (personId: string, bystander: boolean) =>
      at.commits(sent.ticketId, {
        answerOutcome: {
          ...{ actionId: action.id, outcome: "wrong", sources: [], at: at.clock.now() },
          ...{ personId, bystander },
        },
      });
    await says(await at.store.tickets.personId(HERE, "discord", "passer-by"), true);
    expect((await at.store.reviews.ended(HERE, before))[0]?.wrong).toBe(false);
    await says(reporter?.personId ?? "", false);
    const ended = await at.store.reviews.ended(HERE, before);
    expect(ended).toMatchObject([
      { proposalId: sent.proposal.id, area: "uploads", verdicts: ["send"], wrong: true },
      { proposalId: filed.proposal.id, outcome: "file", visibility: "private", verdicts: [] },
    ]);
    expect(ended[0]?.state).toBe("approved");
    expect(await at.store.reviews.ended(HERE, before + 500)).toHaveLength(1);
    expect(await at.store.reviews.ended(ELSEWHERE, before)).toEqual([]);
  });
}
