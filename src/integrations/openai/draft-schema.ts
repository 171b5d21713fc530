import { z } from "zod";

/** What the model fills in; passage ids and quotes are checked after the call. */
export const DraftAnswer = z.object({
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
