import type { Say } from "../../src/triage/model/say.ts";
import type { SetupStep } from "../../src/triage/setup/setup-walk.ts";

/** A picture of a kind of message, for the user docs. */
export type Picture = {
  /** File in docs/images, without its ending. */
  readonly name: string;
  /** What somebody who cannot see it should know. */
  readonly alt: string;
};

const picture = (name: string, alt: string): Picture => ({ name, alt });

/** What is said to members and staff, by kind: a new kind needs a picture to compile. */
export const SAID = {
  answer: picture(
    "answer",
    "An answer in a thread: quoted sentences from the docs with numbered sources, and the buttons Helped, Wrong and Ask a person",
  ),
  ask: picture("ask", "The bot asks for the version, with a button Add details"),
  redirect: picture("redirect", "A fixed text that sends a billing question to support"),
  filed: picture(
    "filed",
    "The notice that a report is with the team, with a link to the issue and the buttons Add or correct and Withdraw",
  ),
  linked: picture("linked", "The notice that a report was made before and is with the team"),
  fixed: picture(
    "fixed",
    "The notice that it is fixed, with the buttons Works now and Still broken",
  ),
  closed: picture(
    "closed",
    "The notice that the team decided not to change it, in the team's words",
  ),
  "team-asks": picture("team-asks", "A question of the team, passed on into the thread"),
  "team-tells": picture("team-tells", "News from the team, passed on into the thread"),
  withdrawn: picture("withdrawn", "An answer that was taken back, with what is true instead"),
  "leaked-credential": picture(
    "leaked-credential",
    "A direct message: the post contains a credential, revoke it, and where to do that",
  ),
  "private-note": picture(
    "private-note",
    "One neutral line in a thread, with a button Read the note that answers its author only",
  ),
  related: picture("related", "Links to pages that may be about the question"),
  announcement: picture("announcement", "One post in the announcements for many settled reports"),
  "gap-closed": picture("gap-closed", "The note to staff that a gap in the docs is closed"),
  "engine-notice": picture(
    "engine-notice",
    "The note to staff that the offline engine stands in for the model",
  ),
  overdue: picture("overdue", "The note to staff that drafts wait too long for a review"),
  digest: picture(
    "digest",
    "The weekly digest in a channel of staff: asks, replies, fixes, what was asked most",
  ),
  alert: picture("alert", "An alert in the review channel: a post needs a person now"),
} satisfies Record<Say["say"], Picture>;

/** What staff decide on. */
export const CARDS = {
  answer: picture(
    "card-answer",
    "A review card with a drafted answer, the page it rests on, and the buttons Send, Edit, Dismiss and More",
  ),
  file: picture("card-issue", "A review card with a drafted issue and a green File button"),
  ask: picture("card-ask", "A review card that would ask the reporter for what is missing"),
  redirect: picture("card-redirect", "A review card that would redirect to support"),
  link: picture(
    "card-link",
    "One review card for four reports of the same bug, with a green Link button",
  ),
  tell: picture("card-tell", "A review card with what the team wants the reporter told"),
  retract: picture("card-retract", "A review card that takes back an answer that was called wrong"),
  silence: picture(
    "card-silence",
    "A card that asks whether it was right to say nothing, with the buttons Right, Should answer, Should ask and Is an issue",
  ),
  closed: picture("card-closed", "A review card after Send, with who sent it and a button Undo"),
} as const satisfies Record<string, Picture>;

/** What comes of presses and commands, and forms. */
export const ANSWERS = {
  seen: picture("seen", "A forum post with the mark that shows that it was seen"),
  details: picture("details-form", "The form behind Add details: a field for each thing asked"),
  askCommand: picture("command-ask", "The answer to /ask, visible to the asker alone"),
  shared: picture("ask-shared", "The same answer, shared in the channel"),
  reportStep: picture("report-same", "The second step of /report: posts that look the same"),
  reportForm: picture("report-form", "The last step of /report: the form with what the team needs"),
  status: picture("command-status", "The answer to /status: what one asked, with states and codes"),
  privacy: picture("command-privacy", "The answer to /privacy, with its buttons"),
  noAi: picture("command-no-ai", "The answer to /no-ai"),
  more: picture("card-more", "Behind More: the post, the draft in full, the evidence, and menus"),
  edit: picture("card-edit", "The form behind Edit, filled with the draft"),
  drafts: picture(
    "command-drafts",
    "The answer to /drafts: an answer that waits for staff, for a helper to vouch for",
  ),
  next: picture("command-next", "The answer to /next: the best open card"),
  queue: picture("command-queue", "The answer to /queue: what waits, with how long"),
  ticket: picture("command-ticket", "The answer to /ticket: a ticket's story"),
  gaps: picture("command-gaps", "The answer to /gaps: what the docs do not answer"),
  retract: picture("command-retract", "The answer to /retract"),
  capture: picture("capture-form", "The form of /capture"),
  pause: picture("command-pause", "The answer to /triage pause"),
  commands: picture("commands", "The menu of commands that Discord offers to staff"),
  menu: picture("message-menu", "The menu of a message with the bot's commands under Apps"),
} as const satisfies Record<string, Picture>;

/** The pages of `/setup`, in their order. */
export const SETUP = {
  channels: picture("setup-channels", "Set up, page 1: the channels and how each is listened to"),
  review: picture("setup-review", "Set up, page 2: the review channel"),
  roles: picture("setup-roles", "Set up, page 3: roles of staff, helpers and opt-out"),
  teams: picture("setup-teams", "Set up, page 4: teams, and whose directives need no approval"),
  acts: picture("setup-acts", "Set up, page 5: what the bot may do, act by act"),
  permissions: picture(
    "setup-permissions",
    "Set up, page 6: what the bot's role lacks, if anything",
  ),
  report: picture("setup-report", "Set up, page 7: what it would have done, and shadow or live"),
} as const satisfies Record<SetupStep, Picture>;

/** The page that `signalbox report` writes; taken apart from what Discord shows. */
export const REPORT = picture(
  "report",
  "The upper part of the report: asks without a reply, who still waits, and the time to a reply",
);

/** All of them. */
export const PICTURES: readonly Picture[] = [SAID, CARDS, ANSWERS, SETUP].flatMap((group) =>
  Object.values(group),
);
