import { z } from "zod";
import { DigestFigures } from "../report/digest.ts";
import { FailureReason } from "./engine-failure.ts";

const Source = z.object({
  title: z.string(),
  url: z.string(),
  /** Absent in answers from before it was kept. */
  passageId: z.string().optional(),
});

/** How far the team is, as far as the community wants it told. */
const Progress = z.object({
  milestone: z.string().nullable(),
  assigned: z.boolean(),
  /** The config's words for labels that the issue has. */
  labels: z.array(z.string()),
});
export type Progress = z.infer<typeof Progress>;

/** Where it was reported, for somebody who reads it elsewhere. */
const reported = z.string().optional();

const InTheirWords = {
  code: z.string(),
  words: z.string(),
  /** The comment with the directive that it follows, so that it is said once. */
  from: z.string().optional(),
};

/**
 * What is said, as data; the words are the bot's (bot/texts.ts). Free text in here came from
 * outside or from a person and is defused where it is rendered.
 */
export const Say = z.discriminatedUnion("say", [
  z.object({
    say: z.literal("answer"),
    code: z.string(),
    /** Each claim with the numbers (from 1) of the sources it rests on. */
    claims: z.array(z.object({ text: z.string(), sources: z.array(z.number().int()) })),
    sources: z.array(Source),
    unanswered: z.array(z.string()),
    /** Code that stands in no page of the docs, shown apart. */
    ownCode: z.array(z.string()).optional(),
    checked: z.boolean(),
    /** True when claims are quotations, put together without rewriting. */
    extractive: z.boolean(),
    /** Whether a reviewer put it in words of their own. */
    edited: z.boolean().optional(),
    /** ISO 639-1 code of the language that it is written in; absent for English. */
    language: z.string().optional(),
  }),
  z.object({
    say: z.literal("ask"),
    code: z.string(),
    details: z.array(z.string()),
    language: z.string().optional(),
  }),
  z.object({ say: z.literal("redirect"), code: z.string(), text: z.string() }),
  z.object({
    say: z.literal("filed"),
    code: z.string(),
    /** Null when the repository is private: members get the ticket's code alone. */
    url: z.string().nullable(),
    reporters: z.number().int(),
    /** Names of text files that stay out of a public issue until their author shares them. */
    files: z.array(z.string()).optional(),
    progress: Progress.optional(),
  }),
  z.object({
    say: z.literal("linked"),
    code: z.string(),
    url: z.string().nullable(),
    progress: Progress.optional(),
  }),
  z.object({
    say: z.literal("fixed"),
    code: z.string(),
    url: z.string().nullable(),
    release: z.string().nullable(),
    /** Whether to ask "works now?" */
    askBack: z.boolean(),
    reported,
  }),
  z.object({
    say: z.literal("closed"),
    code: z.string(),
    reason: z.enum(["not-planned", "duplicate"]),
    /** The team's own words, or staff's. */
    words: z.string(),
    reported,
  }),
  z.object({ say: z.literal("team-asks"), ...InTheirWords }),
  z.object({ say: z.literal("team-tells"), ...InTheirWords }),
  z.object({
    say: z.literal("withdrawn"),
    code: z.string(),
    words: z.string().nullable(),
    /** Whoever reported it took it back: nothing that was said of it was wrong. */
    byReporter: z.literal(true).optional(),
  }),
  /** New, so that whoever read what was withdrawn hears of it: an edit alone marks nothing unread. */
  z.object({
    say: z.literal("retracted"),
    code: z.string(),
    /** The message that was withdrawn. */
    of: z.string(),
    /** Whether what is true stands in its place. */
    corrected: z.boolean(),
  }),
  z.object({
    say: z.literal("leaked-credential"),
    community: z.string(),
    types: z.array(z.string()),
    pages: z.array(z.string()),
  }),
  /** The neutral line for somebody whose direct messages are closed. */
  z.object({ say: z.literal("private-note"), code: z.string() }),
  /** Pages that may help while a person looks; it goes when there is something better to say. */
  z.object({ say: z.literal("related"), code: z.string(), links: z.array(Source) }),
  /** For everybody at once, in the announcements place. */
  z.object({
    say: z.literal("announcement"),
    release: z.string().nullable(),
    /** How many reports are settled by it. */
    reports: z.number().int(),
    /** Issues that members can see. */
    links: z.array(Source),
  }),
  /** To staff only, in the review place, like the alert. */
  z.object({
    say: z.literal("gap-closed"),
    code: z.string(),
    title: z.string(),
    asks: z.number().int(),
    page: Source.pick({ title: true, url: true }),
  }),
  /** To staff only, once a week. */
  DigestFigures.extend({ say: z.literal("digest") }),
  /** To staff only: the model is not asked for now. */
  z.object({
    say: z.literal("engine-notice"),
    /** The first ticket that it befell. */
    code: z.string(),
    because: z.string(),
    /** What decides on what to do about it; absent in notices from before it was kept. */
    reason: FailureReason.optional(),
    permalink: z.string(),
  }),
  /** To staff only: what has waited too long for a review, told once of each. */
  z.object({
    say: z.literal("overdue"),
    /** The oldest first, a few of them. */
    codes: z.array(z.string()).min(1),
    /** All of them. */
    drafts: z.number().int(),
    /** Working hours after which a draft is overdue. */
    hours: z.number(),
  }),
  z.object({
    say: z.literal("alert"),
    code: z.string(),
    lane: z.string(),
    permalink: z.string(),
    what: z.string(),
  }),
]);
export type Say = z.infer<typeof Say>;

/** News of how an issue ended: what the reporter has waited for. */
export function isResolution({ say }: Pick<Say, "say">): boolean {
  return say === "fixed" || say === "closed";
}

/** The five states that members see, on their own post. */
export const Mark = z.enum([
  "seen",
  "needs-details",
  "answered",
  "with-the-team",
  "fixed",
  "closed",
]);
export type Mark = z.infer<typeof Mark>;
