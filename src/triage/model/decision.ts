import { z } from "zod";

export const Outcome = z.enum([
  "answer",
  "ask",
  "redirect",
  "file",
  "link",
  "known-issue",
  "leave",
  "none",
]);
export type Outcome = z.infer<typeof Outcome>;

/** Why: a code to count by, and a sentence for staff. */
export const Reason = z.object({ code: z.string(), text: z.string() });
export type Reason = z.infer<typeof Reason>;

/** What ought to happen, drawn from evidence and policy; never empty of reasons. */
export const Decision = z.object({
  outcome: Outcome,
  /** `auto` acts alone, `draft` asks staff, `quiet` does nothing in public and makes no card. */
  mode: z.enum(["auto", "draft", "quiet"]),
  reasons: z.array(Reason),
});
export type Decision = z.infer<typeof Decision>;
