import { z } from "zod";
import {
  type BatchItem,
  type BatchState,
  type createBatchClassifier,
  fittingInto,
} from "../../integrations/openai/batch-classifier.ts";
import type { ModelSettings } from "../../integrations/openai/model-settings.ts";
import { gatherEvidence } from "../../triage/decide/gather-evidence.ts";
import { type ImportDeps, isUntriaged } from "../../triage/intake/import-post.ts";
import { SECOND } from "../../triage/model/clock.ts";
import { UserError } from "../../triage/model/errors.ts";
import type { Classifier, ClassifyInput } from "../../triage/ports/engines.ts";
import { type Tally, triageAll } from "./triage-all.ts";

/** The setting under which batches that are under way are kept. */
const SETTING = "importBatches";
const POLL_MS = 30 * SECOND;
/** Posts whose batch expired go into another one so often; then they wait for the next run. */
const ROUNDS = 3;

/** `id` is null while nobody knows whether the batch was handed over: a kill may have come between. */
const Kept = z.array(z.object({ key: z.string(), id: z.string().nullable() }));
type Kept = z.infer<typeof Kept>;

export type BatchParts = {
  readonly batch: ReturnType<typeof createBatchClassifier>;
  readonly model: ModelSettings;
  /** The program's own path around a classifier that has the batch's answers. */
  readonly around: (answers: Classifier) => Classifier;
  readonly told: (line: string) => void;
  /** Called after each ticket. */
  readonly step: () => void;
};

/**
 * Triages imported tickets with answers from the Batch API. What was handed over by a run that was
 * killed is waited for and collected first, so that nothing is paid twice.
 */
export async function triageInBatches(
  communityId: string,
  untriaged: () => Promise<readonly string[]>,
  deps: ImportDeps,
  parts: BatchParts,
): Promise<Tally> {
  let triaged = 0;
  const whys = new Map<string, string>();
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const one of await readKept(communityId, deps)) {
      const id = one.id ?? (await parts.batch.find(one.key));
      const inputs = await inputsOf(communityId, await untriaged(), deps);
      const answers = id === null ? null : await outcomeOf(id, inputs, deps, parts);
      if (typeof answers === "string") {
        await drop(communityId, one.key, deps);
        throw new UserError(
          `OpenAI refused the batch ${id}: ${answers} Run the command again, or without --batch.`,
        );
      }
      if (answers) {
        const classifier = parts.around(fromAnswers(answers));
        const answered = [...answers.keys()];
        const done = await triageAll(communityId, answered, { ...deps, classifier }, parts.step);
        triaged += done.triaged;
        for (const { ticketId, why } of done.failed) whys.set(ticketId, why);
      }
      // Only now: a run that is killed before collects it again.
      await drop(communityId, one.key, deps);
    }
    const left = await inputsOf(communityId, await untriaged(), deps);
    if (left.size === 0 || round === ROUNDS) break;
    await handOver(communityId, left, deps, parts);
  }
  const expired = "its batch expired again and again";
  const failed = (await untriaged()).map((ticketId) => ({
    ticketId,
    why: whys.get(ticketId) ?? expired,
  }));
  return { triaged, failed };
}

/** What the classifier would be asked about each ticket that is not triaged yet. */
async function inputsOf(
  communityId: string,
  ticketIds: readonly string[],
  deps: ImportDeps,
): Promise<Map<string, ClassifyInput>> {
  const inputs = new Map<string, ClassifyInput>();
  const policy = await deps.policyOf(communityId);
  for (const ticketId of ticketIds) {
    const known = await deps.tickets.load(communityId, ticketId);
    if (!known || !isUntriaged(known)) continue;
    // The program's own path, up to the question: what is asked in a batch is what is asked live.
    const classifier: Classifier = {
      async classify(input) {
        inputs.set(ticketId, input);
        return { type: "failed", reason: "dropped", detail: "only asked for", retryAfterMs: null };
      },
    };
    await gatherEvidence(communityId, known, policy, { ...deps, classifier }, "import");
  }
  return inputs;
}

async function handOver(
  communityId: string,
  inputs: ReadonlyMap<string, ClassifyInput>,
  deps: ImportDeps,
  { batch, model, told }: BatchParts,
): Promise<void> {
  let items: BatchItem[] = Array.from(inputs, ([id, input]) => ({ id, input }));
  while (items.length > 0) {
    const some = fittingInto(items, model);
    const key = deps.ids();
    // Written down first: whoever finds it after a kill looks for the batch by its key.
    await keep(communityId, { key, id: null }, deps);
    const id = await batch.submit(some, key);
    await keep(communityId, { key, id }, deps);
    told(`${some.length} posts handed over as ${id}`);
    items = items.slice(some.length);
  }
}

/** Waits for a batch to end, and collects it; a batch that is refused leaves the vendor's words. */
async function outcomeOf(
  id: string,
  inputs: ReadonlyMap<string, ClassifyInput>,
  { clock }: ImportDeps,
  { batch, told }: BatchParts,
) {
  let last = "";
  for (;;) {
    const state: BatchState = await batch.state(id);
    if (state.type === "refused") return state.why;
    if (state.type === "ended") {
      if (state.expired) told(`${id} ended before all of it was answered`);
      return batch.collect(id, inputs);
    }
    const now = `${id}: ${state.done} of ${state.total} answered`;
    if (now !== last) told(now);
    last = now;
    await new Promise<void>((resolve) => clock.after(POLL_MS, resolve));
  }
}

type Answers = Awaited<ReturnType<BatchParts["batch"]["collect"]>>;

function fromAnswers(answers: Answers): Classifier {
  return {
    async classify({ who }) {
      const answer = answers.get(who?.ticketId ?? "");
      if (!answer) throw new Error("only tickets with an answer are triaged from a batch");
      return answer;
    },
  };
}

async function readKept(communityId: string, { tickets }: ImportDeps): Promise<Kept> {
  return Kept.catch([]).parse((await tickets.settings(communityId))[SETTING]);
}

async function keep(communityId: string, one: Kept[number], deps: ImportDeps): Promise<void> {
  const others = (await readKept(communityId, deps)).filter(({ key }) => key !== one.key);
  await write(communityId, [...others, one], deps);
}

async function drop(communityId: string, gone: string, deps: ImportDeps): Promise<void> {
  const left = (await readKept(communityId, deps)).filter(({ key }) => key !== gone);
  await write(communityId, left, deps);
}

async function write(communityId: string, value: Kept, { tickets, clock }: ImportDeps) {
  const change = { key: SETTING, value, by: "signalbox import", at: clock.now() };
  await tickets.changeSetting(communityId, change);
}
