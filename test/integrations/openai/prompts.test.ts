import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { loadPrompt } from "../../../src/integrations/openai/prompt.ts";

const folder = new URL("../../../src/integrations/openai/prompts/", import.meta.url);

/**
 * What each prompt was when it was given its number. A changed text needs the next number, so
 * that every stored classification tells which text it came from: add a line, change none.
 */
const RECORDED: Readonly<Record<string, string>> = {
  "classify@1": "1d27081443f41e7c",
  "classify@2": "f8f9bf728f75b3eb",
  "draft@1": "17b40f7a666bdd49",
  "draft@2": "95c64b90a55aa270",
  "draft@3": "6ca69fc2a2eaa71f",
  "images@1": "ac71200869d43dd6",
  "rerank@1": "79c571d9d36b0b31",
  "translate@1": "d3edd87a4779527f",
};

describe("prompts", () => {
  const files = readdirSync(folder).map((file) => file.replace(/\.md$/, ""));

  it("are all recorded", () => {
    expect(files.toSorted()).toEqual(Object.keys(RECORDED).toSorted());
  });

  it.each(Object.entries(RECORDED))("%s is the text that got this number", (name, hash) => {
    expect(loadPrompt(name).hash).toBe(hash);
  });

  it.each(files)("%s has a name with a number", (name) => {
    expect(name).toMatch(/^[a-z-]+@\d+$/);
  });
});
