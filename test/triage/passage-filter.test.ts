import { describe, expect, it } from "vitest";
import { narrow } from "../../src/triage/answers/passage-filter.ts";

const docs = {
  solved: false,
  sources: [
    { name: "guide", products: ["acme", "acme-js"], versions: ["1", "2", "3"] },
    { name: "python", products: ["acme-py"], versions: ["0.9", "1.0"] },
    { name: "faq", products: ["faq"], versions: [] },
  ],
  places: { help: { sources: ["guide", "faq"], audience: "developers" } },
};
const ask = (title: string, placeId = "elsewhere") =>
  narrow({ title, text: "uploads hang", placeId }, { docs });

describe("the docs searched for an ask", () => {
  it("are all of them, newest versions, when nothing is said", () => {
    expect(ask("Uploads hang")).toEqual({ filter: {}, note: null });
  });

  it("are of the version that it names, and the card says so", () => {
    expect(ask("Uploads hang with acme-js 1.4.2")).toEqual({
      filter: { versions: { guide: "1" } },
      note: "from the docs of version 1, which the post names",
    });
  });

  it("are told apart by the name of the package", () => {
    expect(ask("acme-py 1.0.3 hangs").filter).toEqual({ versions: { python: "1.0" } });
  });

  it("say nothing special of the newest version", () => {
    expect(ask("acme 3.1 hangs")).toEqual({ filter: { versions: { guide: "3" } }, note: null });
  });

  it("tell the reviewer when there are none of the version named", () => {
    expect(ask("acme 7.1 hangs")).toEqual({
      filter: {},
      note: "the post names 7.1, the docs of guide are about 3",
    });
  });

  it("are those of the channel", () => {
    const { filter } = ask("acme v2 hangs", "help");
    expect(filter).toEqual({
      sources: ["guide", "faq"],
      audience: "developers",
      versions: { guide: "2" },
    });
  });
});
