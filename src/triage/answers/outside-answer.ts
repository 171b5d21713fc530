import { z } from "zod";
import { isDocsFailure } from "../gaps/note-gap.ts";
import type { Case } from "../model/case.ts";
import type { GapNote } from "../model/gap.ts";
import type { RawPost } from "../model/post.ts";
import { redact } from "../redact/redact.ts";

/** An answer that did not come from the docs. */
export const OutsideAnswer = z.object({
  by: z.enum(["staff", "helper", "reviewer", "help-centre"]),
  /** Redacted; null where only the team's own words may be kept and passed on. */
  text: z.string().nullable(),
  /** The message that it stands in; null when it was no message. */
  sourceId: z.string().nullable(),
  /** Who wrote it, by source id, so that it can be forgotten; null for a page. */
  personSourceId: z.string().nullable(),
  /** Somebody said that this is the answer: it takes the place of what was noted before. */
  accepted: z.boolean().optional(),
});
export type OutsideAnswer = z.infer<typeof OutsideAnswer>;

/** Shorter replies say hello or point elsewhere. */
const SHORTEST = 40;
const LONGEST = 4_000;

/** Reads an answer off a reply of somebody whose word counts; null when it is no answer. */
export function answerIn(raw: RawPost): OutsideAnswer | null {
  const text = raw.text.trim();
  if (!isStaff(raw) && !raw.author.roles.includes("helper")) return null;
  if (text.length < SHORTEST || /[?？؟]\s*$/.test(text)) return null;
  return read(raw);
}

/** The answer in a reply that staff or a helper accepted, whoever wrote it; null when we did. */
export function acceptedIn(raw: RawPost): OutsideAnswer | null {
  const answer = read(raw);
  return answer && { ...answer, accepted: true };
}

function read(raw: RawPost): OutsideAnswer | null {
  if (raw.author.bot || raw.author.optedOut) return null;
  const staff = isStaff(raw);
  return {
    by: staff ? "staff" : "helper",
    // A helper is a member: their words stay in the thread, where they can take them back.
    text: staff ? redact(raw.text).text.trim().slice(0, LONGEST) : null,
    sourceId: raw.sourceId,
    personSourceId: raw.authorSourceId,
  };
}

function isStaff({ author }: RawPost): boolean {
  return author.roles.some((role) => role === "staff" || role === "admin");
}

/** The gap that a person's answer shows; null when the docs had an answer, or were not asked. */
export function gapAnsweredOutside(known: Case, answer: OutsideAnswer | null): GapNote | null {
  const { kind, lane } = known.ticket;
  if (answer === null || kind !== "question" || (lane ?? "open") !== "open") return null;
  if (known.decision === null || !isDocsFailure(known.decision)) return null;
  // What was seen when the docs failed the ask is kept with that.
  return { reason: "answered-outside", seen: [], answer };
}
