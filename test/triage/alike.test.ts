import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Candidate, targetKey } from "../../src/triage/model/candidate.ts";
import { createHouse } from "../fakes/house.ts";
import { aClassification } from "../fakes/samples.ts";

type House = ReturnType<typeof createHouse>;
type Taken = Awaited<ReturnType<House["post"]>>["taken"];

const MOST_SHOWN = 3;

/** A house in which every report is like every other, the one more and the other less. */
function aHouseOfOneBug(likeness: (mine: number, other: number) => number) {
  const house = createHouse();
  const classification = aClassification({ kind: "bug", missing: [], title: "stream() hangs" });
  house.classifier.when("", { type: "classified", classification, call: null });
  const reports: Taken[] = [];
  const idOf = (taken: Taken) => (taken.type === "ticket" ? taken.ticketId : "");

  // As the search does it: older tickets, each as what it stands for, the best of each target.
  const find = async (_community: string, { ticketId }: { readonly ticketId: string }) => {
    const best = new Map<string, Candidate>();
    const mine = reports.findIndex((one) => idOf(one) === ticketId);
    for (const [other, taken] of reports.slice(0, mine).entries()) {
      const { ticket, issue } = await house.ticketOf(taken);
      const root = /^ticket:(.+)$/.exec(ticket.linkedTo ?? "")?.[1] ?? ticket.id;
      const target: Candidate["target"] = issue
        ? { type: "issue", issue, visibility: issue.visibility }
        : { type: "ticket", ticketId: root, code: ticket.code };
      const score = likeness(mine, other);
      const known = best.get(targetKey(target));
      if (known && known.score >= score) continue;
      best.set(targetKey(target), { target, title: "", open: true, score, reasons: ["stream()"] });
    }
    return [...best.values()].toSorted((a, b) => b.score - a.score).slice(0, MOST_SHOWN);
  };
  Object.assign(house.sameAsks, { find });

  return {
    ...house,
    reports,
    async report() {
      reports.push((await house.post({ authorSourceId: `person-${reports.length}` })).taken);
    },
    /** Staff send one of the open cards, if there is any: by its button, or by a number. */
    async send(which: number | string) {
      const cards = house.openCards();
      const card =
        typeof which === "string"
          ? cards.find(({ send }) => send === which)
          : cards[which % Math.max(1, cards.length)];
      if (card) await house.rule({ verdict: "send" }, card.cardId);
      return card !== undefined;
    },
    issues: () =>
      Promise.all(reports.map(async (one) => (await house.ticketOf(one)).ticket.issueNodeId)),
  };
}

/** Looks most like the report before it, as a post that quotes another does. */
const likeTheLast = (mine: number, other: number) => (other === mine - 1 ? 0.95 : 0.7);

describe("reports of one bug", () => {
  it("stand on one card when all come at once, each most like the one before", async () => {
    const bug = aHouseOfOneBug(likeTheLast);
    for (let n = 0; n < 6; n += 1) await bug.report();
    await bug.advance(20_000);
    expect(bug.openCards()).toMatchObject([{ send: "File", reporters: 6 }]);
  });

  it("stand on one card when an issue is there, though each is more like another report", async () => {
    const bug = aHouseOfOneBug(likeTheLast);
    await bug.report();
    await bug.advance(20_000);
    await bug.send(0);
    await bug.advance(10_000);
    for (let n = 0; n < 3; n += 1) await bug.report();
    await bug.advance(20_000);
    const [card, ...others] = bug.openCards();
    expect(others).toEqual([]);
    expect(card).toMatchObject({ send: "Link", reporters: 4 });
    expect(card?.action).toContain("Link to acme/sdk#");
  });

  it("stay apart from what only one of them resembles", async () => {
    // The third is like the second alone, and the second like the first.
    const bug = aHouseOfOneBug((mine, other) => (other === mine - 1 ? 0.95 : 0.2));
    for (let n = 0; n < 3; n += 1) await bug.report();
    await bug.advance(20_000);
    expect(
      bug
        .openCards()
        .map(({ send, codes }) => `${send} ${codes.length}`)
        .toSorted(),
    ).toEqual(["File 2", "Link 1"]);
  });

  it("are brought along by a ticket that is linked to an issue after they were linked to it", async () => {
    const bug = aHouseOfOneBug((mine, other) => (other === mine - 1 ? 0.95 : 0.2));
    for (let n = 0; n < 3; n += 1) await bug.report();
    await bug.advance(20_000);
    for (const verdict of ["Link", "File"]) await bug.send(verdict);
    await bug.advance(60_000);
    expect(new Set(await bug.issues()).size).toBe(1);
    expect(bug.tracker.issues).toHaveLength(1);
  });

  it("come along also when their link is sent after its ticket has an issue, not before undo ends", async () => {
    const bug = aHouseOfOneBug((mine, other) => (other === mine - 1 ? 0.95 : 0.2));
    for (let n = 0; n < 3; n += 1) await bug.report();
    await bug.advance(20_000);
    await bug.send("File");
    await bug.advance(20_000);
    const [card] = bug.openCards();
    await bug.rule({ verdict: "send" }, card?.cardId);
    await bug.advance(5_000);
    await bug.rule({ verdict: "undo" }, card?.cardId);
    await bug.advance(60_000);
    expect((await bug.issues()).filter((one) => one === null)).toHaveLength(1);
    await bug.send(0);
    await bug.advance(60_000);
    expect(new Set(await bug.issues()).size).toBe(1);
  });

  it("share one card and end on one issue whatever the order of arrival and decision", {
    timeout: 60_000,
  }, async () => {
    const burst = fc.record({
      reports: fc.integer({ min: 1, max: 4 }),
      waitMs: fc.constantFrom(0, 5_000, 20_000, 60_000),
      send: fc.option(fc.nat(7), { nil: null }),
    });
    const scores = fc.array(fc.double({ min: 0.6, max: 1, noNaN: true }), {
      minLength: 64,
      maxLength: 64,
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(burst, { minLength: 1, maxLength: 5 }),
        scores,
        async (all, given) => {
          const bug = aHouseOfOneBug((mine, other) => given[(mine * 8 + other) % 64] ?? 1);
          for (const { reports, waitMs, send } of all) {
            for (let n = 0; n < reports; n += 1) await bug.report();
            await bug.advance(waitMs);
            if (waitMs >= 20_000) expect(bug.openCards().length).toBeLessThanOrEqual(1);
            if (send !== null) await bug.send(send);
          }
          await bug.advance(60_000);
          for (let n = 0; n < 40 && (await bug.send(0)); n += 1) await bug.advance(60_000);
          expect(bug.openCards()).toEqual([]);
          const issues = await bug.issues();
          expect(new Set(issues).size).toBe(1);
          expect(issues).not.toContain(null);
          expect(bug.tracker.issues).toHaveLength(1);
        },
      ),
      { numRuns: 60 },
    );
  });
});
