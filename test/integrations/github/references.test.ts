import { describe, expect, it } from "vitest";
import { numbersClosed, numbersNamed } from "../../../src/integrations/github/references.ts";

describe("numbers that release notes name", () => {
  it.each([
    { text: "Fixes #12 and #13, again #12.", numbers: [12, 13] },
    { text: "* Retry by @mona in https://github.com/acme/sdk/pull/45", numbers: [45] },
    { text: "https://github.com/acme/sdk/issues/7#issuecomment-1", numbers: [7] },
    { text: "acme/sdk#5, but not acme/web#6 or https://github.com/acme/web/pull/8", numbers: [5] },
    { text: "`#9` in section#10 of 1.2.3", numbers: [9] },
    { text: "", numbers: [] },
  ])("are $numbers in: $text", ({ text, numbers }) => {
    expect(numbersNamed(text, "Acme/SDK")).toEqual(numbers);
  });
});

describe("numbers that a pull request closes", () => {
  it.each([
    { text: "Fixes #12, closes: #13 and resolved acme/sdk#14", numbers: [12, 13, 14] },
    { text: "fixed https://github.com/acme/sdk/issues/15", numbers: [15] },
    { text: "See #12. Prefixes #13. Fixes acme/web#14", numbers: [] },
  ])("are $numbers in: $text", ({ text, numbers }) => {
    expect(numbersClosed(text, "acme/sdk")).toEqual(numbers);
  });
});
