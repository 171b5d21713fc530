import { type Clock, MINUTE, SECOND } from "../../triage/model/clock.ts";
import type { EngineFailure } from "../../triage/ports/engines.ts";
import { redact } from "../../triage/redact/redact.ts";
import type { Embedder, NearVectors, Space } from "../../triage/same-asks/embedding.ts";
import { cutToFit } from "./batches.ts";
import type { Standing, VectorSpaces } from "./vector-spaces.ts";
import type { Shelf, VectorTable } from "./vector-table.ts";

export type NearDeps = {
  readonly shelf: Shelf;
  readonly table: VectorTable;
  readonly spaces: VectorSpaces;
  readonly embedder: Embedder;
  readonly clock: Clock;
  /** How long a search waits for the vector of its query. */
  readonly queryTimeoutMs: number;
  readonly log: { warn(fields: object, message: string): void };
};

/** Asks come again: the draft, the links, the gaps and a redraft of one ticket search for the same. */
const QUERIES_KEPT = 500;
const STANDINGS_KEPT_MS = 10 * SECOND;
const PAUSE_MS = 30 * SECOND;
const HOPELESS_PAUSE_MS = 5 * MINUTE;

/**
 * Finds things by meaning in one collection. The model of the config answers once its vectors are
 * whole; until then the one that served before, if there is one. Whatever fails leaves the search to
 * words, and for a while nobody waits for the endpoint again.
 */
export function createNearVectors(deps: NearDeps): NearVectors {
  const { shelf, table, spaces, clock } = deps;
  const queries = new Map<string, Float32Array>();
  const unusable = new Set<string>();
  let known: { readonly standings: readonly Standing[]; readonly at: number } | null = null;
  let pausedUntil = 0;
  let trouble: string | null = null;

  async function standings(): Promise<readonly Standing[]> {
    if (known === null || Math.abs(clock.now() - known.at) > STANDINGS_KEPT_MS) {
      const found = await spaces.standings(shelf.communityId, shelf.collection);
      known = { standings: found, at: clock.now() };
    }
    return known.standings;
  }

  async function embedQuery(space: Space, text: string): Promise<Float32Array | null> {
    const key = `${nameOf(space)} ${text}`;
    const kept = queries.get(key);
    if (kept) {
      queries.delete(key);
      queries.set(key, kept);
      return kept;
    }
    if (clock.now() < pausedUntil) return null;
    const answer = await deps.embedder.embed(space, [text], deps.queryTimeoutMs);
    const [vector] = answer.type === "embedded" ? answer.vectors : [];
    if (answer.type !== "embedded" || vector === undefined) {
      await fail(
        space,
        answer.type === "failed" ? answer : null,
        answer.type === "refused" ? answer.detail : "",
      );
      return null;
    }
    await recover();
    queries.set(key, vector);
    for (const oldest of queries.keys()) {
      if (queries.size <= QUERIES_KEPT) break;
      queries.delete(oldest);
    }
    return vector;
  }

  async function fail(space: Space, failure: EngineFailure | null, refusal: string): Promise<void> {
    const hopeless =
      failure === null || failure.reason === "unauthorized" || failure.reason === "malformed";
    // The endpoint of the new model need not know the old one; then the new one answers with what it has.
    if (hopeless && nameOf(space) !== nameOf(shelf.space)) {
      unusable.add(nameOf(space));
      return;
    }
    // A refused text says nothing about the next one.
    if (failure !== null) {
      pausedUntil =
        clock.now() + Math.max(failure.retryAfterMs ?? 0, hopeless ? HOPELESS_PAUSE_MS : PAUSE_MS);
    }
    const words = failure ? `${failure.reason}: ${failure.detail}` : refusal;
    if (words === trouble) return;
    trouble = words;
    deps.log.warn({ collection: shelf.collection, trouble }, "Searching by words alone for now");
    await spaces.trouble(shelf, words, clock.now());
  }

  async function recover(): Promise<void> {
    if (trouble === null) return;
    trouble = null;
    await spaces.trouble(shelf, null, clock.now());
  }

  return {
    async near(query, options) {
      try {
        const serving = serve(await standings(), shelf.space, unusable);
        const text = cutToFit(redact(query).text);
        if (serving === null || text === "") return null;
        const vector = await embedQuery(serving.space, text);
        if (vector === null) return null;
        const served = { ...shelf, space: serving.space };
        return {
          hits: await table.near(served, vector, options),
          coverage: serving.total === 0 ? 1 : Math.min(1, serving.ready / serving.total),
          holds: async (keys) => new Set((await table.hashes(served, keys)).keys()),
        };
      } catch (error) {
        // The database's own failures are everybody's; here they must not cost the ticket its search.
        deps.log.warn({ error, collection: shelf.collection }, "Vectors could not be searched");
        return null;
      }
    },
  };
}

/** Which vectors answer: the config's model when whole, else an older whole one, else what there is. */
export function serve(
  standings: readonly Standing[],
  wanted: Space,
  unusable: ReadonlySet<string> = new Set(),
): Standing | null {
  const usable = standings.filter(({ space, ready }) => ready > 0 && !unusable.has(nameOf(space)));
  const own = usable.find(({ space }) => nameOf(space) === nameOf(wanted));
  if (own?.whole) return own;
  return usable.find(({ whole }) => whole) ?? own ?? null;
}

const nameOf = ({ model, dimensions }: Space) => `${model}@${dimensions}`;
