import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { branchesOf, needlesOf } from "../../../src/integrations/offline/needles.ts";
import { createPhraseBook } from "../../../src/integrations/offline/phrase-book.ts";

const patterns = [
  /\b(?:doesn.?t|does not) (?:work|load)|broken/,
  /^\W*(?:hi|hello)\b[\s\S]{0,20}$/,
  /\b[45]\d\d\b/,
  /un-?ban(?:ned)?|kaputt|überholt|报错/,
  /(?<!re)fund(?:s|ed)?(?! raising)/,
  /a{2}b|x+y|z{0,3}w/,
  /[ (\n]#\d|\n ?\d\d?[.)] /,
  /吗/,
];

describe("needlesOf", () => {
  it.each([
    [
      /\b(?:doesn.?t|does not) (?:work|load)/,
      [
        ["doesn", "does not"],
        [" work", " load"],
      ],
    ],
    [/\b(?:can|may) (?:i|we)\b/, [["can i", "can we", "may i", "may we"]]],
    [/\b[45]\d\d/, [["400", "500"]]],
    [/[ (\n]#\d/, [[" #0", "(#0", "\n#0"]]],
    [/报|x/, []],
    [/报y?/, [["报", "报y"]]],
    [/x(?:abc)?y/, [["xy", "xabcy"]]],
    [/abc|d?/, []],
    [/abc.*def/, [["abc"], ["def"]]],
    [/\n ?[-*] /, [["\n- ", "\n* ", "\n - ", "\n * "]]],
    [/re(?:fund|paid)s?\b/, [["refund", "refunds", "repaid", "repaids"]]],
    [/documentation/, [["document"]]],
  ])("%s needs one of each of %j", (pattern, needles) => {
    expect(needlesOf(pattern)).toEqual(needles);
  });
});

describe("branchesOf", () => {
  it("splits the outermost alternation only", () => {
    expect(branchesOf(/a(?:b|c)|[|]d|e/).map(({ source }) => source)).toEqual([
      "a(?:b|c)",
      "[|]d",
      "e",
    ]);
  });
});

describe("a phrase book", () => {
  it("finds what trying each pattern would find", () => {
    const book = createPhraseBook({ all: patterns });
    const piece = fc.oneof(
      fc.constantFrom(
        "doesn't work",
        "does not load",
        "broken",
        "hi",
        "hello",
        "404",
        "unban",
        "un-banned",
        "überholt",
        "报错",
        "refund",
        "fund raising",
        "funds",
        "aab",
        "xxy",
        "zw",
        " #7",
        "\n12. ",
        "吗",
        " ",
        "\n",
      ),
      fc.string({ maxLength: 5 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = pieces.join("").toLowerCase();
        const met = book.scan(text);
        const right = patterns
          .flatMap((pattern, index) => (pattern.test(text) ? [index] : []))
          .filter(() => text !== "");
        expect(book.which("all", text, met)).toEqual(right);
        expect(book.matches("all", text, met).map(({ index }) => index)).toEqual(right);
        for (const index of patterns.keys()) {
          expect(text !== "" && book.has("all", index, text, met)).toBe(right.includes(index));
          expect(text !== "" && book.anyOf("all", [index], met)(text)).toBe(right.includes(index));
        }
      }),
      { numRuns: 500 },
    );
  });
});
