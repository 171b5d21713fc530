import { expect, it } from "vitest";
import { createManualClock } from "./clock.ts";

it("wakes timers in the order of their time, and those set by a waker within the span", () => {
  const clock = createManualClock(0);
  const woken: string[] = [];
  clock.after(20, () => woken.push(`late at ${clock.now()}`));
  clock.after(10, () => {
    woken.push(`early at ${clock.now()}`);
    clock.after(5, () => woken.push(`set meanwhile at ${clock.now()}`));
  });
  clock.advance(30);
  expect(woken).toEqual(["early at 10", "set meanwhile at 15", "late at 20"]);
  expect(clock.now()).toBe(30);
});

it("jumps to the next timer only, and says when none waits", () => {
  const clock = createManualClock(0);
  const cancel = clock.after(10, () => {});
  clock.after(40, () => {});
  cancel();
  expect(clock.advanceToNext()).toBe(true);
  expect(clock.now()).toBe(40);
  expect(clock.advanceToNext()).toBe(false);
});
