import type { Worker } from "node:worker_threads";
import { expect, it, vi } from "vitest";
import { openDatabase } from "../../../src/integrations/store/database.ts";
import { emptySnapshot } from "../../snapshot.ts";

const threads = vi.hoisted((): Worker[] => []);
vi.mock("node:worker_threads", async (original) => {
  const real = await original<typeof import("node:worker_threads")>();
  class Remembered extends real.Worker {
    constructor(...args: ConstructorParameters<typeof Worker>) {
      super(...args);
      threads.push(this);
    }
  }
  return { ...real, Worker: Remembered };
});

it("tells once when its thread ended by itself, and refuses queries from then on", async () => {
  const onDeath = vi.fn();
  const database = await openDatabase({ snapshot: await emptySnapshot(), onDeath });
  await database.pool.query("SELECT 1");
  await threads.at(-1)?.terminate();
  await vi.waitFor(() => expect(onDeath).toHaveBeenCalledOnce());
  await expect(database.pool.query("SELECT 1")).rejects.toThrow();
  await database.close();
  expect(onDeath).toHaveBeenCalledOnce();
});

it("does not call an orderly end a death", async () => {
  const onDeath = vi.fn();
  const database = await openDatabase({ snapshot: await emptySnapshot(), onDeath });
  await database.close();
  expect(onDeath).not.toHaveBeenCalled();
});
