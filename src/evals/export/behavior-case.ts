import { z } from "zod";
import { statedDetails } from "../../triage/issues/stated-details.ts";
import type { ReviewedTicket } from "../../triage/review/reviewed.ts";

/** A report about what a model outputs, as a case that can be tried again; texts are redacted. */
export const BehaviorCase = z.object({
  id: z.string(),
  title: z.string(),
  /** As the reporter named it; null when nobody said. */
  model: z.string().nullable(),
  /** Sampling settings that stand in the report. */
  parameters: z.record(z.string(), z.number()),
  prompt: z.string().nullable(),
  expected: z.string().nullable(),
  actual: z.string().nullable(),
  /** How many of how many tries, and what goes wrong, in the reporter's words. */
  rate: z.string().nullable(),
  category: z.string().nullable(),
  since: z.string().nullable(),
  /** Distinct people who reported it. */
  reports: z.number().int(),
  /** What is not stated and would be needed to try it again. */
  missing: z.array(z.enum(["model", "prompt", "actual", "expected"])),
});
export type BehaviorCase = z.infer<typeof BehaviorCase>;

/** Reads a case off a ticket: what its forms and its text state, and nothing that they do not. */
export function toBehaviorCase(ticket: ReviewedTicket): BehaviorCase {
  const text = ticket.messages.join("\n\n");
  const stated = statedDetails(text);
  const found = {
    model: stated.get("model") ?? modelIn(`${ticket.title}\n${text}`),
    prompt: stated.get("prompt") ?? blockAfter(text, /\b(?:system |user )?prompt\b/i),
    expected: stated.get("expected") ?? null,
    actual:
      stated.get("actual") ?? blockAfter(text, /\b(?:output|response|answer|it (?:says|said))\b/i),
  };
  const needed = ["model", "prompt", "actual", "expected"] as const;
  return {
    id: ticket.code,
    title: ticket.classification?.title ?? ticket.title,
    parameters: parametersIn(text),
    ...found,
    rate: stated.get("rate") ?? null,
    category: stated.get("category") ?? null,
    since: stated.get("since") ?? null,
    reports: ticket.reporters,
    missing: needed.filter((name) => found[name] === null),
  };
}

const MODEL =
  /\b(?:gpt-[\w.-]*\w|o[1-9](?:-[\w-]*\w)?|chatgpt-[\w-]*\w|(?:claude|gemini|llama|mistral)-[\w.-]*\w)\b/i;

function modelIn(text: string): string | null {
  return MODEL.exec(text)?.[0] ?? null;
}

const PARAMETER =
  /\b(temperature|top_p|top_k|max_tokens|max_output_tokens|seed|frequency_penalty|presence_penalty|n)["']?\s*[:=]\s*(-?\d+(?:\.\d+)?)/g;

function parametersIn(text: string): Record<string, number> {
  const found = [...text.matchAll(PARAMETER)].map(([, name = "", value]) => [name, Number(value)]);
  return Object.fromEntries(found);
}

/** The fenced block under a line that announces it. */
function blockAfter(text: string, announces: RegExp): string | null {
  for (const match of text.matchAll(/([^\n]*)\n\s*```[^\n`]*\n([\s\S]*?)```/g)) {
    const [, before = "", block = ""] = match;
    if (announces.test(before) && block.trim() !== "") return block.trim();
  }
  return null;
}
