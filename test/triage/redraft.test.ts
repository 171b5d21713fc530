import { expect, it } from "vitest";
import { COMMUNITY, createHouse } from "../fakes/house.ts";
import { aClassification, aDraft } from "../fakes/samples.ts";
import { createFakeStore } from "../fakes/store.ts";

const WISH = { verdict: "redraft", instruction: "shorter, and name the part size" } as const;

function aHouse(options: Parameters<typeof createHouse>[0] = {}) {
  const house = createHouse(options);
  const { passage } = house;
  house.classifier.when("", {
    type: "classified",
    classification: aClassification({ kind: "question" }),
    call: null,
  });
  house.passages.when("", [[passage.id, 9]]);
  const drafted = (text: string) => {
    const claims = [{ text, passageIds: [passage.id], quote: passage.text }];
    house.drafter.when("", { type: "drafted", call: null, draft: aDraft({ claims }) });
  };
  drafted("Files over 1 GB need a part size.");
  return { ...house, drafted };
}

async function asked() {
  const house = aHouse();
  const { taken } = await house.post({ title: "How do I upload?" });
  await house.advance(20_000);
  return { house, taken };
}

it("passes a reviewer's wish to the drafter and shows the new draft with the wish", async () => {
  const { house } = await asked();
  house.drafted("A part size of 100 MB.");
  await house.rule(WISH);
  await house.settle();
  expect(house.drafter.asked.map(({ instruction }) => instruction)).toEqual([
    null,
    WISH.instruction,
  ]);
  const [card, ...more] = house.openCards();
  expect(more).toEqual([]);
  expect(card?.body).toBe("A part size of 100 MB. [1]");
  expect(card?.facts.join()).toContain(`drafted again: ${WISH.instruction}`);
});

it("keeps every draft and every proposal of the ticket", async () => {
  let store: ReturnType<typeof createFakeStore> | undefined;
  const house = aHouse({
    openStore(deps) {
      store = createFakeStore(deps);
      return store;
    },
  });
  await house.post({ title: "How do I upload?" });
  await house.advance(20_000);
  house.drafted("A part size of 100 MB.");
  await house.rule(WISH);
  await house.settle();
  const kept = store?.state.get(COMMUNITY);
  expect(kept?.drafts.map(({ value }) => value.claims[0]?.text)).toEqual([
    "Files over 1 GB need a part size.",
    "A part size of 100 MB.",
  ]);
  const states = [...(kept?.proposals.values() ?? [])].map(({ version, state }) => [
    version,
    state,
  ]);
  expect(states).toEqual([
    [1, "overtaken"],
    [2, "open"],
  ]);
});

it("keeps the draft, and says why, when the engine cannot follow a wish", async () => {
  const { house } = await asked();
  const reason = "the offline engine only quotes";
  house.drafter.when("", { type: "none", because: "unanswered", reason, call: null });
  await house.rule(WISH);
  await house.settle();
  const [card] = house.openCards();
  expect(card?.body).toBe("Files over 1 GB need a part size. [1]");
  expect(card?.doubt).toBe(`not redrafted: ${reason}`);
  expect(await house.rule({ verdict: "send" })).toMatchObject({ type: "done" });
});

it("does not keep a draft whose passage is gone", async () => {
  const { house, taken } = await asked();
  house.drafter.when("", { type: "none", because: "unanswered", reason: "no", call: null });
  house.passages.remove(house.passage.id);
  await house.rule(WISH);
  await house.settle();
  expect(house.openCards()).toEqual([]);
  expect((await house.ticketOf(taken)).decision?.outcome).toBe("leave");
});

it("takes a key out of a wish before it is stored or sent", async () => {
  const { house, taken } = await asked();
  const key = `sk-${"proj"}-${"Ab3dEf6hIj9lMn2pQr5t".repeat(2)}`;
  await house.rule({ verdict: "redraft", instruction: `use ${key}` });
  await house.settle();
  expect(JSON.stringify(house.drafter.asked)).not.toContain(key);
  expect((await house.ticketOf(taken)).wish).not.toContain(key);
});

it("forgets the wish with the next verdict", async () => {
  const { house, taken } = await asked();
  await house.rule(WISH);
  await house.settle();
  expect((await house.ticketOf(taken)).wish).toBe(WISH.instruction);
  await house.rule({ verdict: "dismiss", reason: null });
  expect((await house.ticketOf(taken)).wish).toBeNull();
});
