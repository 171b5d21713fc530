import { createHouse } from "../fakes/house.ts";
import { aClassification, aDraft, aPassage } from "../fakes/samples.ts";

type Options = Parameters<typeof createHouse>[0];

/** A house where everything that is posted is an open question and every passage is found. */
export function aHouseOfQuestions(
  options: Options = {},
  classification: Parameters<typeof aClassification>[0] = {},
) {
  const house = createHouse(options);
  house.classifier.when("", {
    type: "classified",
    call: null,
    classification: aClassification({ kind: "question", ...classification }),
  });
  const { passage } = house;
  house.passages.when("", [[passage.id, 9]]);
  const claim = { text: passage.text, passageIds: [passage.id], quote: passage.text };
  return {
    ...house,
    claim,
    drafts: (draft: Parameters<typeof aDraft>[0]) =>
      house.drafter.when("", {
        type: "drafted",
        call: null,
        draft: aDraft({ claims: [claim], ...draft }),
      }),
    finds(...others: Parameters<typeof aPassage>[0][]) {
      const added = others.map((one) => aPassage(one));
      for (const one of added) house.passages.add(one, "never asked");
      house.passages.when(
        "",
        [passage, ...added].map(({ id }, at) => [id, 9 - at] as const),
      );
    },
    async asks(title: string, text = "") {
      const posted = await house.post({ title, text });
      await house.advance(20_000);
      return { ...posted, known: await house.ticketOf(posted.taken) };
    },
  };
}
