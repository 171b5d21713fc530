import { z } from "zod";
import { CutSentence } from "./draft.ts";

/** An answer taken apart for whoever judges it. */
export const AnswerParts = z.object({
  /** Each sentence with the numbers (from 1) of its sources and the words that carry it. */
  claims: z.array(
    z.object({ text: z.string(), sources: z.array(z.number().int()), quote: z.string() }),
  ),
  /** Code of the model's own; it stands in no page. */
  ownCode: z.array(z.string()),
  cut: z.array(CutSentence),
});
export type AnswerParts = z.infer<typeof AnswerParts>;

/**
 * What a reviewer sees, as data: short enough for a phone. The bot turns it into an embed with
 * buttons, the console into HTML.
 */
export const ReviewCard = z.object({
  cardId: z.string(),
  version: z.number().int(),
  codes: z.array(z.string()),
  /** What is asked, in one sentence. */
  ask: z.string(),
  /** Kind, area, lane and why now, each a few words. */
  facts: z.array(z.string()),
  /** What would be sent or filed: a heading such as "Answer" and the text. */
  action: z.string(),
  body: z.string(),
  /** What it rests on: title, link, and the quote that carries it. */
  evidence: z.array(z.object({ title: z.string(), url: z.string(), quote: z.string() })),
  /** Of an answer: what stands behind each sentence; `evidence` has the sources in their order. */
  answer: AnswerParts.optional(),
  doubt: z.string().nullable(),
  /** "Drafted with your correction of 3 March"; null when no correction was shown to the engine. */
  learnt: z.string().nullable(),
  /** Who has it in hand, and until when. */
  claim: z.object({ name: z.string(), until: z.number() }).nullable().default(null),
  permalink: z.string(),
  /** Which engine wrote it. */
  engine: z.string(),
  /** Distinct reporters when more than one. */
  reporters: z.number().int(),
  /** Those of them who reported with an account younger than a week; absent in older cards. */
  freshReporters: z.number().int().default(0),
  /** What the first button does: "Send", "File", "Link", "Ask", "Redirect"; null when only More helps. */
  send: z.string().nullable(),
  editable: z.boolean(),
  /** How many helpers would sign it, and the words of one of them. */
  vouches: z.number().int().optional(),
  reworded: z.object({ name: z.string(), words: z.string() }).optional(),
  /** A silence that is to be judged. */
  sample: z.boolean().optional(),
  /** "Sent by Ada" once decided; the buttons are gone then. */
  closed: z.string().nullable(),
  /** When it was decided, in milliseconds; null while open, or when nobody did. */
  closedAt: z.number().nullable(),
  /** Set while an approval can still be undone. */
  undoUntil: z.number().nullable(),
});
export type ReviewCard = z.infer<typeof ReviewCard>;
