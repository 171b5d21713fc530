import { z } from "zod";

/** What the model fills in; ids are checked after the call. */
export const RerankAnswer = z.object({
  helpful: z
    .array(z.string())
    .describe("Ids of the passages that help to answer the post, the most helpful first."),
});
export type RerankAnswer = z.infer<typeof RerankAnswer>;
