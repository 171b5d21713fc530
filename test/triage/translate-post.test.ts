import { describe, expect, it } from "vitest";
import { translatableFrom, translatePost } from "../../src/triage/answers/translate-post.ts";
import type { Translator } from "../../src/triage/ports/engines.ts";
import { cardDetails } from "../../src/triage/review/review-desk.ts";
import { aFailure } from "../fakes/engines.ts";
import { COMMUNITY, createHouse } from "../fakes/house.ts";
import { aClassification, aStamp } from "../fakes/samples.ts";

type Input = Parameters<Translator["translate"]>[0];
type Answer = Awaited<ReturnType<Translator["translate"]>>;

/** A house with a card for a post in a language. */
async function aHouse(language = "de", text = "Die Seite lädt nicht.", answer?: Answer) {
  const house = createHouse();
  house.classifier.when("", {
    type: "classified",
    classification: aClassification({ kind: "bug", language }),
    call: null,
  });
  const { taken } = await house.post({ title: "Hilfe", text });
  await house.advance(20_000);
  const known = await house.ticketOf(taken);
  const { ticket } = known;
  const asked: Input[] = [];
  const translator: Translator = {
    async translate(input) {
      asked.push(input);
      return answer ?? { type: "translated", text: "In English.", stamp: aStamp({ model: "m" }) };
    },
  };
  const cardId = house.openCards()[0]?.cardId ?? "";
  const deps = { ...house, translator };
  return {
    house,
    asked,
    known,
    ticket,
    translator,
    translate: (id = cardId) => translatePost(COMMUNITY, id, deps),
    from: async (withTranslator = true) =>
      (await cardDetails(COMMUNITY, cardId, withTranslator ? deps : house))?.translatableFrom,
  };
}

describe("a translation", () => {
  it("comes with the very words that it was made from, on the ticket's account", async () => {
    const { translate, asked, ticket } = await aHouse();
    const original = "Hilfe\n\nDie Seite lädt nicht.";
    expect(await translate()).toEqual({
      type: "translated",
      from: "German",
      original,
      translation: "In English.",
      cut: false,
      model: "m",
    });
    const who = { communityId: COMMUNITY, ticketId: ticket.id, purpose: "triage" };
    expect(asked).toMatchObject([{ text: original, from: "de", to: "en", who }]);
    expect(asked[0]?.who?.under?.redactorVersion).toMatch(/^redact@/);
  });

  it("is made of the beginning of a long post, and says so", async () => {
    const { translate, asked } = await aHouse("de", "Wort ".repeat(2_000));
    const made = await translate();
    expect(made).toMatchObject({ cut: true, original: asked[0]?.text });
    expect(asked[0]?.text.length).toBeLessThan(3_000);
  });

  it("passes on why there is none", async () => {
    const failure = aFailure({ reason: "budget-spent" });
    const { translate } = await aHouse("de", "Die Seite.", failure);
    expect(await translate()).toEqual(failure);
  });

  it("is offered for another language alone, and by an engine that translates alone", async () => {
    expect(await (await aHouse("de")).from()).toBe("German");
    expect(await (await aHouse("de")).from(false)).toBeNull();
    expect(await (await aHouse("en")).from()).toBeNull();
  });

  it("is offered neither of a post that is gone nor of somebody who wants no bot", async () => {
    const { known, ticket, translator } = await aHouse();
    const posts = known.posts.map((post) => ({ ...post, deletedAt: 1 }));
    expect(translatableFrom({ ...known, posts }, translator)).toBeNull();
    for (const change of [{ silence: "opted-out" }, { state: "withdrawn" }] as const) {
      expect(
        translatableFrom({ ...known, ticket: { ...ticket, ...change } }, translator),
      ).toBeNull();
    }
  });

  it("asks nobody about a post in English, or a card that is gone", async () => {
    const { translate, asked } = await aHouse("en");
    expect(await translate()).toEqual({ type: "nothing" });
    expect(await translate("no-such-card")).toBeNull();
    expect(asked).toEqual([]);
  });
});
