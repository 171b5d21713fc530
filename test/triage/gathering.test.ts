import { describe, expect, it } from "vitest";
import type { Kind } from "../../src/triage/classification.ts";
import { createHouse } from "../fakes/house.ts";
import { aCandidate, aClassification } from "../fakes/samples.ts";

/** Posts about the same thing by one person each; staff link those after the first to it. */
async function aCluster(kind: Kind) {
  const house = createHouse({ policy: { needed: { ...createHouse().policy.needed, [kind]: [] } } });
  const classification = aClassification({ kind, missing: [], title: "It ignores the format" });
  house.classifier.when("", { type: "classified", classification, call: null });
  const first = await house.post();
  await house.advance(20_000);
  const ticketId = first.taken.type === "ticket" ? first.taken.ticketId : "";
  const target = { type: "ticket", ticketId, code: "SB-1" } as const;
  const nextReport = async (authorSourceId: string) => {
    house.sameAsks.when("", [aCandidate({ target, score: 0.9, open: true })]);
    const { taken } = await house.post({ authorSourceId });
    await house.advance(20_000);
    await house.rule({ verdict: "send" });
    await house.advance(10_000);
    return taken;
  };
  return { ...house, first, nextReport, leader: () => house.ticketOf(first.taken) };
}

describe("what gathers", () => {
  it.each([
    ["model-behavior", 3],
    ["feature", 5],
  ] as const)(
    "%s is proposed for filing at %i distinct people, and not before",
    async (kind, most) => {
      const { leader, nextReport, openCards } = await aCluster(kind);
      expect((await leader()).decision?.reasons[0]?.code).toBe("gathers");
      expect(openCards()).toEqual([]);
      for (let n = 2; n < most; n++) {
        await nextReport(`person-${n}`);
        expect((await leader()).ticket.state, `${n} people`).toBe("resting");
      }
      await nextReport("person-2");
      expect((await leader()).ticket.state, "the same person again").toBe("resting");
      await nextReport(`person-${most}`);
      expect((await leader()).ticket.state).toBe("proposed");
      expect((await leader()).proposal?.proposed.outcome).toBe("file");
      expect(openCards()).toHaveLength(1);
    },
  );

  it("is filed once, and everybody's ticket comes along", async () => {
    const { nextReport, rule, advance, ticketOf, tracker, leader } =
      await aCluster("model-behavior");
    const taken = [await nextReport("person-2"), await nextReport("person-3")];
    await rule({ verdict: "send" });
    await advance(10_000);
    expect(tracker.issues).toHaveLength(1);
    for (const one of taken) {
      expect((await ticketOf(one)).issue?.nodeId).toBe((await leader()).issue?.nodeId);
    }
  });
});
