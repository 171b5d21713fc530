import { describe, expect, it, vi } from "vitest";
import { createSerial } from "../../src/bot/discord/serial.ts";
import { createRepeating } from "../../src/bot/listen/repeating.ts";
import { createManualClock } from "../fakes/clock.ts";

const EVERY = { wellMs: 600, illMs: 30 };

describe("createRepeating", () => {
  it("runs again on its timer, sooner when it failed", async () => {
    const clock = createManualClock();
    const task = vi.fn<() => Promise<boolean>>().mockResolvedValue(true);
    const repeating = createRepeating(clock, EVERY, task);
    await repeating.whenDone();
    clock.advance(599);
    expect(task).toHaveBeenCalledTimes(1);
    task.mockResolvedValueOnce(false);
    clock.advance(1);
    await vi.waitFor(() => expect(clock.waiting()).toBe(1));
    expect(task).toHaveBeenCalledTimes(2);
    clock.advance(30);
    await vi.waitFor(() => expect(task).toHaveBeenCalledTimes(3));
    repeating.stop();
  });

  it.each([-3_600_000, 3_600_000])(
    "runs soon when asked to after the clock jumped by %i ms",
    async (ms) => {
      const clock = createManualClock();
      const task = vi.fn<() => Promise<boolean>>().mockResolvedValue(true);
      const repeating = createRepeating(clock, EVERY, task);
      await repeating.whenDone();
      clock.jump(ms);
      repeating.soon();
      clock.advance(EVERY.illMs);
      expect(task).toHaveBeenCalledTimes(2);
      repeating.stop();
    },
  );

  it("never runs twice at once, and once more when asked meanwhile", async () => {
    let running = 0;
    let most = 0;
    let runs = 0;
    const repeating = createRepeating(createManualClock(), EVERY, async () => {
      runs += 1;
      running += 1;
      most = Math.max(most, running);
      await Promise.resolve();
      running -= 1;
      return true;
    });
    repeating.now();
    repeating.now();
    await Promise.all([repeating.whenDone(), repeating.whenDone()]);
    expect({ most, runs }).toEqual({ most: 1, runs: 2 });
    repeating.stop();
    repeating.now();
    expect(runs).toBe(2);
  });
});

describe("createSerial", () => {
  it("keeps the order of one key and lets others pass", async () => {
    const serial = createSerial();
    const done: string[] = [];
    let release: () => void = () => {};
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const first = serial.run("a", async () => {
      await gate;
      done.push("a1");
    });
    const second = serial.run("a", async () => {
      done.push("a2");
    });
    await serial.run("b", async () => {
      done.push("b1");
    });
    release();
    await Promise.all([first, second]);
    await serial.idle();
    expect(done).toEqual(["b1", "a1", "a2"]);
  });

  it("goes on after a failure", async () => {
    const serial = createSerial();
    await expect(
      serial.run("a", async () => {
        throw new Error("no");
      }),
    ).rejects.toThrow("no");
    expect(await serial.run("a", async () => 1)).toBe(1);
  });
});
