import { expect, it } from "vitest";
import { aDecision } from "../../fakes/samples.ts";
import { ELSEWHERE, HERE, type useStore } from "./setting.ts";

type Setting = ReturnType<typeof useStore>;

const KEYS = ["mode", "acts"];

export function settingsContract(at: Setting): void {
  const save = (seen: number, changes: { key: string; value: unknown }[], by = "Ada") =>
    at.store.book.save(HERE, { keys: KEYS, seen, changes, by, at: at.clock.now() });

  it("saves all changes with an audit line each, newest first", async () => {
    const { book, tickets } = at.store;
    expect(await save(0, [{ key: "mode", value: "live" }])).toBe(true);
    at.clock.advance(1_000);
    expect(await save(1, [{ key: "mode", value: null }], "Bob")).toBe(true);
    expect(await tickets.settings(HERE)).toMatchObject({ mode: null });
    const all = await book.history(HERE, { before: null, limit: 10 });
    expect(all).toMatchObject([
      { key: "mode", before: "live", after: null, by: "Bob", at: at.clock.now() },
      { key: "mode", before: null, after: "live", by: "Ada" },
    ]);
    const older = await book.history(HERE, { before: all[0]?.id ?? "", limit: 10 });
    expect(older).toEqual(all.slice(1));
    expect(await book.history(ELSEWHERE, { before: null, limit: 10 })).toEqual([]);
  });

  it("refuses the last save when a setting of the same keys was changed meanwhile", async () => {
    const { book, tickets } = at.store;
    const seen = await book.version(HERE, KEYS);
    await tickets.changeSetting(HERE, { key: "paused", value: true, by: "Eve", at: 1 });
    expect(await book.version(HERE, KEYS)).toBe(seen);
    await tickets.changeSetting(HERE, { key: "acts", value: { ask: "off" }, by: "Eve", at: 1 });
    expect(await save(seen, [{ key: "mode", value: "live" }])).toBe(false);
    expect(await tickets.settings(HERE)).toEqual({ paused: true, acts: { ask: "off" } });
    expect(await book.version(ELSEWHERE, KEYS)).toBe(0);
  });

  it("takes one of two saves that come at once", async () => {
    const both = await Promise.all([
      save(0, [{ key: "mode", value: "live" }]),
      save(0, [{ key: "mode", value: "shadow" }], "Bob"),
    ]);
    expect(both.toSorted()).toEqual([false, true]);
  });

  it("keeps a walk until it is over or nobody went on with it", async () => {
    const { book } = at.store;
    await book.keepWalk(HERE, "w", { step: "channels" }, 1_000);
    await book.keepWalk(HERE, "w", { step: "roles" }, 2_000);
    expect(await book.walk(HERE, "w")).toEqual({ step: "roles" });
    expect(await book.walk(ELSEWHERE, "w")).toBeNull();
    await book.dropWalksBefore(HERE, 2_000);
    expect(await book.walk(HERE, "w")).toEqual({ step: "roles" });
    await book.dropWalksBefore(HERE, 2_001);
    expect(await book.walk(HERE, "w")).toBeNull();
    await book.keepWalk(HERE, "w", {}, 3_000);
    await book.dropWalk(HERE, "w");
    expect(await book.walk(HERE, "w")).toBeNull();
  });

  it("tells what was decided on tickets opened since then, the newest that would be heard first", async () => {
    const { reports } = at.store;
    await at.opens();
    at.clock.advance(1_000);
    const since = at.clock.now();
    const opened: string[] = [];
    for (const outcome of ["file", "answer", "leave"] as const) {
      const { ticketId } = await at.opens();
      await at.commits(ticketId, { decision: aDecision({ outcome: "ask" }) });
      await at.commits(ticketId, { decision: aDecision({ outcome, mode: "quiet" }) });
      opened.push(ticketId);
      at.clock.advance(1_000);
    }
    const [filed, answered] = opened;
    expect(await reports.decidedSince(HERE, since, 5)).toEqual({
      outcomes: { file: 1, answer: 1, leave: 1 },
      ticketIds: [answered, filed],
    });
    expect((await reports.decidedSince(HERE, since, 1)).ticketIds).toEqual([answered]);
    expect(await reports.decidedSince(ELSEWHERE, 0, 5)).toEqual({ outcomes: {}, ticketIds: [] });
  });
}
