import type { EngineFailure } from "../../triage/ports/engines.ts";
import { type ModelDeps, tryTask } from "./call-model.ts";
import { CLASSIFY } from "./classifier.ts";
import { DRAFT } from "./drafter.ts";
import type { ModelSettings } from "./model-settings.ts";

type WarmUp = { readonly model: string; readonly failure: EngineFailure | null };

/**
 * Sends each schema to the models that will be asked to fill it, so that the vendor has compiled it
 * before the first post comes. A few tokens each, held against the budgets like any other call.
 * @returns for each model what went wrong, if anything did
 */
export async function warmUp(
  models: { readonly classify: readonly ModelSettings[]; readonly draft: ModelSettings },
  deps: Omit<ModelDeps, "model">,
  communityId: string,
): Promise<WarmUp[]> {
  const who = { communityId, ticketId: null, personId: null, purpose: "warm-up" } as const;
  const classifying = models.classify.map(async (model) => ({
    model: model.name,
    failure: await tryTask(CLASSIFY, { ...deps, model }, who),
  }));
  const drafting = {
    model: models.draft.name,
    failure: await tryTask(DRAFT, { ...deps, model: models.draft }, who),
  };
  return [...(await Promise.all(classifying)), drafting];
}
