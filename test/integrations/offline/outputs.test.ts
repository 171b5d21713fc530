import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { createOfflineClassifier } from "../../../src/integrations/offline/classifier.ts";
import { readOwn } from "../../../train/offline/rows.ts";

const folder = new URL("../../../train/rows/", import.meta.url);
const AREAS = [
  { name: "api", description: "requests and their errors", keywords: ["endpoint", "timeout"] },
  { name: "dashboard", description: "the web console", keywords: ["page", "button", "login"] },
];

// Whatever makes the engine faster leaves this as it is; new weights, phrases or details change it:
// `npx vitest run test/integrations/offline/outputs.test.ts -u`.
it("says of our own rows, to the last digit, what it said before", async () => {
  const classifier = createOfflineClassifier();
  const said = createHash("sha256");
  for (const file of readdirSync(folder).toSorted()) {
    for (const { title, text } of readOwn(readFileSync(new URL(file, folder), "utf8"))) {
      const outcome = await classifier.classify({ title, text, areas: AREAS, tags: [] });
      said.update(`${JSON.stringify(outcome)}\n`);
    }
  }
  expect(said.digest("hex")).toMatchInlineSnapshot(
    `"8c79fe26865a02b9cb88529b743ec2ab99025d523bc98e8b79c36e9e14d9feb1"`,
  );
});
