import { describe, expect, it } from "vitest";
import { Config } from "../src/config/schema.ts";
import { docsPlaces } from "../src/docs.ts";

const placesOf = (docs: readonly object[]) =>
  docsPlaces({ docs: Config.shape.docs.parse(docs) }, "/etc/signalbox/config.yaml");

describe("the docs of the config", () => {
  it("are folders seen from its own", () => {
    expect(placesOf([{ name: "guide", path: "./docs", base_url: "https://a.example" }])).toEqual([
      {
        source: { name: "guide", version: null, official: false, audience: [] },
        from: { type: "path", path: "/etc/signalbox/docs", baseUrl: "https://a.example" },
      },
    ]);
  });

  it.each(["sitemap", "site", "url"])("or a %s on the web", (kind) => {
    const [place] = placesOf([{ name: "guide", [kind]: "https://a.example/x", delay: "1s" }]);
    expect(place?.from).toEqual({
      type: "site",
      kind,
      url: "https://a.example/x",
      include: [],
      exclude: [],
      mostPages: 5_000,
      delayMs: 1_000,
      privateHosts: [],
    });
  });
});
