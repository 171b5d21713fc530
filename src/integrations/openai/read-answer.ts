import type OpenAI from "openai";
import type { ResponseOutputText } from "openai/resources/responses/responses";
import type { z } from "zod";
import type { EngineFailure } from "../../triage/ports/engines.ts";
import { failed, unfit } from "./failure.ts";

/** What a model wrote, with how likely each token was. */
export type Written = {
  readonly text: string;
  readonly logprobs: readonly ResponseOutputText.Logprob[];
};

type Reply = Pick<OpenAI.Responses.Response, "status" | "output" | "incomplete_details" | "error">;

/** The value that a reply holds, if it fits the schema; else why there is none. */
export function readAnswer<T>(
  schema: z.ZodType<T>,
  reply: Reply,
): { readonly type: "read"; readonly value: T } | EngineFailure {
  const text = contentsOf(reply).find((content) => content.type === "output_text")?.text;
  if (reply.status !== "completed" || text === undefined) return whyNothing(reply);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return failed("malformed", "the answer is not JSON");
  }
  const parsed = schema.safeParse(json);
  return parsed.success ? { type: "read", value: parsed.data } : unfit(parsed.error);
}

function whyNothing(reply: Reply): EngineFailure {
  for (const content of contentsOf(reply)) {
    if (content.type === "refusal") return failed("refusal", content.refusal);
  }
  const because = reply.incomplete_details?.reason;
  if (because === "content_filter") return failed("filtered", "the vendor's filter stopped it");
  if (because === "max_output_tokens") return failed("cut-off", "the answer was cut off");
  if (reply.error) {
    const reason = reply.error.code === "rate_limit_exceeded" ? "rate-limited" : "server-error";
    return failed(reason, reply.error.message);
  }
  return failed("malformed", `nothing to read in a response that is ${reply.status}`);
}

/** Null when the model does not say how likely its tokens were. */
export function writtenIn(reply: Reply): Written | null {
  for (const content of contentsOf(reply)) {
    if (content.type !== "output_text" || !content.logprobs?.length) continue;
    return { text: content.text, logprobs: content.logprobs };
  }
  return null;
}

function contentsOf({ output }: Reply) {
  return output.flatMap((item) => (item.type === "message" ? item.content : []));
}
