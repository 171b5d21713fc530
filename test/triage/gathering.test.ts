import { describe, expect, it } from "vitest";
import { sayKind } from "../../src/triage/decide/say-kind.ts";
import type { Kind } from "../../src/triage/model/classification.ts";
import { COMMUNITY, createHouse } from "../fakes/house.ts";
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

  describe("a single anecdote about a model", () => {
    const aSingleOne = async (kind: Kind = "model-behavior") => {
      const one = await aCluster(kind);
      const { ticketId = "" } = one.first.taken as { readonly ticketId?: string };
      expect(one.openCards()).toEqual([]);
      const staffSays = async (said: Kind) => {
        await sayKind(COMMUNITY, ticketId, { kind: said, by: "Rita" }, one);
        await one.advance(1_000);
      };
      return { ...one, staffSays };
    };

    it("becomes an issue when staff send it in and press the card", async () => {
      const { staffSays, openCards, rule, advance, tracker, leader } = await aSingleOne();
      await staffSays("model-behavior");
      expect(openCards()).toHaveLength(1);
      expect(tracker.issues).toEqual([]);
      await rule({ verdict: "send" });
      await advance(10_000);
      expect(tracker.issues).toHaveLength(1);
      expect((await leader()).ticket).toMatchObject({ state: "with-team", labelledBy: "Rita" });
    });

    it("is shown to staff at once when they sent it in themselves", async () => {
      const house = createHouse();
      const classification = aClassification({ kind: "model-behavior", missing: [] });
      house.classifier.when("", { type: "classified", classification, call: null });
      const { taken } = await house.post();
      const said = { kind: "model-behavior", by: "Rita" } as const;
      await sayKind(COMMUNITY, taken.type === "ticket" ? taken.ticketId : "", said, house);
      await house.advance(20_000);
      expect((await house.ticketOf(taken)).proposal?.proposed.outcome).toBe("file");
    });

    it("stays one card however often they say so, and a wish still gathers", async () => {
      const { staffSays, openCards } = await aSingleOne();
      await staffSays("model-behavior");
      await staffSays("model-behavior");
      expect(openCards()).toHaveLength(1);
      const wish = await aSingleOne("feature");
      await wish.staffSays("feature");
      expect(wish.openCards()).toEqual([]);
      expect((await wish.leader()).decision?.reasons[0]?.code).toBe("gathers");
    });
  });

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
