import type { Environment } from "./config/environment.ts";
import type { Config } from "./config/schema.ts";
import type { EngineBooks } from "./engines.ts";
import type { DocsFolder } from "./integrations/docs/docs-files.ts";
import type { DocsIndex } from "./integrations/docs/open-index.ts";
import type { Store } from "./integrations/store/store.ts";
import type { Logger } from "./log.ts";
import type { Clock } from "./triage/model/clock.ts";
import type { CrashPoint } from "./triage/perform/apply-actions.ts";
import type { PassageIndex } from "./triage/ports/docs.ts";
import type { SameAsks } from "./triage/ports/same-asks.ts";
import type { Embedder } from "./triage/same-asks/embedding.ts";
import type { Engines } from "./warm-up.ts";

/** Everything that differs between production, the demo and the tests. */
export type Parts = {
  readonly config: Config;
  readonly env: Environment;
  readonly log: Logger;
  /** Folder of the embedded database; in memory when null. */
  readonly dataDir: string | null;
  readonly passages: PassageIndex;
  /** Searching by meaning too: who embeds, and the docs that are embedded. */
  readonly vectors?: { readonly embedder: Embedder; readonly docs: DocsIndex } | undefined;
  /** Where the files of the docs are, for patches; none can be proposed without. */
  readonly docsFolders?: readonly DocsFolder[];
  readonly clock?: Clock;
  readonly engines: Engines | ((books: EngineBooks) => Engines);
  /** In place of the search in the store. */
  readonly sameAsks?: (store: Store) => SameAsks;
  /** A gateway process listens and answers; a worker process triages and acts. */
  readonly roles?: readonly ("gateway" | "worker")[];
  readonly reached?: (point: CrashPoint) => void;
  /** Nothing works any more before a person mends it, or before a restart. */
  readonly onFatal?: (error: Error) => void;
};
