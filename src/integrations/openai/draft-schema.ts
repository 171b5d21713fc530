import { z } from "zod";

const OtherWords = z.object({
  about: z.string().describe("The matter, in a few words, such as the default of a setting."),
  passageId: z.string().describe("The id of the passage that says one thing."),
  quote: z.string().describe("Its words that say it, copied character by character."),
  otherPassageId: z.string().describe("The id of the passage that says otherwise."),
  otherQuote: z.string().describe("Its words that say it, copied character by character."),
});

const DraftedClaim = z.object({
  passageIds: z
    .array(z.string())
    .describe("Ids of the passages that this claim rests on, as they were sent."),
  quote: z
    .string()
    .describe(
      "A short excerpt from one of those passages that carries the claim: copied character by character, at most 200 characters, in the passage's own language.",
    ),
  text: z
    .string()
    .describe(
      "One or two sentences to the author, in `language`, that say no more than the quoted passage does. Code belongs into the claim that explains it, in a fenced block.",
    ),
});

/**
 * What the model fills in, in the order in which it writes: what it rests on before what it says,
 * confidence last. Nothing is deeper than one list of plain rows. The descriptions are the
 * guidance; passage ids and quotes are checked after the call.
 */
export const DraftAnswer = z.object({
  contradictions: z
    .array(OtherWords)
    .describe(
      "Where two passages of the same version disagree about what is asked, such as two values of one default; empty when they agree.",
    ),
  claims: z
    .array(DraftedClaim)
    .describe(
      "The answer, claim by claim, in the order in which the author needs them, at most five. A claim without an excerpt that carries it is left out; empty when the passages do not answer.",
    ),
  unanswered: z
    .array(z.string())
    .describe(
      "Parts of the ask that the passages do not answer, each a short phrase in `language`; empty when all is answered.",
    ),
  clarify: z
    .string()
    .nullable()
    .describe(
      "One question to the author, in `language`, when it cannot be told what they ask; otherwise null. It names nothing that neither the post nor a passage names.",
    ),
  confidence: z
    .number()
    .describe(
      "How likely it is, from 0 to 1, that somebody who knows the product would send this answer as it is.",
    ),
});
export type DraftAnswer = z.infer<typeof DraftAnswer>;
