import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DAY, MINUTE } from "../../src/triage/model/clock.ts";
import { aClassification, aDraft, aPassage } from "../fakes/samples.ts";
import { type ATown, aTown } from "./a-town.ts";

describe("an edit", () => {
  let town: ATown;
  beforeAll(async () => {
    town = await aTown({ settings: { review: { shelf_life: "3d" } } });
    const other = aPassage({
      id: "other",
      url: "https://docs.example/rights",
      text: "Ask an owner.",
    });
    const claims = [{ text: other.text, passageIds: [other.id], quote: other.text }];
    town.passages.add(other, "How do I get rights");
    town.drafter.when("How do I get rights", {
      type: "drafted",
      call: null,
      draft: aDraft({ claims }),
    });
  });
  afterAll(async () => {
    town.expectOrder();
    await town.close();
  });

  const stateOf = async (id: string) => (await town.ticketOf(id)).ticket.state;
  async function edits({ by, thread }: Awaited<ReturnType<ATown["ask"]>>, text: string) {
    const before = town.classifier.asked.length;
    by.edit(thread, text);
    await town.later(MINUTE);
    return { looked: town.classifier.asked.length - before };
  }

  it("of other words for the same leaves an answer as it stands, though it is triaged again", async () => {
    const asked = await town.ask("How do I upload?");
    await town.approve();
    expect(await edits(asked, "How do I upload, please?")).toEqual({ looked: 1 });
    expect(await stateOf(asked.thread)).toBe("answered");
    expect(town.cards()).toEqual([]);
    expect(town.said(asked.thread)).toHaveLength(1);
  });

  it("that asks for something else is answered again, after a review", async () => {
    const asked = await town.ask("How do I upload?");
    await town.approve();
    await edits(asked, "How do I get rights?");
    expect(town.cards()).toHaveLength(1);
    expect(town.said(asked.thread)).toHaveLength(1);
    await town.approve();
    expect(town.texts(asked.thread).at(-1)).toContain("https://docs.example/rights");
    expect(town.said(asked.thread)).toHaveLength(2);
    expect(await stateOf(asked.thread)).toBe("answered");
  });

  it("that makes a report of what was answered goes to staff as a report", async () => {
    const asked = await town.ask("How do I upload?");
    await town.approve();
    await edits(asked, "It hangs");
    expect((await town.ticketOf(asked.thread)).proposal?.proposed.outcome).toBe("file");
    await town.approve("dismiss");
  });

  it("is no reason to put before staff again what they dismissed, unless it says something else", async () => {
    const asked = await town.ask("How do I upload?");
    await town.approve("dismiss");
    await edits(asked, "How do I upload, please?");
    expect(town.cards()).toEqual([]);
    expect(await stateOf(asked.thread)).toBe("resting");
    await edits(asked, "How do I get rights?");
    expect(town.cards()).toHaveLength(1);
    await town.approve("dismiss");
  });

  it("adds nothing to what was asked for unless it does: the reporter is waited for as before", async () => {
    const asked = await town.ask("It crashes");
    expect(await stateOf(asked.thread)).toBe("waiting-reporter");
    await town.later(2 * DAY);
    await edits(asked, "It crashes, sometimes");
    expect(await stateOf(asked.thread)).toBe("waiting-reporter");
    expect(town.cards()).toEqual([]);
    expect(town.said(asked.thread)).toHaveLength(1);
    // A day later its time has come, as if nothing had been edited.
    await town.later(DAY);
    expect(await stateOf(asked.thread)).toBe("proposed");
    expect((await town.ticketOf(asked.thread)).proposal?.proposed.outcome).toBe("file");
    await town.approve("dismiss");

    const told = await town.ask("It crashes");
    town.classifier.when("with sdk 9", {
      type: "classified",
      classification: aClassification({ kind: "bug", missing: [] }),
      call: null,
    });
    await edits(told, "It crashes with sdk 9");
    expect((await town.ticketOf(told.thread)).proposal?.proposed.outcome).toBe("file");
    await town.approve("dismiss");
  });
});
