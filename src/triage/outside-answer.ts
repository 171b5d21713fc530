import { z } from "zod";
import type { Case } from "./case.ts";
import type { GapNote } from "./gap.ts";
import { isDocsFailure } from "./note-gap.ts";
import type { RawPost } from "./post.ts";
import { redact } from "./redact.ts";

/** An answer that did not come from the docs. */
export const OutsideAnswer = z.object({
  by: z.enum(["staff", "helper", "reviewer", "help-centre"]),
  /** Redacted; null where only the team's own words may be kept and passed on. */
  text: z.string().nullable(),
  /** The message that it stands in; null when it was no message. */
  sourceId: z.string().nullable(),
  /** Who wrote it, by source id, so that it can be forgotten; null for a page. */
  personSourceId: z.string().nullable(),
});
export type OutsideAnswer = z.infer<typeof OutsideAnswer>;

/** Shorter replies say hello or point elsewhere. */
const SHORTEST = 40;
const LONGEST = 4_000;

/** Reads an answer off a reply of somebody whose word counts; null when it is no answer. */
export function answerIn(raw: RawPost): OutsideAnswer | null {
  const { roles, optedOut, bot } = raw.author;
  const by = roles.some((role) => role === "staff" || role === "admin")
    ? "staff"
    : roles.includes("helper")
      ? "helper"
      : null;
  const text = raw.text.trim();
  if (by === null || bot || optedOut) return null;
  if (text.length < SHORTEST || /[?？؟]\s*$/.test(text)) return null;
  return {
    by,
    // A helper is a member: their words stay in the thread, where they can take them back.
    text: by === "staff" ? redact(text).text.slice(0, LONGEST) : null,
    sourceId: raw.sourceId,
    personSourceId: raw.authorSourceId,
  };
}

/** The gap that a person's answer shows; null when the docs had an answer, or were not asked. */
export function gapAnsweredOutside(known: Case, answer: OutsideAnswer | null): GapNote | null {
  const { kind, lane } = known.ticket;
  if (answer === null || kind !== "question" || (lane ?? "open") !== "open") return null;
  if (known.decision === null || !isDocsFailure(known.decision)) return null;
  // What was seen when the docs failed the ask is kept with that.
  return { reason: "answered-outside", seen: [], answer };
}
