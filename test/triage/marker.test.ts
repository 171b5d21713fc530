import { describe, expect, it } from "vitest";
import { hiddenMarker, markersIn } from "../../src/triage/text/marker.ts";

describe("hidden markers", () => {
  it.each([
    "AbC-_0123456789abcdefgh",
    "count:I_kwDOABC-12",
    "count:MDU6SXNzdWU0NDQ=",
    "withdrawn:t-1",
  ])("are read back: %s", (id) => {
    expect(markersIn(`Text.\n\n${hiddenMarker(id)}\n`)).toEqual([id]);
  });

  it("are all read, in order", () => {
    expect(markersIn(`${hiddenMarker("a")} and ${hiddenMarker("b")}`)).toEqual(["a", "b"]);
  });

  it("are not made up from other comments", () => {
    expect(markersIn("<!-- signalbox: a --> <!-- other:a --> signalbox:a")).toEqual([]);
  });
});
