import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { linksIn } from "../../src/triage/answers/claim-parts.ts";
import { verifyDraft } from "../../src/triage/answers/verify-draft.ts";
import type { Claim } from "../../src/triage/model/draft.ts";
import type { Passage } from "../../src/triage/model/passage.ts";
import { folded } from "../../src/triage/text/folded.ts";
import { aDraft, aPassage } from "../fakes/samples.ts";

const passage = aPassage({
  official: false,
  url: "https://docs.example/uploads#large-files",
  text: [
    "Files over 1 GB need a **part size** of 100 MB, set with `--part-size` or [`partSize`](/api/upload).",
    "",
    "```sh",
    "upload --part-size 100 --endpoint https://up.example/v1 big.bin",
    "npm install uploader",
    "```",
    "",
    "Uploads may fail with ECONNRESET. Retries cost $5 since March.",
  ].join("\n"),
});

const QUOTE = "need a part size of 100 MB";

function verify(claim: Partial<Claim>, passages: readonly Passage[] = [passage]) {
  const whole = { text: "Set a part size of 100 MB.", passageIds: ["passage-1"], quote: QUOTE };
  return verifyDraft(aDraft({ claims: [{ ...whole, ...claim }] }), passages);
}

function reason(claim: Partial<Claim>): string | null {
  const verified = verify(claim);
  return verified.type === "held" ? verified.reason : null;
}

describe("verifyDraft lets stand", () => {
  it.each([
    ["a plain claim", {}],
    ["a quote in other type", { quote: "need  a part\u00A0size\nof 100 MB" }],
    ["a quote across a link", { quote: "set with --part-size or partSize" }],
    ["an option and a name of the passage", { text: "Pass `--part-size` or partSize." }],
    ["a link to the page", { text: "See [uploads](https://docs.example/uploads#large-files)." }],
    ["a link to the top of the page", { text: "See https://docs.example/uploads." }],
    [
      "code of the passage, an address in it",
      {
        text: "Run:\n```sh\nupload --part-size 100 --endpoint https://up.example/v1 big.bin\n```",
      },
    ],
    ["a command of the passage", { text: "Run npm install uploader first." }],
    ["an error code", { text: "It may fail with ECONNRESET." }],
    ["a list's own numbering", { text: "1. Set a part size of 100 MB." }],
  ])("%s", (_, claim) => {
    expect(reason(claim)).toBeNull();
  });
});

describe("verifyDraft cuts", () => {
  it.each([
    ["an invented passage", { passageIds: ["passage-9"] }, "not sent"],
    ["one true and one invented passage", { passageIds: ["passage-1", "x"] }, "not sent"],
    ["no passage", { passageIds: [] }, "not sent"],
    ["a false quote", { quote: "need a part size of 200 MB" }, "does not occur"],
    ["an empty quote", { quote: " " }, "too short"],
    ["a foreign link", { text: "See https://evil.example/a" }, "no page of the docs"],
    ["a foreign link in markup", { text: "See [here](//evil.example)" }, "no page of the docs"],
    [
      "a link that only starts alike",
      { text: "See https://docs.example/uploads.evil.com/x" },
      "no page",
    ],
    ["a bare host", { text: "Ask on evil.com/help for more." }, "no page of the docs"],
    ["a reference link", { text: "See [a].\n\n[a]: https://evil.example" }, "no page of the docs"],
    [
      "a link in code of its own",
      { text: "Call `https://evil.example/x`." },
      "no page of the docs",
    ],
    ["a command of its own", { text: "Run npm install evil first." }, "its command"],
    ["another number", { text: "Set a part size of 200 MB." }, "the number 200"],
    ["another option", { text: "Set a part size with --chunk-size." }, "the name --chunk-size"],
    ["another identifier", { text: "Set `chunkSize`." }, "the name chunkSize"],
    ["an identifier that is one letter off", { text: "Set partSixe." }, "the name partSixe"],
    ["half an identifier", { text: "Set `partSiz`." }, "the name partSiz"],
    ["a price", { text: "Retries cost $5 each." }, "prices"],
    ["a date", { text: "It works like this since March." }, "dates"],
    ["a refund", { text: "You can ask for a refund." }, "refunds"],
    ["availability", { text: "It is available in your region." }, "availability"],
    ["an incident", { text: "There was an outage." }, "incidents"],
    ["eligibility", { text: "You are eligible for it." }, "eligibility"],
    ["law", { text: "You may be liable for it." }, "law"],
    ["another vendor", { text: "Use Claude for it." }, "other vendors"],
    ["why a model changed", { text: "The model got worse due to load." }, "why a model changed"],
    ["nothing but code of its own", { text: "```\nrm -rf /\n```" }, "says nothing"],
  ])("%s", (_, claim, because) => {
    expect(reason(claim)).toContain(because);
  });

  it("only the claim at fault, and says why", () => {
    const good = { text: "Set a part size.", passageIds: ["passage-1"], quote: QUOTE };
    const bad = { ...good, quote: "nothing of the kind" };
    expect(verifyDraft(aDraft({ claims: [bad, good] }), [passage])).toMatchObject({
      type: "verified",
      draft: {
        claims: [good],
        cut: [{ text: bad.text, because: "its quote does not occur in the passage" }],
      },
    });
  });
});

