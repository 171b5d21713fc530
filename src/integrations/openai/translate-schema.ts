import { z } from "zod";

/** What the model fills in. */
export const TranslateAnswer = z.object({
  translation: z
    .string()
    .describe(
      "The whole post in the language `to`, and nothing else: code, commands, error messages, links, names and marks in square brackets as they stand.",
    ),
});
export type TranslateAnswer = z.infer<typeof TranslateAnswer>;
