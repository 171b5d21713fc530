import { describe, expect, it } from "vitest";
import { settingName, settingValue } from "../../src/bot/setup/setting-names.ts";
import { historyLines } from "../../src/bot/setup/setup-history.ts";
import { Act } from "../../src/triage/model/policy.ts";
import { SETUP_KEYS } from "../../src/triage/setup/community-settings.ts";

describe("a setting in the history of /setup", () => {
  it("has the label of its page", () => {
    expect(settingName("acts.tell-milestone")).toBe("Tell of a milestone");
    expect(settingName("discord.channels.help")).toBe("How #help is listened to");
    expect(settingName("acts_by_area.sdk.answer")).toBe("Answer from the docs: sdk");
    expect(settingName("something.older")).toBeNull();
  });

  it("has one for everything that /setup sets", () => {
    const keys = [...SETUP_KEYS, ...Act.options.map((act) => `acts.${act}`), "paused"];
    expect(keys.filter((key) => settingName(key) === null)).toEqual([]);
  });

  it("says its values as the page does", () => {
    expect(settingValue("acts.link", "auto")).toBe("done without a review");
    expect(settingValue("mode", "live")).toBe("everybody (live)");
    expect(settingValue("paused", "true")).toBe("on");
    expect(settingValue("paused", null)).toBe("as in the file");
    expect(settingValue("calibrations", '[{"engine":"offline"}]')).toBe("set");
    expect(settingValue("discord.roles.staff", "DevRel, Team")).toBe("DevRel, Team");
  });

  it("keeps its key behind, and lets a name change nothing of the line", () => {
    const change = { id: "1", by: "Sol*", at: 0, before: null };
    const after = { "1": { name: "he`lp", listening: "off" } };
    expect(historyLines([{ ...change, key: "discord.channels", after }])).toEqual([
      "<t:0:f> Sol\\*: **How \\#he\\`lp is listened to** (`discord.channels.help`): as in the file → off",
    ]);
    expect(historyLines([{ ...change, key: "somewhere", after: 3 }])).toEqual([
      "<t:0:f> Sol\\*: `somewhere`: as in the file → 3",
    ]);
  });
});