describe("verifyDraft", () => {
  it("lets an official source speak of prices and dates", () => {
    const claim = { text: "Retries cost $5 since March." };
    expect(verify(claim, [{ ...passage, official: true }]).type).toBe("verified");
  });

  it("sets code of the model's own apart", () => {
    const text = "Set a part size.\n```ts\nawait retry(upload)\n```";
    expect(verify({ text })).toMatchObject({
      draft: { claims: [{ text: "Set a part size." }], ownCode: ["await retry(upload)"] },
    });
  });

  it("drops links from what is left open", () => {
    const draft = aDraft({
      claims: [{ text: "Set a part size.", passageIds: ["passage-1"], quote: QUOTE }],
      unanswered: ["the price", "see https://evil.example"],
      clarify: "Is it www.evil.example?",
    });
    expect(verifyDraft(draft, [passage])).toMatchObject({
      draft: { unanswered: ["the price"], clarify: null },
    });
  });

  it("holds a draft without claims", () => {
    expect(verifyDraft(aDraft({ claims: [] }), [passage])).toMatchObject({ type: "held", cut: [] });
  });

  it("never lets out a link or a quote that is not in the index", { timeout: 30_000 }, () => {
    const words = fc.constantFrom(
      "part size",
      QUOTE,
      "files",
      "100 MB",
      "`partSize`",
      " ",
      "\n",
      "**",
    );
    const links = fc.oneof(
      fc.webUrl().map((url) => `[x](${url})`),
      fc.webUrl(),
      fc.domain(),
      fc.constantFrom(
        passage.url,
        "<https://evil.example>",
        "[a]: http://evil.example",
        "//evil.example",
      ),
    );
    const text = fc
      .array(fc.oneof(words, links, fc.string()), { maxLength: 6 })
      .map((parts) => parts.join(" "));
    const anyClaim = fc.record({
      text,
      quote: fc.oneof(fc.constant(QUOTE), text),
      passageIds: fc.oneof(
        fc.constant<string[]>(["passage-1"]),
        fc.subarray(["passage-1", "passage-2", "made-up"]),
      ),
    });
    const other = aPassage({
      id: "passage-2",
      url: "https://docs.example/other",
      text: "Other files.",
    });
    const sent = [passage, other];
    let stood = 0;
    fc.assert(
      fc.property(fc.array(anyClaim, { maxLength: 4 }), (claims) => {
        const verified = verifyDraft(aDraft({ claims }), sent);
        if (verified.type !== "verified") return;
        stood += 1;
        const pages = sent.flatMap(({ url }) => [url, url.replace(/#.*/, "")]);
        for (const claim of verified.draft.claims) {
          const cited = sent.filter(({ id }) => claim.passageIds.includes(id));
          expect(cited.length).toBe(claim.passageIds.length);
          expect(cited.some((one) => folded(one.text).includes(folded(claim.quote)))).toBe(true);
          for (const link of linksIn(claim.text)) expect(pages).toContain(link);
          expect(claim.text).not.toMatch(/evil/);
        }
      }),
      { numRuns: 500 },
    );
    expect(stood).toBeGreaterThan(20);
  });
});
