import type { Logger } from "./log.ts";
import type {
  Classifier,
  Drafter,
  EngineFailure,
  Reranker,
  Translator,
} from "./triage/ports/engines.ts";

/** Whoever classifies, drafts, ranks and translates. */
export type Engines = {
  readonly classifier: Classifier;
  readonly drafter: Drafter;
  readonly reranker?: Reranker;
  readonly translator?: Translator;
  /** Asks the questions of docs gaps again after a re-index; the drafter when there is none. */
  readonly quoter?: Drafter;
  /** Readies what is slow at first; tells what could not be readied. */
  readonly warmUp?: (
    communityId: string,
  ) => Promise<readonly { readonly model: string; readonly failure: EngineFailure | null }[]>;
};

/** Readies the models; what could not be readied is logged, since the first post is only slower. */
export async function warmedUp(
  { warmUp }: Engines,
  communityId: string,
  log: Logger,
): Promise<void> {
  try {
    for (const { model, failure } of (await warmUp?.(communityId)) ?? []) {
      if (failure) log.warn({ model, failure }, "A model could not be warmed up");
    }
  } catch (error) {
    log.warn({ error }, "The models could not be warmed up");
  }
}
