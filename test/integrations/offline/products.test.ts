import { describe, expect, it } from "vitest";
import { decideLane } from "../../../src/integrations/offline/decide-lane.ts";
import type { LaneSign } from "../../../src/integrations/offline/lane-rules.ts";
import { toPostText } from "../../../src/integrations/offline/post-text.ts";
import { createProductReader } from "../../../src/integrations/offline/products.ts";
import { Lane } from "../../../src/triage/model/classification.ts";

const names = { ours: ["Wrenfield", "wren sdk"], others: ["Zapier", "Cloud Wrenfield", "Figma"] };
const chancesOf = (lane: Lane, chance: number) =>
  Lane.options.map((one) => (one === lane ? chance : (1 - chance) / 4));
const sureItIsOpen = chancesOf("open", 0.96);

function laneOf(title: string, text: string, products = names) {
  return decideLane(sureItIsOpen, [], createProductReader(products)(toPostText(title, text))).lane;
}

describe("names of products", () => {
  it.each([
    { title: "Zapier does not start", text: "It hangs.", lane: "not-ours" },
    { title: "Zapier does not start", text: "It waits for the Wrenfield SDK.", lane: "not-ours" },
    { title: "Zapier and Wrenfield", text: "How do they go together?", lane: "open" },
    { title: "Uploads fail", text: "We call it from Zapier.", lane: "open" },
    { title: "Uploads fail", text: "In zapier. Only in Zapier's editor.", lane: "not-ours" },
    { title: "Uploads fail", text: "In figmatic and figmatic.", lane: "open" },
    { title: "Cloud Wrenfield is slow", text: "Since noon.", lane: "not-ours" },
    { title: "Wrenfield is slow", text: "Since noon.", lane: "open" },
  ])("$title: $text is $lane", ({ title, text, lane }) => {
    expect(laneOf(title, text)).toBe(lane);
  });

  it("only hint at another vendor where none of ours is known", () => {
    const others = { ours: [], others: ["Zapier"] };
    expect(laneOf("Zapier does not start", "It hangs.", others)).toBe("open");
    const named = createProductReader(others)(toPostText("Zapier does not start", ""));
    expect(decideLane(chancesOf("not-ours", 0.3), [], named).lane).toBe("not-ours");
    expect(decideLane(chancesOf("not-ours", 0.3), []).lane).toBe("open");
  });

  it("speak against a phrase that only hints, when they are ours", () => {
    const hint: LaneSign = { lane: "not-ours", sure: false, at: 0, length: 4 };
    const named = createProductReader(names)(toPostText("Wrenfield on nginx", ""));
    expect(decideLane(chancesOf("not-ours", 0.3), [hint]).lane).toBe("not-ours");
    expect(decideLane(chancesOf("not-ours", 0.3), [hint], named).lane).toBe("open");
  });

  it("never hide a stricter lane", () => {
    const leak: LaneSign = { lane: "security", sure: true, at: 0, length: 4 };
    const named = createProductReader(names)(toPostText("Zapier leaks keys", "Zapier, again."));
    expect(decideLane(sureItIsOpen, [leak], named).lane).toBe("security");
  });

  it("are looked for as they are written, whatever they hold", () => {
    const odd = { ours: ["c++"], others: ["a.b (beta)", "*"] };
    expect(laneOf("A.B (beta) and a.b (beta)", "", odd)).toBe("not-ours");
    expect(laneOf("axb (beta) and axb (beta)", "", odd)).toBe("open");
  });
});
