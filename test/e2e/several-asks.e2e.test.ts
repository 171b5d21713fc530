import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SECOND } from "../../src/triage/model/clock.ts";
import { aClassification } from "../fakes/samples.ts";
import { type ATown, aTown } from "./a-town.ts";

const CRASH = "1. The upload crashes at 99 percent";
const DOCS = "2. The page on limits names the wrong number";
const TEXT = `Since 3.1:\n${CRASH}\n${DOCS}`;

describe("a forum post with two asks, on the real program", () => {
  let town: ATown;
  beforeAll(async () => {
    town = await aTown();
    const says = (piece: string, title: string, kind: "bug" | "docs", asks: string[] = []) =>
      town.classifier.when(piece, {
        type: "classified",
        classification: aClassification({ kind, title, ask: title, evidence: [], missing: [] }),
        call: null,
        asks,
      });
    says(CRASH, "Upload crashes at 99 percent", "bug");
    says(DOCS, "Limits page names the wrong number", "docs");
    says(TEXT, "Two things", "bug", [CRASH, DOCS]);
  });
  afterAll(async () => {
    town.expectOrder();
    await town.close();
  });

  let asked: Awaited<ReturnType<ATown["ask"]>>;
  const tickets = () => {
    const { store, communityId } = town.signalbox();
    return store.tickets.find(communityId, { conversationId: asked.thread });
  };

  it("becomes two tickets with a card each, and two issues", async () => {
    asked = await town.ask(TEXT);
    expect(await tickets()).toHaveLength(2);
    expect(town.cards()).toHaveLength(2);
    await town.approve();
    await town.approve();
    expect(
      town
        .issues()
        .map(({ title }) => title)
        .toSorted(),
    ).toEqual(["Limits page names the wrong number", "Upload crashes at 99 percent"]);
    expect(town.said(asked.thread)).toHaveLength(2);
  });

  it("takes a follow-up into what there is", async () => {
    asked.by.post(asked.thread, "It also happens on Windows, the upload thing.");
    await town.later(20 * SECOND);
    expect(await tickets()).toHaveLength(2);
    expect(town.said(asked.thread)).toHaveLength(2);
    expect(town.cards()).toEqual([]);
  });
});
