import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { startBackups } from "../../../src/integrations/store/backup.ts";
import { HOUR } from "../../../src/triage/model/clock.ts";
import { createManualClock, type ManualClock } from "../../fakes/clock.ts";

let folder: string;
let clock: ManualClock;
let errors: object[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "signalbox-"));
  clock = createManualClock(Date.UTC(2026, 0, 1));
  errors = [];
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function start(dump = async () => new Uint8Array([1])): { stop(): Promise<void> } {
  const log = { error: (fields: object) => void errors.push(fields) };
  return startBackups({ database: { dump }, folder, keep: 2, everyMs: 6 * HOUR, clock, log });
}

/** The hours that the backups were made in, once the next one is planned. */
async function hours(): Promise<string[]> {
  await vi.waitFor(() => expect(clock.waiting()).toBe(1));
  return (await readdir(folder)).map((name) => name.slice(21, 23)).toSorted();
}

it("backs up whenever the newest backup has grown too old, over restarts too", async () => {
  const first = start();
  expect(await hours()).toEqual([]);
  clock.advance(0);
  expect(await hours()).toEqual(["00"]);
  await first.stop();

  clock.advance(2 * HOUR);
  const second = start();
  expect(await hours()).toEqual(["00"]);
  clock.advance(4 * HOUR);
  expect(await hours()).toEqual(["00", "06"]);
  clock.advance(6 * HOUR);
  expect(await hours()).toEqual(["06", "12"]);
  await second.stop();
  expect(clock.waiting()).toBe(0);
});

it("logs a backup that failed, and tries again when the next is due", async () => {
  let tries = 0;
  const schedule = start(async () => {
    if (++tries === 1) throw new Error("no space left");
    return new Uint8Array([1]);
  });
  await hours();
  clock.advance(0);
  expect(await hours()).toEqual([]);
  expect(errors).toHaveLength(1);
  clock.advance(6 * HOUR);
  expect(await hours()).toEqual(["06"]);
  await schedule.stop();
});
