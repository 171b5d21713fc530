import { describe, expect, it } from "vitest";
import { createPacer, type LimitsProfile } from "../../../src/integrations/github/pacer.ts";
import { PortError } from "../../../src/triage/errors.ts";
import { createManualClock } from "../../fakes/clock.ts";

/** Writes one after the other, turning the clock whenever the pacer waits. */
async function writeMany(profile: LimitsProfile, count: number) {
  const clock = createManualClock();
  const pacer = createPacer(profile, clock);
  const start = clock.now();
  const at: number[] = [];
  while (at.length < count) {
    const before = at.length;
    const pending = pacer
      .write("write", async () => at.push(clock.now() - start))
      .catch((error: PortError) => clock.advance(error.retryAfterMs ?? 0));
    while (at.length === before) {
      await Promise.resolve();
      if (!clock.advanceToNext() && at.length === before) {
        await pending;
        break;
      }
    }
    await pending;
  }
  return at;
}

describe("the pacer", () => {
  it("keeps writes a second apart, 80 a minute and 500 an hour", async () => {
    const at = await writeMany("documented", 600);
    const gaps = at.slice(1).map((time, n) => time - (at[n] ?? 0));
    expect(Math.min(...gaps)).toBe(1_000);
    const most = (span: number) =>
      Math.max(...at.map((from) => at.filter((one) => one >= from && one < from + span).length));
    expect(most(60_000)).toBeLessThanOrEqual(80);
    expect(most(3_600_000)).toBe(500);
  });

  it("does not wait at all when relaxed", async () => {
    expect((await writeMany("relaxed", 50)).at(-1)).toBe(0);
  });

  it("lets one write at a time through, in order", async () => {
    const pacer = createPacer("relaxed", createManualClock());
    const log: string[] = [];
    const slow = Promise.withResolvers<void>();
    const first = pacer.write("a", async () => {
      log.push("a begins");
      await slow.promise;
      log.push("a ends");
    });
    const second = pacer.write("b", async () => log.push("b"));
    slow.resolve();
    await Promise.all([first, second]);
    expect(log).toEqual(["a begins", "a ends", "b"]);
  });

  it("sends away what would wait past its claim, and never performs it late", async () => {
    const clock = createManualClock();
    const pacer = createPacer("relaxed", clock);
    const slow = Promise.withResolvers<void>();
    const first = pacer.write("a", () => slow.promise);
    const second = pacer.write("b", async () => "done");
    await Promise.resolve();
    clock.advance(21_000);
    slow.resolve();
    await first;
    await expect(second).rejects.toMatchObject({ retry: "later", operation: "b" });
  });

  it("goes on after a write that failed", async () => {
    const pacer = createPacer("relaxed", createManualClock());
    const failure = new PortError("a", "never", null);
    await expect(pacer.write("a", () => Promise.reject(failure))).rejects.toBe(failure);
    expect(await pacer.write("b", async () => "done")).toBe("done");
  });
});
