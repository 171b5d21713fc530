import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { lockFolder } from "../../../src/integrations/store/pglite/folder-lock.ts";
import { UserError } from "../../../src/triage/model/errors.ts";

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "signalbox-"));
  file = join(folder, "signalbox.lock");
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const NOBODY = 2 ** 22 + 1;

/** A lock as an earlier run may have left it. */
async function aLeftLock(owner: object, ageMs = 0): Promise<void> {
  const since = "2026-01-01T00:00:00.000Z";
  const left = { pid: NOBODY, began: "1", host: hostname(), since, ...owner };
  await writeFile(file, JSON.stringify(left));
  const then = new Date(Date.now() - ageMs);
  await utimes(file, then, then);
}

describe("lockFolder", () => {
  it("keeps a second one out until it is released", async () => {
    const lock = await lockFolder(folder);
    await expect(lockFolder(folder)).rejects.toThrow(UserError);
    await lock.release();
    await (await lockFolder(folder)).release();
    expect(await readdir(folder)).toEqual([]);
  });

  it.each([
    { left: "by a process that is gone", owner: {}, ageMs: 0 },
    { left: "by an earlier process with our pid", owner: { pid: process.pid }, ageMs: 0 },
    { left: "by another host, long silent", owner: { host: "elsewhere" }, ageMs: 60_000 },
  ])("takes over a lock left $left", async ({ owner, ageMs }) => {
    await aLeftLock(owner, ageMs);
    const lock = await lockFolder(folder);
    expect(JSON.parse(await readFile(file, "utf8"))).toMatchObject({ pid: process.pid });
    await lock.release();
  });

  it("takes over a lock that cannot be read", async () => {
    await writeFile(file, "{");
    await (await lockFolder(folder)).release();
  });

  it("leaves another host's lock alone while its heart beats, and says whose it is", async () => {
    await aLeftLock({ host: "elsewhere", pid: 12 });
    await expect(lockFolder(folder)).rejects.toThrow(/process 12 on elsewhere.*DATABASE_URL/);
  });

  it("is taken over by one of many that try at once", async () => {
    await aLeftLock({});
    const tries = await Promise.allSettled(Array.from({ length: 8 }, () => lockFolder(folder)));
    const winners = tries.filter((one) => one.status === "fulfilled");
    expect(winners).toHaveLength(1);
    await winners[0]?.value.release();
  });
});
