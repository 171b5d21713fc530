import type { Clock } from "../../triage/model/clock.ts";
import type { Contents, Embedder } from "../../triage/same-asks/embedding.ts";
import { type EmbedReport, embedItems } from "./embed-items.ts";
import type { VectorSpaces } from "./vector-spaces.ts";
import type { Shelf, VectorTable } from "./vector-table.ts";

export type FillDeps = {
  readonly table: VectorTable;
  readonly spaces: VectorSpaces;
  readonly embedder: Embedder;
  readonly clock: Clock;
  /** Names this process among those that may fill the same shelf. */
  readonly by: string;
  readonly progress?: (items: number) => void;
  /** Ends the work; the next time it goes on from there. */
  readonly signal?: AbortSignal | undefined;
};

export type FillReport = EmbedReport & {
  readonly removed: number;
  /** Whether everything was looked at: nothing failed, and nobody stopped it. */
  readonly whole: boolean;
  /** Whether the index for many vectors was made. */
  readonly indexed: boolean;
};

const PIECE = 256;
const LEASE_MS = 3 * 60_000;

/**
 * Brings a shelf up to date with its contents, piece by piece, so that the main loop and the database stay free for
 * others; what is done stays done whatever happens next. Once it is whole, what other models made of the same things
 * is removed.
 * @returns null when another process is at it
 */
export async function fillShelf(
  shelf: Shelf,
  contents: Contents,
  deps: FillDeps,
): Promise<FillReport | null> {
  const { table, spaces, clock, by, signal } = deps;
  const stopped = () => signal?.aborted ?? false;
  const renew = () => spaces.lease(shelf, by, clock.now(), LEASE_MS);
  if (!(await renew())) return null;
  try {
    await spaces.count(shelf, contents.total, clock.now());
    const before = await table.count(shelf);
    let report: FillReport = { ...EMPTY };
    for (let from = 0; from < contents.count; from += PIECE) {
      const items = contents.items(from, PIECE);
      const done = await embedItems(shelf, items, {
        ...deps,
        spent: (tokens) => spaces.spend(shelf, tokens, clock.now()),
        goOn: async () => !stopped() && (await renew()),
      });
      report = addUp(report, done);
      if (await table.sortIntoCells(shelf, before + report.embedded + report.copied)) {
        report = { ...report, indexed: true };
      }
      if (done.failure || stopped()) return await endEarly(shelf, report, deps);
      await nextTurn();
    }
    // Last: a text that only moved finds its vector under its old key until then.
    const removed = await removeGone(shelf, contents, table);
    await spaces.finish(shelf, true, clock.now());
    await removeOthers(shelf, deps);
    return { ...report, removed, whole: true };
  } finally {
    await spaces.release(shelf, by);
  }
}

const EMPTY: FillReport = {
  unchanged: 0,
  copied: 0,
  embedded: 0,
  tokens: 0,
  refused: 0,
  failure: null,
  removed: 0,
  whole: false,
  indexed: false,
};

function addUp(report: FillReport, done: EmbedReport): FillReport {
  return {
    ...report,
    unchanged: report.unchanged + done.unchanged,
    copied: report.copied + done.copied,
    embedded: report.embedded + done.embedded,
    tokens: report.tokens + done.tokens,
    refused: report.refused + done.refused,
    failure: done.failure,
  };
}

async function endEarly(
  shelf: Shelf,
  report: FillReport,
  { spaces, clock, signal }: FillDeps,
): Promise<FillReport> {
  const { failure } = report;
  if (failure && !signal?.aborted) {
    const words = `${failure.reason}: ${failure.detail}`;
    await spaces.trouble(shelf, words, clock.now());
  }
  return report;
}

async function removeGone(
  shelf: Shelf,
  { gone, has }: Contents,
  table: VectorTable,
): Promise<number> {
  if (gone !== null) {
    await table.remove(shelf, gone);
    return gone.length;
  }
  let removed = 0;
  for (let after = ""; ; ) {
    const keys = await table.keysAfter(shelf, after, PIECE * 4);
    const strangers = keys.filter((key) => !has(key));
    await table.remove(shelf, strangers);
    removed += strangers.length;
    const last = keys.at(-1);
    if (last === undefined) return removed;
    after = last;
  }
}

/** The same things as other models saw them: they have served until now. */
async function removeOthers(shelf: Shelf, { table, spaces }: FillDeps): Promise<void> {
  const { communityId, collection, space } = shelf;
  for (const other of await spaces.standings(communityId, collection)) {
    if (other.space.model === space.model && other.space.dimensions === space.dimensions) continue;
    const old = { ...shelf, space: other.space };
    await table.clear(old);
    await spaces.remove(old);
  }
}

/** Reading and hashing texts takes the main loop's time; others get their turn in between. */
const nextTurn = () => new Promise<void>((resolve) => setImmediate(resolve));
