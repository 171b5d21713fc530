import { z } from "zod";
import { Kind, Lane, Severity } from "../../triage/model/classification.ts";
import { CATEGORIES, Detail } from "../../triage/model/details.ts";

/**
 * What the model fills in, in the order in which it writes: evidence before labels, confidence
 * last. Flat and the same for every community, so that it is compiled once at the vendor; area
 * names are checked after the call. The descriptions are the guidance; the prompt says what is sent.
 */
export const ClassifyAnswer = z.object({
  evidence: z
    .array(z.string())
    .describe(
      "One to four short excerpts of the post, copied character by character, that decide the labels below. No paraphrase, no ellipsis.",
    ),
  ask: z.string().describe("What the author wants, in one plain sentence, in English."),
  kind: Kind.describe(
    [
      "What the ask is.",
      "bug: something malfunctions against the docs or against how it was: an error, a crash, a regression, a wrong result of an interface.",
      "feature: asks for a change or for something new.",
      "docs: the docs are missing, wrong or unclear, and changing them is the fix.",
      "model-behavior: about what a model outputs: quality, refusals, ignored instructions, format, a change over time. An error from the interface is a bug, even when a model is involved.",
      "question: needs an answer, not a change: how to, why, which, is it possible.",
      "other: nothing to do: thanks, a showcase, chat, an announcement, an empty or unreadable post.",
      "When a post reports a malfunction and also asks how to get round it, it is a bug. When the author's own mistake is the likely cause and nothing shows a malfunction, it is a question.",
    ].join("\n"),
  ),
  lane: Lane.describe(
    [
      "How it may be handled, whatever its kind. When in doubt, take the earlier one.",
      "security: a vulnerability, somebody else's data, a leaked credential, a way round a safeguard.",
      "care: harassment, self-harm, a legal threat, anger at staff members in person.",
      "account: billing, quota, access, verification, a ban or a contract of one customer; only somebody who can see that account can help.",
      "not-ours: clearly about another vendor's product, or only about the author's own code.",
      "open: everything else. Asking how limits or prices work in general is open.",
    ].join("\n"),
  ),
  area: z
    .string()
    .describe(
      "The name of the one area in `areas` that the ask is about, exactly as written there, or unknown.",
    ),
  severity: Severity.describe(
    "critical: many people cannot work at all, data is lost or exposed. high: the author cannot go on and there is no way round. medium: it hinders, or there is a way round. low: cosmetic, a wish, a question of curiosity.",
  ),
  language: z
    .string()
    .describe(
      "ISO 639-1 code of the language that the post is written in, code and logs aside; und when it cannot be told.",
    ),
  missing: z
    .array(Detail)
    .describe(
      [
        "Each detail of the list for its kind that the post does not state, in the order of the list; empty when all are there.",
        "For bugs: error (the exact message and status), version (of the library), code (the smallest code or request that shows it), surface (where it happens, and who hosts it), endpoint (or feature), since (when), expected, actual.",
        `For model behavior: model (its name), prompt (or the part of it that shows the matter), actual (verbatim), snapshot (the dated version, or that it is not known), expected, rate (how many of how many tries), surface, since (when, or the last model that was right), category (${CATEGORIES.join("; ")}).`,
        "For docs: page (and heading), sentence (as it stands), wrong (what is wrong with it).",
        "For features: job (what they try to get done), today (how they do it now), limit (where that falls short).",
        "Otherwise nothing.",
      ].join("\n"),
    ),
  title: z
    .string()
    .describe(
      "A title that a maintainer would write: what happens where, at most 80 characters, in English, no prefix, no name of a person, no full stop.",
    ),
  confidence: z
    .number()
    .describe("How likely your kind is right, from 0 to 1. If two kinds are equally likely, 0.5."),
  laneConfidence: z.number().describe("The same for lane."),
});
export type ClassifyAnswer = z.infer<typeof ClassifyAnswer>;
