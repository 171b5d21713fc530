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
  retracted: picture(
    "retracted",
    "A short message below an answer that was taken back, for whoever had read it",
  ),
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
  noAnswer: picture("ask-no-answer", "The answer to /ask when the docs do not say it"),
  helped: picture("press-helped", "After Helped: it is noted, for whoever pressed alone"),
  wrong: picture("press-wrong", "After Wrong: staff can see it"),
  person: picture("press-person", "After Ask a person: the bot stays silent there"),
  tellMe: picture("press-tell-me", "After Tell me, with a button that takes it back"),
  correct: picture("correct-form", "The form behind Add or correct"),
  withdraw: picture("press-withdraw", "After Withdraw: the bot asks whether one is sure"),
  shareFiles: picture(
    "press-share-files",
    "After Share my file: what would be public, as a file, and the button Share it",
  ),
  works: picture("press-works", "After Works now"),
  readNote: picture("press-read-note", "After Read the note: what its author alone reads"),
  reported: picture("report-taken", "After the form of /report: the code of the report"),
  sent: picture("menu-send-to-triage", "After Send to triage: the code of what was taken in"),
  answeredIt: picture("menu-answered-it", "After This answered it: the question is solved"),
  kept: picture("menu-keep-answer", "After Keep this answer: drafts may quote it"),
  forget: picture(
    "privacy-forget",
    "After Forget me: what goes and what stays, and one more button",
  ),
  copy: picture("privacy-copy", "After Get a copy: a file with everything that is kept"),
  unanswered: picture("queue-unanswered", "/queue with the asks that nobody answered for 24 hours"),
  taken: picture("queue-claimed", "What was chosen in /queue: its card, for whoever claimed it"),
  claimed: picture("card-claimed", "A card that somebody has claimed, with until when"),
  dismissed: picture("card-dismissed", "A card after Dismiss"),
  askForm: picture("ask-form", "The form behind Ask the reporter"),
  redraft: picture("redraft-form", "The form behind Redraft"),
  retractForm: picture("retract-form", "The form behind Retract"),
  vouch: picture("press-vouch", "After Vouch for it: staff see it, and decide"),
  rephrase: picture("rephrase-form", "The form behind Suggest other words, filled with the draft"),
  vouched: picture(
    "card-vouched",
    "A review card for which a helper vouches and suggests other words",
  ),
  translated: picture("press-translate", "After Translate: the original, and below it in English"),
  gapFiled: picture("gap-filed", "After File below a gap: it is being filed"),
  captured: picture(
    "capture-taken",
    "After the form of /capture: the code, and that it stays quiet",
  ),
  resumed: picture("command-resume", "The answer to /triage resume"),
  saved: picture("setup-saved", "After Save in /setup: what is in force now"),
  history: picture("setup-history", "What was changed in /setup, by whom and when"),
  menu: picture("message-menu", "The menu of a message with the bot's commands under Apps"),
} as const satisfies Record<string, Picture>;

/** What somebody sees who uses each command of the bot, by its name. */
export const OF_COMMANDS: Readonly<Record<string, readonly Picture[]>> = {
  next: [ANSWERS.next],
  queue: [ANSWERS.queue, ANSWERS.unanswered, ANSWERS.taken],
  gaps: [ANSWERS.gaps, ANSWERS.gapFiled],
  drafts: [ANSWERS.drafts, ANSWERS.vouch, ANSWERS.rephrase],
  capture: [ANSWERS.capture, ANSWERS.captured],
  ticket: [ANSWERS.ticket],
  triage: [ANSWERS.pause, ANSWERS.resumed],
  setup: [ANSWERS.saved, ANSWERS.history],
  ask: [ANSWERS.askCommand, ANSWERS.shared, ANSWERS.noAnswer],
  report: [ANSWERS.reportStep, ANSWERS.reportForm, ANSWERS.reported],
  status: [ANSWERS.status],
  privacy: [ANSWERS.privacy, ANSWERS.forget, ANSWERS.copy],
  "no-ai": [ANSWERS.noAi],
  retract: [ANSWERS.retract],
  "Send to triage": [ANSWERS.sent],
  "This answered it": [ANSWERS.answeredIt],
  "Keep this answer": [ANSWERS.kept],
};

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
