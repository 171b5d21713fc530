import { expect, it } from "vitest";
import { createHouse } from "../fakes/house.ts";
import { aClassification, aDraft } from "../fakes/samples.ts";

it("tells the reviewer which sentence of a draft was cut, and why", async () => {
  const house = createHouse();
  const { passage } = house;
  const classification = aClassification({ kind: "question" });
  house.classifier.when("", { type: "classified", classification, call: null });
  house.passages.when("", [[passage.id, 9]]);
  const claim = { text: passage.text, passageIds: [passage.id], quote: passage.text };
  const invented = { ...claim, quote: "Nothing of the sort stands there." };
  const draft = aDraft({ claims: [claim, invented], confidence: 0.9 });
  house.drafter.when("", { type: "drafted", draft, call: null });

  await house.post({ title: "How do I upload?" });
  await house.advance(20_000);

  const [card] = house.openCards();
  expect(card?.doubt).toMatch(/^a sentence was cut: /);
  expect(card?.body).toBe(`${passage.text} [1]`);
  expect(card?.answer?.cut).toEqual([{ text: passage.text, because: expect.any(String) }]);
});
