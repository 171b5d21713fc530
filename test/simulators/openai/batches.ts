import { randomBytes } from "node:crypto";
import { z } from "zod";
import { Failure } from "./failure.ts";

/** How the next batch goes. */
export type BatchFate =
  | { readonly fate: "expires"; readonly after: number }
  /** Refused after it was accepted, as for a file that breaks a rule. */
  | { readonly fate: "fails"; readonly message: string };

/** A body that is no JSON: the content of a file. */
export class RawText {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

const Upload = z.object({ purpose: z.literal("batch"), file: z.string() });
const Create = z.object({
  input_file_id: z.string(),
  endpoint: z.literal("/v1/responses"),
  completion_window: z.literal("24h"),
  metadata: z.record(z.string(), z.string()).nullish(),
});
const Line = z.strictObject({
  custom_id: z.string().min(1),
  method: z.literal("POST"),
  url: z.literal("/v1/responses"),
  body: z.record(z.string(), z.unknown()),
});

const MOST_REQUESTS = 50_000;

type File = { readonly id: string; readonly text: string; readonly purpose: string };
type Batch = {
  readonly id: string;
  readonly created: number;
  readonly input: File;
  readonly metadata: Record<string, string> | null;
  readonly fate: BatchFate | null;
  /** How often it was asked after: it is validated, then under way, then ended. */
  looks: number;
  done: {
    readonly output: File | null;
    readonly errors: File | null;
    readonly completed: number;
    readonly failed: number;
  } | null;
};

/** Answers /files and /batches; each line of a batch is answered as a request of its own would be. */
export function createBatches(answer: (body: unknown) => unknown, now: () => number) {
  const files = new Map<string, File>();
  const batches = new Map<string, Batch>();
  const fates: BatchFate[] = [];
  const seconds = () => Math.floor(now() / 1_000);
  const id = (prefix: string) => `${prefix}${randomBytes(12).toString("hex")}`;

  function keep(text: string, purpose: string): File {
    const file = { id: id("file-"), text, purpose };
    files.set(file.id, file);
    return file;
  }

  function described({ id: fileId, text, purpose }: File) {
    const bytes = Buffer.byteLength(text);
    const known = {
      object: "file",
      created_at: seconds(),
      filename: "batch.jsonl",
      status: "processed",
    };
    return { id: fileId, bytes, purpose, ...known };
  }

  function view(batch: Batch) {
    const { done, fate, looks } = batch;
    const lines = batch.input.text.split("\n").filter((line) => line.trim() !== "");
    const failed = fate?.fate === "fails" && looks > 0;
    const status = failed
      ? "failed"
      : done
        ? fate?.fate === "expires"
          ? "expired"
          : "completed"
        : looks > 0
          ? "in_progress"
          : "validating";
    return {
      id: batch.id,
      object: "batch",
      endpoint: "/v1/responses",
      ...(failed
        ? {
            errors: {
              object: "list",
              data: [{ code: "invalid_request", message: fate.message, param: null, line: null }],
            },
          }
        : {}),
      input_file_id: batch.input.id,
      completion_window: "24h",
      status,
      ...(done?.output ? { output_file_id: done.output.id } : {}),
      ...(done?.errors ? { error_file_id: done.errors.id } : {}),
      created_at: batch.created,
      request_counts: {
        total: lines.length,
        completed: done?.completed ?? 0,
        failed: done?.failed ?? 0,
      },
      metadata: batch.metadata,
    };
  }

  function run(batch: Batch): void {
    const lines = batch.input.text.split("\n").filter((line) => line.trim() !== "");
    const most = batch.fate?.fate === "expires" ? batch.fate.after : lines.length;
    const output: object[] = [];
    const errors: object[] = [];
    for (const [index, text] of lines.entries()) {
      const line = Line.parse(JSON.parse(text));
      const row = { id: id("batch_req_"), custom_id: line.custom_id };
      if (index >= most) {
        const message = "This request could not be executed before the completion window expired.";
        errors.push({ ...row, response: null, error: { code: "batch_expired", message } });
        continue;
      }
      const reply = attempt(line.body);
      const response = { ...reply, request_id: id("req_") };
      (reply.status_code === 200 ? output : errors).push({ ...row, response, error: null });
    }
    // In no order that anybody may rely on.
    const toFile = (rows: object[]) =>
      rows.length === 0
        ? null
        : keep(
            `${rows
              .toReversed()
              .map((row) => JSON.stringify(row))
              .join("\n")}\n`,
            "batch_output",
          );
    batch.done = {
      output: toFile(output),
      errors: toFile(errors),
      completed: output.length,
      failed: errors.length,
    };
  }

  function attempt(body: unknown): { status_code: number; body: unknown } {
    try {
      return { status_code: 200, body: answer(body) };
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      return { status_code: error.status, body: error.body() };
    }
  }

  return {
    /** How the next batches go; without it they complete. */
    next: (fate: BatchFate) => void fates.push(fate),
    list: () => [...batches.values()].map(view),

    upload(body: unknown) {
      const { file, purpose } = Upload.parse(body);
      return described(keep(file, purpose));
    },
    content(fileId: string): RawText {
      const file = files.get(fileId);
      if (!file) throw new Failure(404, `No such File object: ${fileId}`);
      return new RawText(file.text);
    },
    create(body: unknown) {
      const { input_file_id, metadata } = Create.parse(body);
      const input = files.get(input_file_id);
      if (input?.purpose !== "batch")
        throw new Failure(400, `Invalid input_file_id: ${input_file_id}`);
      const lines = input.text.split("\n").filter((line) => line.trim() !== "");
      const ids = new Set(lines.map((line) => Line.parse(JSON.parse(line)).custom_id));
      if (lines.length === 0 || lines.length > MOST_REQUESTS || ids.size < lines.length) {
        throw new Failure(400, "The input file is empty, too long or names an id twice.");
      }
      const batch: Batch = {
        id: id("batch_"),
        created: seconds(),
        input,
        metadata: metadata ?? null,
        fate: fates.shift() ?? null,
        looks: 0,
        done: null,
      };
      batches.set(batch.id, batch);
      return view(batch);
    },
    retrieve(batchId: string) {
      const batch = batches.get(batchId);
      if (!batch) throw new Failure(404, `No batch found with id '${batchId}'.`);
      batch.looks += 1;
      if (batch.looks > 1 && !batch.done && batch.fate?.fate !== "fails") run(batch);
      return view(batch);
    },
    page() {
      const data = [...batches.values()].map(view).toReversed();
      const ends = { first_id: data[0]?.id ?? "", last_id: data.at(-1)?.id ?? "" };
      return { object: "list", data, ...ends, has_more: false };
    },
  };
}
