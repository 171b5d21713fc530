import { expect, it } from "vitest";
import { solved } from "../../src/triage/intake/events.ts";
import { applyReview } from "../../src/triage/review/apply-review.ts";
import { COMMUNITY, createHouse } from "../fakes/house.ts";
import { aClassification, aDraft } from "../fakes/samples.ts";

async function answered() {
  const house = createHouse();
  const { passage } = house;
  house.classifier.when("", {
    type: "classified",
    classification: aClassification({ kind: "question" }),
    call: null,
  });
  house.passages.when("", [[passage.id, 9]]);
  const claims = [{ text: passage.text, passageIds: [passage.id], quote: passage.text }];
  house.drafter.when("", { type: "drafted", call: null, draft: aDraft({ claims }) });
  const { raw, taken } = await house.post({ title: "How do I upload?" });
  await house.advance(20_000);
  await house.rule({ verdict: "send" });
  await house.advance(10_000);
  const said = () => house.conversation.publicIn(raw.conversationId ?? "");
  const actionId = said()[0]?.actionId ?? "";
  const press = (event: "helped" | "wrong") =>
    house.press({ actionId, event, by: { sourceId: raw.authorSourceId, name: "Ada" } });
  return { house, taken, said, press, actionId };
}

it("counts by answer and by passage what its reporter said, the last word only", async () => {
  const { house, press, actionId } = await answered();
  await press("wrong");
  await press("helped");
  await press("helped");
  const { byAction, byPassage } = await house.reports.answers(COMMUNITY);
  expect(byAction).toMatchObject([{ actionId, helped: 1, wrong: 0 }]);
  expect(byPassage).toEqual([
    { passageId: house.passage.id, url: house.passage.url, helped: 1, wrong: 0 },
  ]);
});

it("puts a wrong answer first in the queue, to be taken back with one click", async () => {
  const { house, taken, said, press } = await answered();
  await press("wrong");
  await house.settle();
  const [first] = await house.board.queue(COMMUNITY, 5);
  expect(first?.proposed.outcome).toBe("retract");
  expect(house.openCards()).toMatchObject([{ send: "Retract", body: house.passage.text }]);
  await house.rule({ verdict: "send" });
  await house.advance(10_000);
  expect(said().map(({ say }) => say.say)).toEqual(["withdrawn", "retracted"]);
  expect((await house.ticketOf(taken)).ticket.state).toBe("resting");
});

it("leaves an answer standing that staff find right, and does not ask again", async () => {
  const { house, taken, said, press } = await answered();
  await press("wrong");
  await house.settle();
  await house.rule({ verdict: "dismiss", reason: "it is right" });
  await press("wrong");
  await house.settle();
  expect(said().map(({ say }) => say.say)).toEqual(["answer"]);
  expect((await house.ticketOf(taken)).ticket.state).toBe("answered");
  expect(house.openCards()).toEqual([]);
});

it("lets a helper flag what twelve others found helpful, and takes it back with one click", async () => {
  const { house, taken, said, actionId } = await answered();
  for (let n = 1; n <= 12; n += 1) {
    const by = { sourceId: `reader-${n}`, name: `Reader ${n}` };
    expect(await house.press({ actionId, event: "helped", by })).toEqual({ type: "noted" });
  }
  expect(house.openCards()).toEqual([]);
  const by = { sourceId: "hana", name: "Hana", roles: ["helper" as const] };
  await house.press({ actionId, event: "wrong", by });
  await house.settle();
  expect((await house.reports.answers(COMMUNITY)).byAction).toMatchObject([
    { actionId, helped: 12, wrong: 1 },
  ]);
  const [first] = await house.board.queue(COMMUNITY, 5);
  expect(first).toMatchObject({
    proposed: { outcome: "retract" },
    reasons: [{ text: "a helper says the answer is wrong" }],
  });
  await house.rule({ verdict: "send" });
  await house.advance(10_000);
  expect(said().map(({ say, edits }) => [say.say, edits])).toEqual([
    ["withdrawn", 1],
    ["retracted", 0],
  ]);
  expect((await house.ticketOf(taken)).ticket.state).toBe("resting");
});

it("alerts staff once of a press that is repeated, and keeps the card though the asker is content", async () => {
  const { house, taken, actionId } = await answered();
  const by = { sourceId: "hana", name: "Hana", roles: ["helper" as const] };
  for (let n = 0; n < 5; n += 1) await house.press({ actionId, event: "wrong", by });
  await house.settle();
  const alerts = house.conversation.messages.filter(({ say }) => say.say === "alert");
  expect(alerts).toHaveLength(1);
  const known = await house.ticketOf(taken);
  const step = { now: house.clock.now(), ids: house.ids, policy: house.policy };
  const change = solved(known, { what: "solved", detail: "by a member" }, step);
  expect(known.proposal).toMatchObject({ state: "open", proposed: { outcome: "retract" } });
  expect(change).toEqual({ story: [{ at: step.now, what: "solved", detail: "by a member" }] });
});

it("leaves everything but an opinion of an answer to whoever asked", async () => {
  const { house, actionId } = await answered();
  const by = { sourceId: "somebody", name: "Somebody", roles: ["helper" as const] };
  for (const event of ["ask-person", "withdraw", "works-now", "still-broken"] as const) {
    expect(await house.press({ actionId, event, by })).toEqual({ type: "not-yours" });
  }
});

it("keeps what a reviewer rewrote, before and after", async () => {
  const { house: known } = await answered();
  const { taken } = await known.post({ title: "How do I download?" });
  await known.advance(20_000);
  const before = (known.openCards()[0]?.body ?? "").replace(" [1]", "");
  const reviewed = applyReview(
    await known.ticketOf(taken),
    { verdict: "edit", title: null, text: "Press the arrow." },
    { sourceId: "rita", name: "Rita" },
    { now: known.clock.now(), ids: known.ids, policy: known.policy },
  );
  expect(reviewed).toMatchObject({
    change: {
      review: {
        edit: {
          before: { title: null, text: before },
          after: { title: null, text: "Press the arrow." },
        },
      },
    },
  });
});
