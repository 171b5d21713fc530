import { afterAll, beforeAll, expect, it } from "vitest";
import type { buttonsOf } from "../../demo/headless/buttons.ts";
import { SECOND } from "../../src/triage/model/clock.ts";
import { aClassification, aDraft } from "../fakes/samples.ts";
import { type ATown, aTown } from "./a-town.ts";

let town: ATown;
beforeAll(async () => {
  const texts = {
    reference: "Case {code}",
    "status.none": "Nothing yet.",
    "button.person": "Ask a human",
    "form.details-free": "Whatever else",
    de: { reference: "Vorgang {code}" },
  };
  town = await aTown({ settings: { texts } });
  const { classifier, drafter, passages, passage } = town;
  const is = (piece: string, overrides: Parameters<typeof aClassification>[0]) =>
    classifier.when(piece, {
      type: "classified",
      classification: aClassification(overrides),
      call: null,
    });
  is("Wie lade ich", { kind: "question", language: "de" });
  is("Es stürzt ab", { kind: "bug", missing: ["version"], language: "de" });
  is("Il plante", { kind: "bug", missing: ["version"], language: "fr" });
  passages.when("Wie lade ich", [[passage.id, 9]]);
  const claims = [{ text: passage.text, passageIds: [passage.id], quote: passage.text }];
  drafter.when("Wie lade ich", { type: "drafted", call: null, draft: aDraft({ claims }) });
});
afterAll(async () => {
  town.expectOrder();
  await town.close();
});

const labels = (message: Parameters<typeof buttonsOf>[0] | undefined) =>
  JSON.stringify(message?.["components"]);

it("says what the config says, in messages, on buttons and to one person alone", async () => {
  const { thread } = await town.ask("How do I upload?");
  await town.approve();
  const [answer] = town.said(thread);
  expect(answer?.["content"]).toContain("Case SB-");
  expect(answer?.["content"]).toContain("What the docs say about this:");
  expect(labels(answer)).toContain("Ask a human");
  const nobody = town.member();
  const status = await nobody.command("status", {}, town.channels.get("general") ?? "").reply();
  expect(status["content"]).toBe("Nothing yet.");
});

it("puts an answer into its asker's language, frame and all", async () => {
  const { thread } = await town.ask("Wie lade ich eine Datei hoch?");
  await town.approve();
  const [answer] = town.said(thread);
  const said = String(answer?.["content"]);
  expect(said).toContain("Das steht dazu in der Dokumentation:");
  expect(said).toContain("Ein Mensch aus dem Team hat das geprüft. Vorgang SB-");
  expect(said).not.toContain("the docs");
  expect(labels(answer)).toContain("Hat geholfen");
});

it("asks for what is missing, in the message and in its form, in the reporter's language", async () => {
  const { thread, by } = await town.ask("Il plante au démarrage");
  const [asked] = town.said(thread);
  expect(asked?.["content"]).toContain("Pour examiner cela, l’équipe a besoin de :");
  expect(asked?.["content"]).toContain("- le SDK et sa version");
  // The config's own words are in no language: what ships in French stands before them.
  expect(asked?.["content"]).toContain("Référence : SB-");
  const form = await town.press(asked, "details", by).modal();
  expect(form).toMatchObject({ title: "Détails (peuvent être cités en public)" });
  expect(JSON.stringify(form)).toContain("Autre chose");
  expect(JSON.stringify(form)).not.toContain("Whatever else");
  await town.later(SECOND);
});
