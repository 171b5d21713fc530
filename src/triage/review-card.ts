import { z } from "zod";

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
  doubt: z.string().nullable(),
  permalink: z.string(),
  /** Which engine wrote it. */
  engine: z.string(),
  /** Distinct reporters when more than one. */
  reporters: z.number().int(),
  /** What the first button does: "Send", "File", "Link", "Ask", "Redirect"; null when only More helps. */
  send: z.string().nullable(),
  editable: z.boolean(),
  /** "Sent by Ada" once decided; the buttons are gone then. */
  closed: z.string().nullable(),
  /** When it was decided, in milliseconds; null while open, or when nobody did. */
  closedAt: z.number().nullable(),
  /** Set while an approval can still be undone. */
  undoUntil: z.number().nullable(),
});
export type ReviewCard = z.infer<typeof ReviewCard>;
