import { describe, expect, it } from "vitest";
import { createAskIndex } from "../../../src/integrations/same-asks/ask-index.ts";
import { readTerms } from "../../../src/integrations/same-asks/terms.ts";

function anIndex(asks: Readonly<Record<string, string>>) {
  const index = createAskIndex();
  for (const [key, title] of Object.entries(asks)) index.put(key, readTerms(title, ""));
  return index;
}

const OTHERS = Object.fromEntries(
  ["billing page", "dark theme", "search field", "login with passkeys", "export to csv"].map(
    (words, at) => [`other ${at}`, `The ${words} is slow`],
  ),
);

describe("the index of asks", () => {
  it("finds the most alike first, however it is inflected", () => {
    const index = anIndex({ ...OTHERS, a: "Uploads hang at the end", b: "Uploads are slow" });
    const found = index.near(readTerms("upload hanging at its end", ""));
    expect(found[0]).toMatchObject({ key: "a", terms: expect.arrayContaining(["upload", "hang"]) });
    expect(found[0]?.whole).toBeGreaterThan(found[1]?.whole ?? 1);
    expect(index.near(readTerms("", ""))).toEqual([]);
  });

  it("is fully alike to itself", () => {
    const index = anIndex({ ...OTHERS, a: "Uploads hang at the end" });
    const [same] = index.near(readTerms("Uploads hang at the end", ""));
    expect(same?.whole).toBeCloseTo(1);
    expect(same?.title).toBeCloseTo(1);
  });

  it("forgets what was changed or removed", () => {
    const index = anIndex({ ...OTHERS, a: "Uploads hang", b: "Uploads hang" });
    index.put("a", readTerms("Sign-in fails", ""));
    index.remove("b");
    expect(index.near(readTerms("Uploads hang", ""))).toEqual([]);
    expect(index.near(readTerms("Sign-in fails", ""))[0]?.key).toBe("a");
    expect(index.size()).toBe(6);
  });

  it("stays right when it grows and is changed over and over", () => {
    const index = createAskIndex();
    for (const era of ["spring", "summer", "autumn", "winter"]) {
      for (let n = 0; n < 700; n += 1) {
        index.put(`ask ${n}`, readTerms(`Widget${n} breaks the common layout`, era));
      }
    }
    expect(index.size()).toBe(700);
    const [best] = index.near(readTerms("The layout breaks with Widget321", ""));
    expect(best?.key).toBe("ask 321");
    expect(index.near(readTerms("summer", ""))).toEqual([]);
  });
});
