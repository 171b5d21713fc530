import { z } from "zod";

/** What the model fills in; passage ids and quotes are checked after the call. */
export const DraftAnswer = z.object({
  contradictions: z.array(
    z.object({
      about: z.string(),
      passageIds: z.array(z.string()),
      quotes: z.array(z.string()),
    }),
  ),
  claims: z.array(
    z.object({
      text: z.string(),
      passageIds: z.array(z.string()),
      quote: z.string(),
    }),
  ),
  unanswered: z.array(z.string()),
  clarify: z.string().nullable(),
  confidence: z.number(),
});
export type DraftAnswer = z.infer<typeof DraftAnswer>;
