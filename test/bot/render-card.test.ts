import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { idInMarker } from "../../src/bot/discord/marker.ts";
import { parseCustomId } from "../../src/bot/presses/custom-id.ts";
import { PHONE, phoneLines, renderCard } from "../../src/bot/render/render-card.ts";
import type { ReviewCard } from "../../src/triage/model/review-card.ts";
import { aCard } from "./cards.ts";

const verbs = (card: ReviewCard) =>
  renderCard(card).components.flatMap((row) =>
    row.components.map((one) => parseCustomId(one.custom_id)?.verb),
  );

function linesOf(card: ReviewCard): number {
  const [embed] = renderCard(card).embeds;
  const texts = [embed?.title, embed?.author?.name, embed?.description, embed?.footer?.text];
  return texts.reduce((sum, text) => sum + (text ? phoneLines(text) : 0), 0);
}

describe("renderCard", () => {
  it("shows what is asked, what would be sent, what it rests on and the doubt", () => {
    const description = renderCard(aCard()).embeds[0]?.description;
    expect(description).toContain("How do I set a timeout?");
    expect(description).toContain("> Set the timeout");
    expect(description).toContain("[Timeouts](<https://docs.example/client#timeouts>)");
    expect(description).toContain("The version is a guess");
  });

  it("carries card and version in every button", () => {
    const ids = renderCard(aCard({ version: 7 })).components[0]?.components.map((one) =>
      parseCustomId(one.custom_id),
    );
    expect(ids).toHaveLength(4);
    for (const id of ids ?? []) expect(id).toMatchObject({ id: aCard().cardId, version: 7 });
  });

  it("offers what is possible only", () => {
    expect(verbs(aCard())).toEqual(["send", "edit", "dismiss", "more"]);
    expect(verbs(aCard({ send: null, editable: false }))).toEqual(["dismiss", "more"]);
    expect(verbs(aCard({ closed: "Sent by Ada", undoUntil: 1_000 }))).toEqual(["undo"]);
    expect(verbs(aCard({ closed: "Sent by Ada" }))).toEqual([]);
  });

  it("shows its id to nobody, and carries it without buttons as well", () => {
    const [closed] = renderCard(aCard({ closed: "Sent by Ada" })).embeds;
    expect(idInMarker(closed?.url)).toBe(aCard().cardId);
    expect(closed?.title).toBeUndefined();
    expect(closed?.author).toEqual({ name: "SB-142", url: aCard().permalink });
    const [open] = renderCard(aCard()).embeds;
    expect(open).toMatchObject({ title: "SB-142", footer: { text: "offline" } });
    expect(JSON.stringify(open)).not.toContain(aCard().cardId);
  });

  it("says how much of a long draft it does not show", () => {
    const card = aCard({ body: "one line\n".repeat(40) });
    expect(renderCard(card).embeds[0]?.description).toMatch(/… 3\d more lines under More/);
  });

  it("fits a phone, whatever it holds", () => {
    const text = fc.string({ maxLength: 3_000, unit: "grapheme" });
    const card = fc.record({
      ask: text,
      facts: fc.array(text, { maxLength: 6 }),
      action: text,
      body: fc.oneof(
        text,
        fc.array(fc.lorem({ maxCount: 30 }), { maxLength: 60 }).map((lines) => lines.join("\n")),
      ),
      evidence: fc.array(
        fc.record({ title: text, url: fc.constant("https://docs.example/a"), quote: text }),
        { maxLength: 4 },
      ),
      doubt: fc.option(text),
      codes: fc.array(fc.constant("SB-12345"), { minLength: 1, maxLength: 30 }),
      engine: text,
      reporters: fc.nat(5_000),
      freshReporters: fc.nat(30),
      learnt: fc.option(text),
      claim: fc.option(fc.record({ name: text, until: fc.nat() })),
      vouches: fc.nat(9),
      reworded: fc.option(fc.record({ name: text, words: text }), { nil: undefined }),
      answer: fc.option(
        fc.record({
          claims: fc.constant([]).map((none) => [...none]),
          ownCode: fc.array(text, { maxLength: 2 }),
          cut: fc.constant([]).map((none) => [...none]),
        }),
        { nil: undefined },
      ),
      closed: fc.option(text),
      undoUntil: fc.option(fc.nat()),
    });
    fc.assert(
      fc.property(card, (overrides) => {
        const full = aCard(overrides);
        expect(linesOf(full)).toBeLessThanOrEqual(PHONE.lines);
        expect(renderCard(full).embeds[0]?.description?.length).toBeLessThanOrEqual(4_096);
      }),
      { numRuns: 300 },
    );
  });
});
