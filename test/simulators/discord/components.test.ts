import { describe, expect, it } from "vitest";
import { findComponent, findComponentProblems, numberComponents } from "./components.ts";

const button = (custom_id: string) => ({ type: 2, style: 1, label: "b", custom_id });
const row = (...components: object[]) => ({ type: 1, components });
const menu = (count: number) => ({
  type: 3,
  custom_id: "m",
  options: Array.from({ length: count }, (_, n) => ({ label: `${n}`, value: `${n}` })),
});

describe("findComponentProblems", () => {
  it.each([
    { what: "five buttons", components: [row(..."abcde".split("").map(button))], wrong: [] },
    {
      what: "six buttons",
      components: [row(..."abcdef".split("").map(button))],
      wrong: ["COMPONENT_LAYOUT_WIDTH_EXCEEDED"],
    },
    { what: "25 options", components: [row(menu(25))], wrong: [] },
    { what: "26 options", components: [row(menu(26))], wrong: ["BASE_TYPE_BAD_LENGTH"] },
    {
      what: "a menu beside a button",
      components: [row(menu(1), button("a"))],
      wrong: ["COMPONENT_LAYOUT_WIDTH_EXCEEDED"],
    },
    { what: "an id of 100", components: [row(button("a".repeat(100)))], wrong: [] },
    {
      what: "an id of 101",
      components: [row(button("a".repeat(101)))],
      wrong: ["BASE_TYPE_BAD_LENGTH"],
    },
    {
      what: "one id in two rows",
      components: [row(button("a")), row(button("a"))],
      wrong: ["COMPONENT_CUSTOM_ID_DUPLICATED"],
    },
    { what: "a button outside a row", components: [button("a")], wrong: ["UNION_TYPE_CHOICES"] },
    {
      what: "six rows",
      components: [..."abcdef"].map((id) => row(button(id))),
      wrong: ["BASE_TYPE_BAD_LENGTH"],
    },
  ])("with $what: $wrong", ({ components, wrong }) => {
    expect(findComponentProblems(components, false).map(({ code }) => code)).toEqual(wrong);
  });

  it("reads containers, and counts their text, in the second version", () => {
    const text = { type: 10, content: "a".repeat(4_000) };
    const section = { type: 9, components: [text], accessory: button("deep") };
    const container = { type: 17, components: [section] };
    expect(findComponentProblems([container], true)).toEqual([]);
    expect(findComponent([container], "deep")).toMatchObject({ custom_id: "deep" });
    expect(findComponentProblems([container, { type: 10, content: "b" }], true)).toHaveLength(1);
  });
});

describe("numberComponents", () => {
  it("gives each an id of its own and keeps given ones", () => {
    const numbered = numberComponents([row(button("a"), { ...button("b"), id: 40 })]);
    expect(numbered).toMatchObject([{ id: 1, components: [{ id: 2 }, { id: 40 }] }]);
  });
});
