import { type Clock, MINUTE, SECOND } from "../../triage/model/clock.ts";
import type { EngineFailure } from "../../triage/ports/engines.ts";
import type { ContentsFeed } from "../../triage/same-asks/embedding.ts";
import { type FillDeps, type FillReport, fillShelf } from "./fill-shelf.ts";
import type { Shelf } from "./vector-table.ts";

export type KeepOptions = {
  readonly shelf: Shelf;
  readonly feed: ContentsFeed;
  readonly fill: Omit<FillDeps, "signal">;
  readonly everyMs: number;
  readonly clock: Clock;
  readonly log: {
    info(fields: object, message: string): void;
    warn(fields: object, message: string): void;
    error(fields: object, message: string): void;
  };
};

const FIRST_WAIT_MS = 30 * SECOND;
const LONGEST_WAIT_MS = 30 * MINUTE;
/** A person has to do something: a refused key is refused again. */
const HOPELESS_WAIT_MS = 10 * MINUTE;

/** Keeps a shelf filled in the background; after a failure it waits longer each time. */
export function keepFilled(options: KeepOptions): { stop(): Promise<void> } {
  const { shelf, feed, fill, everyMs, clock, log } = options;
  const stopping = new AbortController();
  const { signal } = stopping;
  let failures = 0;
  let running: Promise<void> = Promise.resolve();
  let cancel = clock.after(0, run);

  function run(): void {
    running = pass().then((waitMs) => {
      if (!signal.aborted) cancel = clock.after(waitMs, run);
    });
  }

  async function pass(): Promise<number> {
    try {
      const next = await feed.next();
      if (next === null) return everyMs;
      const report = await fillShelf(shelf, next.contents, { ...fill, signal });
      if (report === null) return everyMs;
      if (report.failure && !signal.aborted) return afterFailure(report.failure);
      failures = 0;
      if (report.whole) next.done();
      if (report.embedded + report.removed > 0)
        log.info(inFields(shelf, report), "Vectors brought up to date");
      return everyMs;
    } catch (error) {
      failures += 1;
      log.error({ error, collection: shelf.collection }, "Vectors could not be brought up to date");
      return waitAfter(failures);
    }
  }

  function afterFailure({ reason, detail, retryAfterMs }: EngineFailure): number {
    failures += 1;
    const waitMs = Math.max(
      retryAfterMs ?? 0,
      reason === "unauthorized" || reason === "malformed" ? HOPELESS_WAIT_MS : waitAfter(failures),
    );
    // Once in a row: until it is mended it is the same each time.
    if (failures === 1) {
      log.warn(
        { reason, detail, collection: shelf.collection },
        "Texts could not be embedded; what has no vector is found by words",
      );
    }
    return waitMs;
  }

  return {
    async stop() {
      stopping.abort();
      cancel();
      await running;
    },
  };
}

function waitAfter(failures: number): number {
  return Math.min(FIRST_WAIT_MS * 2 ** (failures - 1), LONGEST_WAIT_MS);
}

function inFields({ collection, space }: Shelf, report: FillReport) {
  const { unchanged, copied, embedded, tokens, refused, removed } = report;
  return { collection, model: space.model, unchanged, copied, embedded, tokens, refused, removed };
}
