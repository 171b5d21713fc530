import { createHash } from "node:crypto";
import type { Clock } from "../../triage/model/clock.ts";
import type { EngineFailure } from "../../triage/ports/engines.ts";
import { redact } from "../../triage/redact/redact.ts";
import type { Embedder, Item, Refused } from "../../triage/same-asks/embedding.ts";
import { cutToFit, toBatches } from "./batches.ts";
import type { Shelf, VectorTable } from "./vector-table.ts";

export type EmbedDeps = {
  readonly table: VectorTable;
  readonly embedder: Embedder;
  readonly clock: Clock;
  /** Told after each request, once its vectors are kept. */
  readonly spent?: (tokens: number) => Promise<void>;
  /** Told how many more items have been dealt with. */
  readonly progress?: (items: number) => void;
  /** Between requests; false ends the work, which goes on from there the next time. */
  readonly goOn?: () => Promise<boolean>;
  readonly signal?: AbortSignal | undefined;
};

export type EmbedReport = {
  /** Items whose text has its vector already. */
  readonly unchanged: number;
  /** Texts that were known under another key. */
  readonly copied: number;
  readonly embedded: number;
  readonly tokens: number;
  /** Texts that the endpoint takes in no length; they are found by words. */
  readonly refused: number;
  /** What ended the work before its end; null when all is done. */
  readonly failure: EngineFailure | null;
};

const REQUEST_TIMEOUT_MS = 60_000;
const SHORTEST_TEXT = 200;

/**
 * Gives each item its vector. What was embedded before, by content, model and dimensions, is never sent again; what
 * is done is kept request by request, so that work that was cut short goes on where it ended.
 */
export async function embedItems(
  shelf: Shelf,
  items: readonly Item[],
  deps: EmbedDeps,
): Promise<EmbedReport> {
  const { table, progress = () => {}, goOn = async () => true } = deps;
  const { fresh, copied, unchanged } = await sort(shelf, items, table);
  progress(unchanged + copied);
  let report: EmbedReport = {
    unchanged,
    copied,
    embedded: 0,
    tokens: 0,
    refused: 0,
    failure: null,
  };
  for (const batch of toBatches(fresh)) {
    if (!(await goOn())) break;
    const done = await embedBatch(shelf, batch, deps);
    report = {
      ...report,
      embedded: report.embedded + done.embedded,
      tokens: report.tokens + done.tokens,
      refused: report.refused + done.refused,
      failure: done.failure,
    };
    if (done.failure) break;
    progress(batch.length);
  }
  return report;
}

type Fresh = Item & { readonly hash: string };

/** Tells what is new from what is known, and gives known texts under new keys their vectors. */
async function sort(shelf: Shelf, items: readonly Item[], table: VectorTable) {
  const hashed = items.map((item) => ({ ...item, hash: hashOf(item.text) }));
  const known = await table.hashes(
    shelf,
    hashed.map(({ key }) => key),
  );
  const changed = hashed.filter(({ key, hash }) => known.get(key) !== hash);
  const found =
    changed.length === 0
      ? new Map<string, Float32Array>()
      : await table.byHash(
          shelf,
          changed.map(({ hash }) => hash),
        );
  const copies = changed.flatMap(({ key, hash, origin }) => {
    const vector = found.get(hash);
    return vector ? [{ key, hash, origin, vector }] : [];
  });
  await table.put(shelf, copies);
  // An ask without words, or with nothing left after redaction, has no meaning to be found by.
  const fresh = changed
    .filter(({ hash }) => !found.has(hash))
    .map((item): Fresh => ({ ...item, text: cutToFit(redact(item.text).text) }))
    .filter(({ text }) => text !== "");
  return { fresh, copied: copies.length, unchanged: items.length - changed.length };
}

type Done = Pick<EmbedReport, "embedded" | "tokens" | "refused" | "failure">;
const NOTHING: Done = { embedded: 0, tokens: 0, refused: 0, failure: null };

async function embedBatch(
  shelf: Shelf,
  batch: readonly Fresh[],
  deps: EmbedDeps,
  elseRefused: typeof findCulprit = findCulprit,
): Promise<Done> {
  const { table, spent = async () => {} } = deps;
  const answer = await request(shelf, batch, deps);
  if (answer.type === "failed") return { ...NOTHING, failure: answer };
  if (answer.type === "refused") return elseRefused(shelf, batch, answer, deps);
  await table.put(
    shelf,
    batch.flatMap(({ key, hash, origin }, at) => {
      const vector = answer.vectors[at];
      return vector ? [{ key, hash, origin, vector }] : [];
    }),
  );
  await spent(answer.tokens);
  return { ...NOTHING, embedded: batch.length, tokens: answer.tokens };
}

function request({ space }: Shelf, batch: readonly Fresh[], { embedder, signal }: EmbedDeps) {
  const texts = batch.map(({ text }) => text);
  return embedder.embed(space, texts, REQUEST_TIMEOUT_MS, signal);
}

/** When even the beginning of the shortest text is refused, it is not the texts that are wrong. */
async function findCulprit(
  shelf: Shelf,
  batch: readonly Fresh[],
  refused: Refused,
  deps: EmbedDeps,
): Promise<Done> {
  const [shortest] = batch.toSorted((a, b) => a.text.length - b.text.length);
  if (shortest === undefined) return NOTHING;
  const probe = { ...shortest, text: shortest.text.slice(0, SHORTEST_TEXT).toWellFormed() };
  const answer = await request(shelf, [probe], deps);
  if (answer.type === "refused") return { ...NOTHING, failure: failureOf(answer.detail) };
  if (answer.type === "failed") return { ...NOTHING, failure: answer };
  return takeApart(shelf, batch, refused, deps);
}

/**
 * Halves the request, and in the end the text: another model counts tokens in another way, and one text that it cannot
 * take must not keep the others from their vectors.
 */
async function takeApart(
  shelf: Shelf,
  batch: readonly Fresh[],
  _refused: Refused,
  deps: EmbedDeps,
): Promise<Done> {
  const [only, ...others] = batch;
  if (only === undefined) return NOTHING;
  if (others.length === 0) {
    if (only.text.length <= SHORTEST_TEXT) return { ...NOTHING, refused: 1 };
    const text = only.text.slice(0, only.text.length / 2).toWellFormed();
    return embedBatch(shelf, [{ ...only, text }], deps, takeApart);
  }
  const middle = Math.ceil(batch.length / 2);
  const first = await embedBatch(shelf, batch.slice(0, middle), deps, takeApart);
  if (first.failure) return first;
  const second = await embedBatch(shelf, batch.slice(middle), deps, takeApart);
  return {
    embedded: first.embedded + second.embedded,
    tokens: first.tokens + second.tokens,
    refused: first.refused + second.refused,
    failure: second.failure,
  };
}

function failureOf(detail: string): EngineFailure {
  return { type: "failed", reason: "malformed", detail, retryAfterMs: null };
}

function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("base64url").slice(0, 22);
}
