import { describe, expect, it } from "vitest";
import { createHouse } from "../fakes/house.ts";
import { aClassification, aDraft, aPassage } from "../fakes/samples.ts";

const OLD = aPassage({
  id: "old",
  version: "1",
  text: "Use put to upload.",
  url: "https://d.example/1",
});
const NEW = aPassage({
  id: "new",
  version: "2",
  text: "Use send to upload.",
  url: "https://d.example/2",
});

async function cardFor(title: string) {
  const docs = {
    sources: [{ name: "docs", products: ["acme-sdk"], versions: ["1", "2"] }],
    places: {},
    solved: false,
  };
  const house = createHouse({ passages: [OLD, NEW], policy: { docs } });
  house.classifier.when("", {
    type: "classified",
    classification: aClassification({ kind: "question" }),
    call: null,
  });
  house.passages.when("", [
    ["new", 9],
    ["old", 8],
  ]);
  const quoted = title.includes("1.4") ? OLD : NEW;
  const claim = { text: quoted.text, passageIds: [quoted.id], quote: quoted.text };
  house.drafter.when("", {
    type: "drafted",
    draft: aDraft({ claims: [claim], confidence: 0.9 }),
    call: null,
  });
  await house.post({ title, text: "It throws." });
  await house.advance(20_000);
  return house.openCards()[0];
}

describe("an answer from the docs of a version", () => {
  it("is drafted from the version that the post names, and the card says so", async () => {
    const card = await cardFor("How do I upload with acme-sdk 1.4.2?");
    expect(card?.body).toContain("Use put to upload.");
    expect(card?.evidence.map(({ title }) => title)).toEqual(["v1 · Uploads: Large files"]);
    expect(card?.facts.join(" ")).toContain("from the docs of version 1, which the post names");
  });

  it("says when there are no docs of the version named", async () => {
    const card = await cardFor("How do I upload with acme-sdk 7.0?");
    expect(card?.facts.join(" ")).toContain("the post names 7.0, the docs of docs are about 2");
  });
});
