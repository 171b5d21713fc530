import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { loadConfig } from "../../src/config/load.ts";

const folder = mkdtempSync(join(tmpdir(), "signalbox-config-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** What is said of a config, without the file's name. */
function mistakesIn(content: string | Uint8Array): string[] {
  const file = join(folder, "signalbox.config.yaml");
  writeFileSync(file, content);
  try {
    loadConfig(file);
    return [];
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    return said.split("\n").map((line) => line.trim().replace(file, ""));
  }
}

const WHOLE = `community: acme
discord:
  server: Acme
  channels: { help: forum }
  review_channel: review
`;

describe("loadConfig", () => {
  it("takes a config without mistakes", () => {
    expect(mistakesIn(WHOLE)).toEqual([]);
  });

  it.each([
    ["limits: { asks_per_day: 100 }", "limits.asks_per_day: must be at most 25"],
    ["limits:\n  bundle: soon", "limits.bundle: must be a duration such as 10s, 5m, 72h or 3d"],
    ["mode: loud", 'mode: must be one of shadow, live, not "loud"'],
    ["enginee: openai", "enginee: is no setting; is it misspelt?"],
    ["teams: { sdk: [] }", "teams: must be a list, not a section of `key: value` lines"],
    ["fallback:", "fallback: must be a section of `key: value` lines, not empty"],
    ["teams: [{ members: [] }]", "teams.0.name: is missing; it must be a text"],
    [
      "github: { base_url: here }",
      'github.base_url: must be an address such as https://…, not "here"',
    ],
    ["acts: { answer: maybe }", 'acts.answer: must be one of off, draft, auto, not "maybe"'],
  ])("says of %j what it must be", (wrong, said) => {
    const line = WHOLE.split("\n").length + (wrong.includes("\n") ? 1 : 0);
    expect(mistakesIn(`${WHOLE}${wrong}\n`)).toEqual([
      "1 mistake in the config:",
      `:${line}  ${said}`,
    ]);
  });

  it("names the line of a section's own key, and of each key that is unknown", () => {
    expect(mistakesIn("community: acme\n\ndiscord:\n  sever: Acme\n  chanels: {}\n")).toEqual([
      "5 mistakes in the config:",
      ":3  discord.server: is missing; it must be a text",
      ":3  discord.channels: is missing; it must be a section of `key: value` lines",
      ":3  discord.review_channel: is missing; it must be a text",
      ":4  discord.sever: is no setting; is it misspelt?",
      ":5  discord.chanels: is no setting; is it misspelt?",
    ]);
  });

  it("does not repeat a key that was pasted into the wrong line", () => {
    const key = ["sk", "proj", "A1b2C3d4E5f6G7h8I9j0K1l2M3n4"].join("-");
    const said = mistakesIn(`${WHOLE}mode: ${key}\n`).join("\n");
    expect(said).toContain("mode: must be one of");
    expect(said).not.toContain(key);
  });

  it("tells a file that is empty, binary, a folder or not there apart", () => {
    expect(mistakesIn("# nothing yet\n").join()).toContain("is empty");
    expect(mistakesIn(new Uint8Array([0x61, 0xff, 0xfe])).join()).toContain("is not UTF-8");
    expect(() => loadConfig(folder)).toThrow(`${folder}: is a folder`);
    expect(() => loadConfig(join(folder, "gone.yaml"))).toThrow("signalbox init");
  });
});

describe("slips in YAML", () => {
  const syntax = (content: string) =>
    mistakesIn(content).filter((line) => /^:\d+:\d+: /.test(line));

  it.each([
    ["limits:\n\tbundle: 5s", "7:1: is indented with a tab; indent with spaces"],
    ["mode:live", "6:6: needs a space after the colon"],
    ['zone: "UTC', '6:7: the quote " is not closed'],
    ["zone: 'UTC\nmode: 'live'", "6:7: the quote ' is not closed"],
    ["zone: 'it's'", "6:11: something follows a closing quote"],
    ["community: other", "6:1: stands here a second time (first on line 1); keep one"],
    ["zone: UTC\n   mode: live", "7:4: is indented further than the line above"],
    ["limits:\n    bundle: 5s\n  open: 3", "8:3: does not line up with the keys beside it"],
    ["zone: UTC: x", "6:7: holds a second colon; put the value in quotes"],
    ["zone: @home", "6:7: a value may not begin with @; put the value in quotes"],
    ["zone: *home", "6:7: * has a meaning of its own in YAML; put the value in quotes"],
    ["zone: !home", "6:7: ! has a meaning of its own in YAML; put the value in quotes"],
    ['zone: "C:\\dir"', "6:10: a backslash in double quotes has to be written twice"],
    ["teams: [a, b\nmode: live", "6:8: this bracket is not closed"],
    ["teams: ]", "6:8: ] closes nothing"],
    ["mode", "6:1: is no `key: value`; put a colon and a space after the key"],
    ["---\nmode: live", "6:1: --- begins a second document"],
    ["<<<<<<< HEAD\nmode: live\n=======", "6:1: is left from a merge"],
  ])("are told in plain words and with their place: %j", (wrong, said) => {
    expect(syntax(`${WHOLE}${wrong}\n`)[0]).toContain(`:${said}`);
  });

  it("are shown in their line, with a caret below", () => {
    const file = join(folder, "shown.yaml");
    writeFileSync(file, `${WHOLE}limits:\n\tbundle: 5s\n`);
    expect(() => loadConfig(file)).toThrow("\n      →bundle: 5s\n      ^");
    writeFileSync(file, `${WHOLE}zone: @home\n`);
    expect(() => loadConfig(file)).toThrow("\n      zone: @home\n            ^");
  });

  it("are told all at once, with what is wrong behind them", () => {
    const said = mistakesIn(
      `community:acme\ndiscord:\n\tserver: Acme\n\tchannels:\n\t\thelp: forum\n\treview_channel: "review\nmode: loud\nmode: live\nenginee: offline\n`,
    ).filter((line) => line.startsWith(":"));
    expect(said).toEqual([
      ":1:11: needs a space after the colon",
      ":3:1: is indented with a tab; indent with spaces",
      ":4:1: is indented with a tab; indent with spaces",
      ":5:1: is indented with a tab; indent with spaces",
      ":6:1: is indented with a tab; indent with spaces",
      ':6: the quote " is not closed',
      ":8:1: stands here a second time (first on line 7); keep one",
      ":9  enginee: is no setting; is it misspelt?",
    ]);
  });

  it("do not repeat a key that stands in the line", () => {
    const key = ["sk", "proj", "A1b2C3d4E5f6G7h8I9j0K1l2M3n4"].join("-");
    const said = mistakesIn(`${WHOLE}zone: '${key}' x\n`).join("\n");
    expect(said).toContain("something follows a closing quote");
    expect(said).not.toContain(key);
  });

  it("say of a section without spaces what it needs", () => {
    const without = WHOLE.replace("{ help: forum }", "help:forum");
    expect(mistakesIn(without).join()).toContain('not "help:forum"; put a space after each colon');
  });
});
