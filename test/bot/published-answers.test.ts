import fc from "fast-check";
import { expect, it } from "vitest";
import { renderSay } from "../../src/bot/render/render.ts";
import { createTexts } from "../../src/bot/words/wording.ts";
import type { Passage } from "../../src/triage/model/passage.ts";
import type { Say } from "../../src/triage/model/say.ts";
import { folded } from "../../src/triage/text/folded.ts";
import { aPassage } from "../fakes/samples.ts";
import { aHouseOfQuestions } from "../triage/asking-house.ts";

const texts = createTexts();

const FIRST: Partial<Passage> = {
  text: "Files over 1 GB need a **part size** of 100 MB, set with [`partSize`](/api/upload).",
};
const SECOND = {
  id: "passage-2",
  page: "retries.md",
  url: "https://docs.example/retries#pauses",
  text: "Set `maxRetries` in the client. Each pause is twice the one before.",
};
const QUOTES = ["need a part size of 100 MB", "Set `maxRetries` in the client."];
const LINKS = ["https://docs.example/uploads", SECOND.url];

/** Every address that Discord would make a link of in a message as it is rendered. */
function linksIn(say: Say): string[] {
  const { content, embeds, files } = renderSay(say, "action-0000000000000001", texts);
  const seen = [
    content,
    ...embeds.map((one) => one.description ?? ""),
    ...files.map((one) => one.text),
  ];
  return (
    seen
      .join("\n")
      .match(/https?:\/\/[^\s<>"'`)\]]+|discord\.gg\/\w+/gi)
      ?.map((link) => link.replace(/[.,;:!?]+$/, "")) ?? []
  );
}

const piece = fc.oneof(
  fc.constantFrom(...QUOTES, ...LINKS, "100 MB", "`partSize`", "\n", "```\nrm -rf /\n```"),
  fc.webUrl(),
  fc.webUrl().map((url) => `[the docs](${url})`),
  fc.constantFrom(
    "https://docs.example/none",
    "https://docs.example.evil.net/uploads",
    "<https://evil.example>",
    "[a]: http://evil.example/b",
    "discord.gg/evil",
    "```\nfetch('https://evil.example')\n```",
  ),
  fc.string({ maxLength: 12 }),
);
const text = fc.array(piece, { minLength: 1, maxLength: 5 }).map((parts) => parts.join(" "));
const uploading = {
  text: "Set a part size of 100 MB.",
  quote: QUOTES[0] ?? "",
  passageIds: ["passage-1"],
};
const retrying = { text: "Set `maxRetries`.", quote: QUOTES[1] ?? "", passageIds: ["passage-2"] };
const anyClaim = fc.record({
  text,
  quote: fc.oneof(fc.constantFrom(...QUOTES), text),
  passageIds: fc.subarray(["passage-1", "passage-2", "invented"], { minLength: 1 }),
});
/** A true sentence with something added, which may be anything. */
const addedTo = fc
  .tuple(fc.constantFrom(uploading, retrying), piece)
  .map(([claim, more]) => ({ ...claim, text: `${claim.text} ${more}` }));
const claims = fc.array(fc.oneof(fc.constantFrom(uploading, retrying), addedTo, anyClaim), {
  minLength: 1,
  maxLength: 4,
});
const verdict = fc.oneof(
  fc.constant({ type: "send" as const }),
  // Half of the edits are harmless, so that enough of them go through.
  fc
    .oneof(text, fc.constantFrom("In parts of 100 MB.", ...QUOTES, ...LINKS))
    .map((words) => ({ type: "edit" as const, words })),
  claims.map((again) => ({ type: "redraft" as const, again })),
);

it("is not sent once a page that it cites has left the docs", async () => {
  const house = aHouseOfQuestions();
  house.drafts({});
  const { raw } = await house.asks("How do I upload a large file?");
  house.passages.remove(house.passage.id);
  for (const verdict of [
    { verdict: "send" } as const,
    { verdict: "edit", title: null, text: "In parts." } as const,
  ]) {
    expect(await house.rule(verdict)).toMatchObject({
      type: "refused",
      words: expect.stringContaining("has left the docs"),
    });
  }
  await house.advance(10_000);
  expect(house.conversation.publicIn(raw.conversationId ?? "")).toEqual([]);
});

it("holds no link and no quotation that is not in the index, through edit and redraft", {
  timeout: 60_000,
}, async () => {
  let published = 0;
  let edited = 0;
  await fc.assert(
    fc.asyncProperty(claims, verdict, async (drafted, then) => {
      const house = aHouseOfQuestions();
      const first = aPassage({ ...FIRST });
      house.passages.remove(first.id);
      house.passages.add(first, "never asked");
      house.finds(SECOND);
      house.passages.when("", [
        [first.id, 9],
        [SECOND.id, 8],
      ]);
      const pages = [first, aPassage(SECOND)];
      house.drafts({ claims: drafted });
      const { raw } = await house.asks("How do I upload a large file?");
      if (house.openCards().length === 0) return;
      if (then.type === "redraft") {
        house.drafts({ claims: then.again });
        await house.rule({ verdict: "redraft", instruction: "shorter" });
        await house.settle();
        // Whatever the second draft is worth, the first is not lost.
        expect(house.openCards()).toHaveLength(1);
      }
      if (then.type === "edit") {
        const ruled = await house.rule({ verdict: "edit", title: null, text: then.words });
        if (ruled.type === "refused") return;
        edited += 1;
      } else await house.rule({ verdict: "send" });
      await house.advance(10_000);

      const [said] = house.conversation.publicIn(raw.conversationId ?? "");
      if (said?.say.say !== "answer") throw new Error("nothing was said");
      published += 1;
      for (const link of linksIn(said.say))
        expect(await house.passages.holds(link), link).toBe(true);
      for (const { url } of said.say.sources) expect(await house.passages.holds(url)).toBe(true);
      if (then.type === "edit") return;
      const { draft } = await house.ticketOf({
        type: "ticket",
        ticketId: (await house.tickets.find("acme", { postSourceId: raw.sourceId }))[0]?.id ?? "",
      });
      for (const { quote } of draft?.claims ?? []) {
        expect(pages.some((page) => folded(page.text).includes(folded(quote)))).toBe(true);
      }
    }),
    { numRuns: 150 },
  );
  expect(published).toBeGreaterThan(10);
  expect(edited).toBeGreaterThan(2);
});
