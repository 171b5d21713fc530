import { z } from "zod";

/** What buttons, menus and forms do, by who handles them. */
const VERBS = {
  /** On cards, for staff. */
  card: [
    "send",
    "edit",
    "edit-form",
    "dismiss",
    "more",
    "undo",
    "label",
    "route",
    "link",
    "file",
    "ask-reporter",
    "ask-form",
    "redraft",
    "redraft-form",
    "snooze",
    "translate",
    "send-words",
    "judge-right",
    "judge-answer",
    "judge-ask",
    "judge-file",
    "claim",
    "release",
    "retract",
    "retract-form",
  ],
  /** In the list of what waits, for staff; the id is the filter, the version the page. */
  queue: ["queue-page", "queue-claim"],
  /** On a draft that a helper looks at; the id is the proposal's. */
  helper: ["vouch", "rephrase", "rephrase-form", "next-draft"],
  /** In the list of gaps, for staff; the id is the gap's code. */
  gaps: ["file-gap"],
  /** What staff bring in from elsewhere. */
  capture: ["capture-form"],
  /** On the pages of /setup, for admins; the id is the walk's, the version of a step its number. */
  setup: [
    "setup-step",
    "setup-place",
    "setup-listening",
    "setup-review",
    "setup-staff",
    "setup-helper",
    "setup-opted-out",
    "setup-trusted",
    "setup-act",
    "setup-act-setting",
    "setup-earned",
    "setup-mode",
    "setup-save",
    "setup-drop",
    "setup-again",
    "setup-history",
  ],
  /** On public messages, for whoever asked. */
  reporter: [
    "helped",
    "solved",
    "wrong",
    "person",
    "details",
    "details-form",
    "quote-me",
    "quote-me-not",
    "correct",
    "correct-form",
    "withdraw",
    "withdraw-sure",
    "works",
    "broken",
    "tell-me",
    "tell-me-not",
    "read-note",
    "see-files",
    "share-files",
  ],
  /** Below an answer to /ask, for who asked; the id is the ticket's. */
  ask: ["ask-share", "ask-helped", "ask-wrong"],
  /** On the way to a report; the id says what is asked for, or what it is the same as. */
  report: ["report-write", "report-form", "report-same"],
  /** Below /privacy, for whoever presses; the id says nothing. */
  privacy: ["privacy-off", "privacy-on", "privacy-export", "privacy-forget", "privacy-forget-sure"],
} as const;
export type Desk = keyof typeof VERBS;

/** What a button, menu or form does; the part of a `custom_id` before its first colon. */
export const Verb = z.enum(Object.values(VERBS).flat());
export type Verb = z.infer<typeof Verb>;

/** Who handles a verb. */
export function deskOf(verb: Verb): Desk {
  const desks = Object.keys(VERBS) as Desk[];
  const desk = desks.find((one) => (VERBS[one] as readonly Verb[]).includes(verb));
  if (!desk) throw new Error(`nobody handles ${verb}`);
  return desk;
}

const Id = z.string().regex(/^[-\w]{1,64}$/);

/** An opaque id and the version that the person saw; never content. */
export const CustomId = z.object({
  verb: Verb,
  /** Of the action that a public message carries, or of a card. */
  id: Id,
  version: z.coerce.number().int().min(0).max(1_000_000_000),
});
export type CustomId = z.infer<typeof CustomId>;

/** At most 100 characters, Discord's limit. */
export function formatCustomId(verb: Verb, id: string, version = 0): string {
  return `${verb}:${Id.parse(id)}:${version}`;
}

/** Null for ids that are not ours, or from a release that named them otherwise. */
export function parseCustomId(text: string): CustomId | null {
  const [verb, id, version, ...more] = text.split(":");
  if (more.length > 0 || !/^\d{1,10}$/.test(version ?? "")) return null;
  return CustomId.safeParse({ verb, id, version }).data ?? null;
}
