import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { becoming, mayBecome, TicketState } from "../../src/triage/model/ticket.ts";

const README = join(import.meta.dirname, "../../src/triage/README.md");
const states = TicketState.options;
const inDiagram = (state: TicketState) => state.replaceAll("-", "_");

describe("a ticket's states", () => {
  it("are drawn as they are", () => {
    const [, drawn = ""] = /```mermaid\n([\s\S]*?)```/.exec(readFileSync(README, "utf8")) ?? [];
    const steps = states.flatMap((from) =>
      states
        .filter((to) => to !== from && to !== "withdrawn" && mayBecome(from, to))
        .map((to) => `  ${inDiagram(from)} --> ${inDiagram(to)}`),
    );
    const wanted = ["stateDiagram-v2", "  [*] --> gathering", ...steps, "  withdrawn --> [*]"];
    expect(drawn.trimEnd().split("\n")).toEqual(wanted);
  });

  it.each(states)("%s may stay, and may be withdrawn", (state) => {
    expect(mayBecome(state, state)).toBe(true);
    expect(mayBecome(state, "withdrawn")).toBe(true);
  });

  it("end with withdrawn, and all but that one come back to a person", () => {
    for (const to of states) expect(mayBecome("withdrawn", to)).toBe(to === "withdrawn");
    for (const from of states.filter((one) => one !== "withdrawn")) {
      expect(mayBecome(from, "proposed")).toBe(true);
    }
  });

  it("are each reached from a new ticket", () => {
    const reached = new Set<TicketState>(["gathering"]);
    for (const from of reached) {
      for (const to of states) if (mayBecome(from, to)) reached.add(to);
    }
    expect([...reached].toSorted()).toEqual([...states].toSorted());
  });

  it.each([
    { from: "proposed", to: "answered", state: "answered" },
    { from: "gathering", to: "answered", state: undefined },
    { from: "redirected", to: "with-team", state: undefined },
    { from: "withdrawn", to: "resting", state: undefined },
  ] as const)("$from becomes $to only where that may be", ({ from, to, state }) => {
    expect(becoming({ state: from }, to).state).toBe(state);
  });
});
