import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import {
  createQueues,
  type QueueLog,
  type Queues,
  type QueuesOptions,
} from "../../src/integrations/queue/queues.ts";
import { PortError } from "../../src/triage/model/errors.ts";

type Place = Pick<QueuesOptions, "redisUrl" | "database"> & { close(): Promise<void> };

/** What triage expects of its queues, on whichever back end they are. */
export function queueContract(backend: Queues["backend"], open: () => Promise<Place>): void {
  let place: Place;
  let queues: Queues;
  let made = 0;
  const opened: Queues[] = [];
  const errors: object[] = [];
  const warnings: object[] = [];
  const log: QueueLog = {
    warn: (fields, message) => warnings.push({ ...fields, message }),
    error: (fields, message) => errors.push({ ...fields, message }),
  };

  /** Queues that no other test has used, since some back ends outlive the test run. */
  async function fresh(prefix = aPrefix()): Promise<Queues> {
    const own = await createQueues({ ...place, prefix, log, lockMs: 1_000 });
    opened.push(own);
    return own;
  }
  const aPrefix = () => `test-${process.pid}-${Date.now().toString(36)}-${++made}`;

  beforeAll(async () => {
    place = await open();
  });
  afterEach(async () => {
    for (const one of opened.splice(0)) await one.close();
    errors.length = 0;
    warnings.length = 0;
  });
  afterAll(() => place.close());

  it("says which back end it is on", async () => {
    queues = await fresh();
    expect(queues.backend).toBe(backend);
  });

  it("delivers the payload that was added", async () => {
    queues = await fresh();
    const seen: unknown[] = [];
    await queues.work("act", async (payload) => void seen.push(payload));
    await queues.add("act", "act-t1", { communityId: "c1", ticketId: "t1" });
    await vi.waitFor(() => expect(seen).toEqual([{ communityId: "c1", ticketId: "t1" }]));
    await nothingLeft(queues);
  });

  it("keeps the queues apart", async () => {
    queues = await fresh();
    const seen: string[] = [];
    await queues.work("triage", async ({ ticketId }) => void seen.push(`triage ${ticketId}`));
    await queues.work("board", async ({ communityId }) => void seen.push(`board ${communityId}`));
    await queues.add("board", "board-c1", { communityId: "c1" });
    await queues.add("triage", "triage-t1", { communityId: "c1", ticketId: "t1" });
    await vi.waitFor(() => expect(seen.toSorted()).toEqual(["board c1", "triage t1"]));
  });

  it("refuses ids and payloads that do not belong in a queue", async () => {
    queues = await fresh();
    const payload = { communityId: "c1", ticketId: "t1" };
    await expect(queues.add("triage", "1234", payload)).rejects.toThrow(TypeError);
    await expect(queues.add("triage", "a:b", payload)).rejects.toThrow(TypeError);
    await expect(queues.add("triage", "", payload)).rejects.toThrow(TypeError);
    const chatty = { ...payload, text: "what somebody wrote" };
    await expect(queues.add("triage", "t1", chatty)).rejects.toThrow(/text/);
    await nothingLeft(queues);
  });

  describe("the same id", () => {
    it("is one job while it waits", async () => {
      queues = await fresh();
      for (let i = 0; i < 5; i++) await queues.add("triage", "t1", aTicket("t1"));
      expect((await queues.counts()).triage).toEqual({ active: 0, waiting: 1, delayed: 0 });
      let runs = 0;
      await queues.work("triage", async () => void runs++);
      await nothingLeft(queues);
      expect(runs).toBe(1);
    });

    it("runs once more, and never at the same time, when added while it is worked on", async () => {
      queues = await fresh();
      const first = Promise.withResolvers<void>();
      let running = 0;
      let most = 0;
      let runs = 0;
      await queues.work(
        "triage",
        async () => {
          most = Math.max(most, ++running);
          if (++runs === 1) await first.promise;
          running--;
        },
        { concurrency: 4 },
      );
      await queues.add("triage", "t1", aTicket("t1"));
      await vi.waitFor(() => expect(runs).toBe(1));
      for (let i = 0; i < 3; i++) await queues.add("triage", "t1", aTicket("t1"));
      first.resolve();
      await nothingLeft(queues);
      expect({ runs, most }).toEqual({ runs: 2, most: 1 });
    });

    it("runs once more even when the work that was under way failed", async () => {
      queues = await fresh();
      const first = Promise.withResolvers<void>();
      let runs = 0;
      await queues.work("triage", async () => {
        if (++runs === 1) await first.promise;
      });
      await queues.add("triage", "t1", aTicket("t1"));
      await vi.waitFor(() => expect(runs).toBe(1));
      await queues.add("triage", "t1", aTicket("t1"));
      first.reject(new Error("the first run fails"));
      await vi.waitFor(() => expect(runs).toBe(2));
      await nothingLeft(queues);
    });

    it("can be added again after it is done, and after it failed", async () => {
      queues = await fresh();
      let runs = 0;
      await queues.work("triage", async () => {
        if (++runs === 1) throw new Error("the first run fails");
      });
      for (const run of [1, 2, 3]) {
        await queues.add("triage", "t1", aTicket("t1"));
        await vi.waitFor(() => expect(runs).toBe(run));
        await nothingLeft(queues);
      }
    });

    it("is lost to none of many who add it while it is worked on again and again", async () => {
      queues = await fresh();
      let written = 0;
      let seen = 0;
      await queues.work("triage", async () => {
        const now = written;
        await new Promise((resolve) => setImmediate(resolve));
        seen = now;
      });
      for (let i = 0; i < 100; i++) {
        written++;
        await queues.add("triage", "t1", aTicket("t1"));
      }
      await nothingLeft(queues);
      expect(seen).toBe(written);
    });
  });

  it("works as many at once as it was told, and each job once", async () => {
    queues = await fresh();
    const seen: string[] = [];
    let running = 0;
    let most = 0;
    const ids = Array.from({ length: 30 }, (_, n) => `t${n}`);
    await Promise.all(ids.map((id) => queues.add("triage", id, aTicket(id))));
    await queues.work(
      "triage",
      async ({ ticketId }) => {
        most = Math.max(most, ++running);
        await new Promise((resolve) => setTimeout(resolve, 5));
        seen.push(ticketId);
        running--;
      },
      { concurrency: 3 },
    );
    await nothingLeft(queues);
    expect(seen.toSorted()).toEqual(ids.toSorted());
    expect(most).toBe(3);
  });

  it("logs a job that failed and goes on with the next", async () => {
    queues = await fresh();
    const seen: string[] = [];
    await queues.work("act", async ({ ticketId }) => {
      seen.push(ticketId);
      if (ticketId === "t1") throw new PortError("github.openIssue", "never", "forbidden");
    });
    await queues.add("act", "a1", aTicket("t1"));
    await queues.add("act", "a2", aTicket("t2"));
    await nothingLeft(queues);
    await vi.waitFor(() => expect(errors).toMatchObject([{ message: "Job failed", job: "a1" }]));
    expect(seen).toEqual(["t1", "t2"]);
  });

  it("logs as a warning what a neighbour that did not answer made fail", async () => {
    queues = await fresh();
    await queues.work("act", async () => {
      throw new PortError("github.openIssue", "later", "timed out");
    });
    await queues.add("act", "a1", aTicket("t1"));
    await nothingLeft(queues);
    const told = { message: "Job failed; it is tried again", job: "a1" };
    await vi.waitFor(() => expect(warnings).toMatchObject([told]));
    expect(errors).toEqual([]);
  });

  it("wakes an idle worker within 100 ms", async () => {
    queues = await fresh();
    const arrivals: number[] = [];
    await queues.work("act", async () => void arrivals.push(performance.now()));
    await queues.add("act", "warm-up", aTicket("t0"));
    await nothingLeft(queues);
    const waits: number[] = [];
    for (let i = 0; i < 10; i++) {
      await new Promise((resolve) => setTimeout(resolve, 30));
      const started = performance.now();
      await queues.add("act", `a${i}`, aTicket(`t${i}`));
      await vi.waitFor(() => expect(arrivals).toHaveLength(i + 2), { interval: 1 });
      waits.push((arrivals[i + 1] ?? Number.NaN) - started);
    }
    // One slow pick-up may be the machine's; the usual one may not.
    const usual = waits.toSorted((a, b) => a - b)[Math.floor(waits.length / 2)];
    expect(usual).toBeLessThan(100);
  });

  it("hands a job on when its worker vanished in the middle of it", async () => {
    const prefix = aPrefix();
    const doomed = await fresh(prefix);
    const never = new Promise<void>(() => {});
    let begun = false;
    await doomed.work("triage", async () => {
      begun = true;
      await never;
    });
    await doomed.add("triage", "t1", aTicket("t1"));
    await vi.waitFor(() => expect(begun).toBe(true));
    opened.splice(opened.indexOf(doomed), 1);
    await doomed.close({ force: true });

    const rescuer = await fresh(prefix);
    const seen: string[] = [];
    await rescuer.work("triage", async ({ ticketId }) => void seen.push(ticketId));
    await vi.waitFor(() => expect(seen).toEqual(["t1"]), { timeout: 15_000, interval: 50 });
  }, 20_000);

  it("lets a running handler finish before it closes", async () => {
    queues = await fresh();
    const gate = Promise.withResolvers<void>();
    let state = "not begun";
    await queues.work("act", async () => {
      state = "running";
      await gate.promise;
      state = "finished";
    });
    await queues.add("act", "a1", aTicket("t1"));
    await vi.waitFor(() => expect(state).toBe("running"));
    opened.splice(opened.indexOf(queues), 1);
    const closing = queues.close();
    gate.resolve();
    await closing;
    expect(state).toBe("finished");
  });
}

function aTicket(ticketId: string): { communityId: string; ticketId: string } {
  return { communityId: "c1", ticketId };
}

async function nothingLeft(queues: Queues): Promise<void> {
  const nothing = { active: 0, waiting: 0, delayed: 0 };
  await vi.waitFor(
    async () =>
      expect(await queues.counts()).toEqual({
        triage: nothing,
        act: nothing,
        "follow-up": nothing,
        board: nothing,
      }),
    { timeout: 10_000, interval: 10 },
  );
}
