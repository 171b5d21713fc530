import { describe, expect, it } from "vitest";
import { createExtractiveDrafter } from "../../src/integrations/offline/extractive-drafter.ts";
import { SENSITIVE, type Sensitive } from "../../src/triage/answers/say-nothing.ts";
import { verifyDraft } from "../../src/triage/answers/verify-draft.ts";
import { aDraft, aPassage } from "../fakes/samples.ts";

/** A sentence of the docs for each subject that only official sources may speak of. */
const SAID: Readonly<Record<Sensitive, string>> = {
  dates: "The old endpoint is removed in March.",
  prices: "A retry is charged per token like any other call.",
  refunds: "Failed batches can be refunded on request.",
  availability: "The model is generally available.",
  incidents: "There was an outage of the upload service.",
  eligibility: "Only organisations are eligible for it.",
  law: "You are liable for what your users upload.",
  "other-vendors": "It behaves like Claude does.",
  "why-a-model-changed": "The model got worse because it was updated.",
};

function verify(text: string, quote: string, official: boolean) {
  const passage = aPassage({ official, text: `Before it. ${quote} After it.` });
  const claim = { text, passageIds: [passage.id], quote };
  return verifyDraft(aDraft({ claims: [claim] }), [passage]);
}

describe("the say-nothing list", () => {
  it("has a sentence here for each subject", () => {
    expect(Object.keys(SAID).toSorted()).toEqual([...SENSITIVE].toSorted());
  });

  it.each(SENSITIVE)("holds a draft about %s, unless an official source says it", (subject) => {
    const said = SAID[subject];
    const held = verify(said, said, false);
    expect(held).toMatchObject({
      type: "held",
      reason: `it speaks of ${subject.replaceAll("-", " ")}, and no official source says so`,
    });
    expect(verify(said, said, true).type).toBe("verified");
  });

  it.each(SENSITIVE)("is not got round by leaving %s to the quote", (subject) => {
    expect(verify("Das steht in der Dokumentation.", SAID[subject], false).type).toBe("held");
  });

  it.each(["Das kostet 5 € im Monat.", "C'est gratuit.", "Una rimborsabile: rimborso possibile."])(
    "knows prices and refunds in other languages: %s",
    (text) => {
      expect(verify(text, "Set it in the console.", false).type).toBe("held");
    },
  );

  it.each(SENSITIVE)("keeps the offline engine from quoting about %s", async (subject) => {
    const drafter = createExtractiveDrafter({ rarity: () => 3, floor: 0 });
    const draft = (official: boolean) =>
      drafter.draft({
        title: `${SAID[subject].replace(/\.$/, "")}?`,
        text: "",
        language: "en",
        instruction: null,
        passages: [{ passage: aPassage({ official, text: SAID[subject] }), score: 9 }],
      });
    expect(await draft(false)).toMatchObject({ type: "none", because: "say-nothing" });
    expect(await draft(true)).toMatchObject({ type: "drafted" });
  });
});
