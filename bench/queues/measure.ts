import type { Queues } from "../../src/integrations/queue/queues.ts";

export type Measured = {
  readonly backend: string;
  readonly addedPerSecond: number;
  readonly workedPerSecond: number;
  readonly pickUpP50Ms: number;
  readonly pickUpP99Ms: number;
};

const SAMPLES = 100;
const IDLE_MS = 20;

/** Adds jobs that do nothing, works them off, then times how soon an idle worker takes a single one. */
export async function measureQueues(
  queues: Queues,
  jobs: number,
  concurrency: number,
): Promise<Measured> {
  const adding = performance.now();
  const ids = Array.from({ length: jobs }, (_, n) => `job-${n}`);
  for (let at = 0; at < jobs; at += 100) {
    const batch = ids.slice(at, at + 100);
    await Promise.all(batch.map((id) => queues.add("triage", id, aPayload(id))));
  }
  const addedMs = performance.now() - adding;

  const all = Promise.withResolvers<void>();
  let done = 0;
  const working = performance.now();
  await queues.work(
    "triage",
    async () => {
      if (++done === jobs) all.resolve();
    },
    { concurrency },
  );
  await all.promise;
  const workedMs = performance.now() - working;

  const waits = (await pickUps(queues)).toSorted((a, b) => a - b);
  return {
    backend: queues.backend,
    addedPerSecond: Math.round((jobs / addedMs) * 1_000),
    workedPerSecond: Math.round((jobs / workedMs) * 1_000),
    pickUpP50Ms: round(waits[Math.floor(SAMPLES / 2)]),
    pickUpP99Ms: round(waits[SAMPLES - 1 - Math.floor(SAMPLES / 100)]),
  };
}

async function pickUps(queues: Queues): Promise<number[]> {
  let arrived = (_at: number) => {};
  await queues.work("act", async () => arrived(performance.now()));
  const waits: number[] = [];
  for (let n = 0; n <= SAMPLES; n++) {
    await new Promise((resolve) => setTimeout(resolve, IDLE_MS));
    const arrival = new Promise<number>((resolve) => {
      arrived = resolve;
    });
    const added = performance.now();
    await queues.add("act", `act-${n}`, aPayload(`act-${n}`));
    waits.push((await arrival) - added);
  }
  return waits.slice(1); // The first one warms up.
}

function aPayload(ticketId: string): { communityId: string; ticketId: string } {
  return { communityId: "bench", ticketId };
}

function round(ms: number | undefined): number {
  return Math.round((ms ?? Number.NaN) * 10) / 10;
}
