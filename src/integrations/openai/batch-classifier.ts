import type OpenAI from "openai";
import { toFile } from "openai";
import { z } from "zod";
import type { Meter } from "../../triage/decide/meter.ts";
import type { Price } from "../../triage/decide/price.ts";
import type { Clock } from "../../triage/model/clock.ts";
import type { Classifier, ClassifyInput } from "../../triage/ports/engines.ts";
import { readResponse, requestBody } from "./call-model.ts";
import { CLASSIFY, classifiedFrom, toQuestion } from "./classifier.ts";
import { failed } from "./failure.ts";
import type { ModelSettings } from "./model-settings.ts";

/** A post to classify, under the id by which its answer is found again. */
export type BatchItem = { readonly id: string; readonly input: ClassifyInput };

type Classified = Awaited<ReturnType<Classifier["classify"]>>;

export type BatchState =
  | { readonly type: "running"; readonly done: number; readonly total: number }
  /** Whatever was answered can be collected, also of one that expired. */
  | { readonly type: "ended"; readonly expired: boolean }
  | { readonly type: "refused"; readonly why: string };

export type BatchDeps = {
  readonly client: OpenAI;
  readonly model: ModelSettings;
  readonly clock: Clock;
  readonly meter: Meter;
};

/** The vendor takes 50,000 and 200 MB; smaller ones end sooner and are held in memory. */
const MOST_REQUESTS = 10_000;
const MOST_BYTES = 64 * 1024 * 1024;
/** A batch costs half. */
const DISCOUNT = 0.5;
const ENDPOINT = "/v1/responses";
/** Under this name the vendor keeps our key with the batch. */
const KEY = "signalbox";

const Line = z.object({
  custom_id: z.string(),
  response: z
    .object({ status_code: z.number(), request_id: z.string().nullish(), body: z.unknown() })
    .nullish(),
  error: z.object({ code: z.string().nullish(), message: z.string().nullish() }).nullish(),
});
type Line = z.infer<typeof Line>;

/** Half the price, for a batch. */
export function batchPrice(price: Price | null): Price | null {
  if (price === null) return null;
  const { input, cached, output } = price;
  return {
    input: input * DISCOUNT,
    output: output * DISCOUNT,
    ...(cached === undefined ? {} : { cached: cached * DISCOUNT }),
  };
}

/** As many of the items as one batch may hold, from the first on. */
export function fittingInto(
  items: readonly BatchItem[],
  model: ModelSettings,
  mostBytes = MOST_BYTES,
): BatchItem[] {
  let bytes = 0;
  const fitting: BatchItem[] = [];
  for (const item of items.slice(0, MOST_REQUESTS)) {
    bytes += Buffer.byteLength(lineOf(item, model)) + 1;
    if (bytes > mostBytes) break;
    fitting.push(item);
  }
  return fitting;
}

/** Classifies many posts within a day, at half the price, through the vendor's Batch API. */
export function createBatchClassifier({ client, model, clock, meter }: BatchDeps) {
  return {
    /**
     * Hands posts over. Not idempotent: look with `find` first.
     * @returns the batch's id
     */
    async submit(items: readonly BatchItem[], key: string): Promise<string> {
      const text = items.map((item) => `${lineOf(item, model)}\n`).join("");
      const file = await client.files.create({
        file: await toFile(Buffer.from(text), "signalbox.jsonl"),
        purpose: "batch",
      });
      const batch = await client.batches.create({
        input_file_id: file.id,
        endpoint: ENDPOINT,
        completion_window: "24h",
        metadata: { [KEY]: key },
      });
      return batch.id;
    },

    /** The batch that was handed over under a key, when the answer to that was lost. */
    async find(key: string): Promise<string | null> {
      for await (const batch of client.batches.list({ limit: 100 })) {
        if (batch.metadata?.[KEY] === key) return batch.id;
      }
      return null;
    },

    async state(batchId: string): Promise<BatchState> {
      const { status, request_counts: counts, errors } = await client.batches.retrieve(batchId);
      if (status === "failed") {
        const why = errors?.data?.map(({ message }) => message ?? "no reason given").join("; ");
        return { type: "refused", why: why || "no reason given" };
      }
      if (status === "completed" || status === "expired" || status === "cancelled") {
        return { type: "ended", expired: status !== "completed" };
      }
      return { type: "running", done: counts?.completed ?? 0, total: counts?.total ?? 0 };
    },

    /**
     * Reads what came of a batch and writes down what it cost.
     * @returns answers and failures by item; what expired, or was never begun, is absent
     */
    async collect(
      batchId: string,
      inputs: ReadonlyMap<string, ClassifyInput>,
    ): Promise<Map<string, Classified>> {
      const batch = await client.batches.retrieve(batchId);
      const answers = new Map<string, Classified>();
      for (const fileId of [batch.output_file_id, batch.error_file_id]) {
        if (!fileId) continue;
        const text = await (await client.files.content(fileId)).text();
        for (const line of text.split("\n")) {
          if (line.trim() === "") continue;
          const read = Line.parse(JSON.parse(line));
          const input = inputs.get(read.custom_id);
          // Asked for by a run that knew of more: its ticket was settled since.
          if (!input || read.error?.code === "batch_expired") continue;
          answers.set(read.custom_id, await settled(read, input, batch.created_at * 1_000));
        }
      }
      return answers;
    },
  };

  async function settled(line: Line, input: ClassifyInput, askedAt: number): Promise<Classified> {
    const { response } = line;
    if (response?.status_code !== 200) {
      const status = response ? `HTTP ${response.status_code}` : (line.error?.code ?? "no answer");
      const said = line.error?.message ?? saidIn(response?.body);
      const reason = response?.status_code === 429 ? "rate-limited" : "server-error";
      return failed(reason, `in the batch: ${status}${said ? `, ${said}` : ""}`);
    }
    // The vendor's own shape, as the client types it when it comes by itself.
    const body = response.body as OpenAI.Responses.Response;
    const { outcome, call } = readResponse(CLASSIFY, body, {
      price: batchPrice(model.price),
      latencyMs: clock.now() - askedAt,
      who: input.who,
    });
    const begun = input.who ? await meter.begin(input.who, 0) : null;
    if (begun?.type === "go") {
      await begun.settle({ ...call, requestId: response.request_id ?? call.requestId });
    }
    return classifiedFrom(outcome, input);
  }
}

function lineOf({ id, input }: BatchItem, model: ModelSettings): string {
  const body = requestBody(CLASSIFY, toQuestion(input), model.maxOutputTokens, model);
  return JSON.stringify({ custom_id: id, method: "POST", url: ENDPOINT, body });
}

function saidIn(body: unknown): string | undefined {
  const said = z.object({ error: z.object({ message: z.string() }) }).safeParse(body);
  return said.data?.error.message;
}
