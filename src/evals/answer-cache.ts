import { createHash } from "node:crypto";
import { appendFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { z } from "zod";
import { Classification } from "../triage/model/classification.ts";
import { ModelCall } from "../triage/model/model-call.ts";
import type { Classifier } from "../triage/ports/engines.ts";
import { note, noted, noteRefusal } from "./call-notes.ts";

const Line = z.object({
  key: z.string(),
  classification: Classification,
  calls: z.array(ModelCall),
});

/** What makes two questions to an engine the same, besides what is asked. */
export type AskedOf = {
  readonly engine: string;
  readonly model: string | null;
  /** Whatever else of the config bears on the answer. */
  readonly settings: readonly (string | number | boolean | null)[];
  readonly promptHash: string | null;
  readonly schemaHash: string | null;
};

/**
 * A classifier that asks nothing twice: answers are kept in a file, by what was asked (the redacted
 * text, areas and tags), engine, model, prompt and schema. Failures and stand-ins are not kept, so
 * that the next run asks again for just those.
 * @param file JSONL, one answer a line; a line that broke off in a crash is passed over
 */
export function withCache(
  classifier: Classifier,
  of: AskedOf,
  file: string,
): { readonly classifier: Classifier; hits(): number } {
  const kept = read(file);
  let hits = 0;
  return {
    hits: () => hits,
    classifier: {
      async classify(input) {
        const key = createHash("sha256")
          .update(JSON.stringify([of, input]))
          .digest("hex");
        const known = kept.get(key);
        if (known) {
          hits += 1;
          note(known.calls);
          const { classification } = known;
          return { type: "classified", classification, call: known.calls.at(-1) ?? null };
        }
        const { result: answer, calls, refused } = await noted(() => classifier.classify(input));
        note(calls);
        if (refused) {
          // Half an answer, without the second call that was due, is none to keep.
          noteRefusal();
          return answer;
        }
        if (answer.type === "failed" || answer.classification.stamp.standsInBecause) return answer;
        const { classification } = answer;
        mkdirSync(dirname(file), { recursive: true });
        // The line break comes first: a line that broke off before stays alone.
        appendFileSync(file, `\n${JSON.stringify({ key, classification, calls })}`, {
          mode: 0o600,
        });
        return answer;
      },
    },
  };
}

function read(file: string): Map<string, z.infer<typeof Line>> {
  const kept = new Map<string, z.infer<typeof Line>>();
  if (!existsSync(file)) return kept;
  for (const line of readFileSync(file, "utf8").split("\n")) {
    const parsed = Line.safeParse(parsedJson(line));
    if (parsed.success) kept.set(parsed.data.key, parsed.data);
  }
  return kept;
}

function parsedJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
