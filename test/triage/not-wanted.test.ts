import { describe, expect, it } from "vitest";
import { MINUTE, SECOND } from "../../src/triage/model/clock.ts";
import { PortError } from "../../src/triage/model/errors.ts";
import { createHouse } from "../fakes/house.ts";
import { aClassification, aDraft } from "../fakes/samples.ts";

const unheard = new PortError("say", "later", new Error("no answer"));

async function anApproved(text: string) {
  const house = createHouse();
  const { classifier, passages, passage, drafter } = house;
  const is = (kind: "bug" | "question") =>
    ({ type: "classified", classification: aClassification({ kind }), call: null }) as const;
  classifier.when("", is("bug"));
  classifier.when("How do I", is("question"));
  passages.when("How do I", [[passage.id, 9]]);
  const claims = [{ text: passage.text, passageIds: [passage.id], quote: passage.text }];
  drafter.when("How do I", { type: "drafted", call: null, draft: aDraft({ claims }) });
  const { raw, taken } = await house.post({ title: text });
  await house.advance(20 * SECOND);
  const [card] = house.openCards();
  await house.rule({ verdict: "send" });
  const said = () =>
    house.conversation.publicIn(raw.conversationId ?? "").map(({ say }) => say.say);
  return { house, raw, taken, card, said };
}

/** Something is superseded between a try whose answer was lost and the next. */
describe("what is no longer wanted after it was tried", () => {
  it.each([
    { happened: "after", stands: ["withdrawn", "retracted"] },
    { happened: "before", stands: [] },
  ] as const)("is taken back when it was said ($happened)", async ({ happened, stands }) => {
    const { house, card, said } = await anApproved("How do I upload?");
    house.conversation.failNext("say", unheard, happened);
    await house.advance(10 * SECOND);
    await house.rule({ verdict: "retract", words: null }, card?.cardId);
    await house.advance(MINUTE);
    expect(said()).toEqual(stands);
  });

  it("is not said when a person answered before it was tried again", async () => {
    const { house, raw, said, taken } = await anApproved("How do I upload?");
    house.conversation.failNext("say", unheard, "before");
    await house.advance(10 * SECOND);
    const { conversationId } = raw;
    await house.post({ conversationId, title: "", text: "Use parts.", opens: false });
    await house.advance(MINUTE);
    expect(said()).toEqual([]);
    const { actions } = await house.ticketOf(taken);
    expect(actions.filter(({ deed }) => deed.do === "say")).toMatchObject([
      { state: "superseded", outcome: "no longer wanted" },
    ]);
  });

  it.each([
    { happened: "after", issues: 1, alerts: 1 },
    { happened: "before", issues: 0, alerts: 0 },
  ] as const)(
    "is not filed when its author deleted it, or staff hear that it was ($happened)",
    async ({ happened, issues, alerts }) => {
      const { house, raw, taken } = await anApproved("It hangs");
      house.tracker.failNext("openIssue", unheard, happened);
      await house.advance(10 * SECOND);
      await house.remove({ conversationId: raw.conversationId, sourceIds: "all" });
      await house.advance(MINUTE);
      expect(house.tracker.issues).toHaveLength(issues);
      const { ticket, actions } = await house.ticketOf(taken);
      expect(ticket.state).toBe("withdrawn");
      expect(actions.filter(({ deed }) => deed.do === "alert")).toHaveLength(alerts);
      expect(actions.filter(({ state }) => state === "waiting")).toEqual([]);
    },
  );
});
