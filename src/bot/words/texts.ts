import { CATEGORIES, type Category, Detail, detailWords } from "../../triage/model/details.ts";
import type { Mark } from "../../triage/model/say.ts";

/** Where a sentence stands decides how long it may be; longest in characters. */
export const ROOMS = {
  /** A line of a message. */
  line: 300,
  /** Discord's limits for a button, the title of a form and the label of a field. */
  button: 80,
  title: 45,
  label: 45,
  /** A label with room for a longer line below it. */
  detail: 100,
  /** The name of an attached file. */
  file: 60,
} as const;

export type Sentence = {
  /** With `{facts}` in braces where facts go. */
  readonly says: string;
  readonly room: keyof typeof ROOMS;
  /** Where people meet it. */
  readonly where: string;
};

const standing =
  <const R extends Sentence["room"]>(room: R) =>
  <const S extends string>(says: S, where: string) => ({ says, room, where });

const line = standing("line");
const button = standing("button");
const title = standing("title");
const label = standing("label");
const detail = standing("detail");
const file = standing("file");

/**
 * Every sentence that is said in public or to a member, in English; the config's `texts` may say
 * each differently. A test holds them to the house rules: short, nothing promised that may not come
 * true, no dates, no prices, no jargon.
 */
export const SENTENCES = {
  "answer.quoted": line("What the docs say about this:", "above an answer that quotes pages"),
  "answer.drafted": line("An answer from the docs:", "above an answer that a model drafted"),
  "answer.gaps": line("The docs do not cover:", "in an answer, above what it leaves open"),
  "answer.own-code": line(
    "Written by the bot itself, not from the docs:",
    "in an answer, above code that stands on no page",
  ),
  "answer.by-quoting": line("Quoted from these pages by a bot.", "below an answer"),
  "answer.by-model": line("Drafted with AI from these pages.", "below an answer"),
  "answer.by-person": line(
    "Drafted by a bot from these pages and rewritten by a person on the team.",
    "below an answer that a reviewer rewrote",
  ),
  "answer.checked": line("A person on the team checked it.", "below an answer"),
  "answer.unchecked": line("No person has checked it.", "below an answer"),
  "related.title": line("Pages that may be about this:", "above links to pages"),
  "related.origin": line("Found by a bot. No person has checked them.", "below links to pages"),
  "rest.attached": line("The rest is in the attached file.", "below an answer of many lines"),
  "rest.name": file("answer.md", "the name of the file with an answer of many lines"),
  reference: line("Reference: {code}", "below most messages"),

  "ask.details": line("To look into this, the team needs:", "above the details that are missing"),
  "ask.question": line("To answer this, the team needs to know:", "above a question to the asker"),
  "ask.how": line(
    "Press Add details, or write it in this thread.",
    "below the details or the question; the button's name is in it",
  ),

  filed: line("This is with the team now: {where}", "when an issue is filed"),
  "filed.files": line(
    "Not in it, and kept by the team: {files}",
    "below, when files came with the report and the issue is public",
  ),
  "filed.reporters": line("{count} people have reported it.", "below, when several have"),
  linked: line("This was reported before and is with the team: {where}", "for a known report"),
  milestone: line("The team put it into the milestone {milestone}.", "where that is told"),
  assigned: line("Somebody on the team has taken it on.", "where that is told"),
  fixed: line("This is fixed: {where}", "when the issue is fixed"),
  "fixed.release": line("It is part of {release}.", "below, when the release is known"),
  "fixed.works": line("Does it work for you now?", "below, for whoever can try it"),
  "closed.not-planned": line(
    "The team decided not to change this ({code}).",
    "when the issue is closed as not planned",
  ),
  "closed.duplicate": line(
    "The team follows this in another report ({code}).",
    "when the issue is closed as a duplicate",
  ),
  "you-asked": line("You asked to hear of this:", "in private news, before the link to the report"),
  announced: line("These are fixed:", "in the announcements channel"),
  "announced.release": line("These are fixed in {release}:", "in the announcements channel"),
  "announced.reports": line(
    "{count} reports are settled by this. The command /status shows yours.",
    "in the announcements channel",
  ),
  "team.asks": line("The team asks:", "above a question of the team's"),
  "team.tells": line("From the team:", "above the team's own words"),
  withdrawn: line(
    "The message that stood here was wrong and was taken back. Please do not rely on it.",
    "in place of a message that was retracted",
  ),
  "withdrawn.by-reporter": line(
    "Whoever reported this has withdrawn the report.",
    "in place of the notice, after Withdraw",
  ),
  retracted: line(
    "What the bot said above was wrong and was taken back. Please do not rely on it.",
    "below, in a message of its own, for whoever had read it",
  ),
  "retracted.corrected": line(
    "What is right stands in its place.",
    "below, when staff said what is true instead",
  ),

  leaked: line(
    "Your message in {community} seems to contain a credential ({types}). Treat it as public: revoke it and make a new one.",
    "in a direct message, or for its author alone",
  ),
  "leaked.pages": line("Where to do that:", "below, above the config's pages"),
  "leaked.kept": line("The bot kept no copy of it.", "below"),
  "leaked.note": line(
    "There is a note about this post for its author only.",
    "in the thread, when direct messages are closed",
  ),

  "mark.seen": line("Seen", "a state, in /status"),
  "mark.needs-details": line("Needs details", "a state, in /status"),
  "mark.answered": line("Answered", "a state, in /status"),
  "mark.with-the-team": line("With the team", "a state, in /status"),
  "mark.fixed": line("Fixed", "a state, in /status"),
  "mark.closed": line("Closed", "a state, in /status"),

  "button.helped": button("Helped", "below an answer"),
  "button.solved": button("This solved it", "below links to pages"),
  "button.wrong": button("Wrong", "below an answer"),
  "button.person": button("Ask a person", "below most messages"),
  "button.details": button("Add details", "below a question to the reporter"),
  "button.quote-me": button("Quote my post", "below the answer to Add details, for who asked"),
  "button.quote-me-not": button("Do not quote it", "after Quote my post"),
  "button.correct": button("Add or correct", "below the notice that an issue is filed"),
  "button.withdraw": button("Withdraw", "below the notice that an issue is filed"),
  "button.withdraw-sure": button("Yes, withdraw it", "after Withdraw"),
  "button.works": button("Works now", "below the news that it is fixed"),
  "button.broken": button("Still broken", "below the news that it is fixed"),
  "button.tell-me": button("Tell me", "below the notice that an issue is filed"),
  "button.tell-me-not": button("Do not tell me", "after Tell me"),
  "button.see-files": button("Share my file", "below the notice that a public issue is filed"),
  "button.share-files": button("Share it", "below what would be public"),
  "button.read-note": button("Read the note", "below the note about a credential"),
  "button.open-form": button("Open the form", "when a form is late"),
  "button.share": button("Share in channel", "below an answer to /ask"),
  "button.none-of-these": button("None of these", "in /report, below what looks alike"),
  "button.write-report": button("Write the report", "in /report, when nothing looks alike"),
  "button.bot-off": button("Switch it off", "in /privacy"),
  "button.bot-on": button("Switch it on", "in /privacy"),
  "button.copy": button("Get a copy", "in /privacy"),
  "button.forget": button("Forget me", "in /privacy"),
  "button.forget-sure": button("Yes, forget me", "after Forget me"),

  "form.details": title(
    "Add details (may be quoted in public)",
    "title of the form behind Add details: what is given there may stand in a public issue",
  ),
  "form.details-free": label("Anything else", "its last field"),
  "form.correct": title("Add or correct", "title of the form behind Add or correct"),
  "form.correct-field": label("What is missing or wrong", "its field"),
  "form.ready": line("Press the button to open the form.", "when a form is late"),

  "noted.helped": line("Noted.", "after Helped"),
  "noted.solved": line("Noted. Staff can see that this is solved.", "after This solved it"),
  "noted.wrong": line("Noted. Staff can see that this is wrong.", "after Wrong"),
  "noted.ask-person": line(
    "Staff can see that you want a person. The bot stays silent here from now on.",
    "after Ask a person",
  ),
  "noted.withdraw": line("Withdrawn.", "after Withdraw"),
  "noted.works-now": line("Noted.", "after Works now"),
  "noted.still-broken": line(
    "Noted. The team can see that it is still broken.",
    "after Still broken",
  ),
  "noted.tell-me": line("You get a direct message when this is fixed or closed.", "after Tell me"),
  "noted.tell-me-not": line("You get no direct message about this.", "after Do not tell me"),
  "noted.see-files": line("There is nothing of yours left to share.", "after Share my file"),
  "noted.share-files": line("It goes to the issue.", "after Share it"),
  "files.preview": line(
    "This would be public in {where}, word for word as in the attached file. It stays with the team unless you press the button.",
    "after Share my file",
  ),
  "files.name": file("would-be-public.txt", "the file with what would be public"),
  "noted.read-note": line("There is no note for you here.", "after Read the note, for others"),
  "noted.details": line("Added.", "after the form behind Add details"),
  "noted.quote-me": line(
    "Noted. If this becomes an issue, it may quote what you wrote here, in public as well.",
    "after Quote my post",
  ),
  "noted.quote-me-not": line(
    "Noted. Your post is not quoted in public, unless an issue was filed with it before.",
    "after Do not quote it",
  ),
  "noted.correction": line("Added.", "after the form behind Add or correct"),
  "withdraw.sure": line("Withdraw this report?", "after Withdraw"),
  "not-yours": line("Only the person who asked can use this.", "on somebody else's button"),
  "only-here": line(
    "Direct messages are switched off here. News of this comes in its thread.",
    "after Tell me, where the bot may send none",
  ),
  gone: line("This is no longer open.", "on a button that is out of date"),
  failed: line("That did not work. Try again in a minute.", "when something went wrong"),
  "staff-only": line("Only staff can use this.", "on what is for staff"),

  "called.opened": line("Taken in as {code}.", "after Send to triage"),
  "called.known": line("This is known already as {code}.", "after Send to triage"),
  "called.skipped": line("Not taken in: {reason}.", "after Send to triage"),
  "called.not-a-post": line("That message cannot be taken in.", "after Send to triage"),
  "called.private-thread": line(
    "What stands in a private thread stays there: it is not taken in.",
    "after Send to triage, and in /report",
  ),

  "asked.no-answer": line(
    "The docs do not answer this. It is noted as {code} for whoever writes them; people here may know.",
    "in /ask",
  ),
  "asked.nothing": line(
    "The docs do not answer this; people here may know.",
    "in /ask, where the docs lack nothing for it",
  ),
  "asked.is-report": line(
    "This looks like something for a team, not for the docs: /report takes it in.",
    "in /ask",
  ),
  "asked.elsewhere": line(
    "A bot cannot help with this. The team that looks after it can.",
    "in /ask, on matters of an account, where the config says nothing",
  ),
  "asked.for-people": line(
    "This is for people: the staff here can see it now as {code}.",
    "in /ask, on what only people may handle",
  ),
  "refused.shadow": line("The bot is not switched on here yet.", "in /ask and /report"),
  "refused.switched-off": line(
    "You switched the bot off. The command /privacy switches it on again.",
    "in /ask and /report",
  ),
  "refused.daily-cap": line(
    "You have asked as often as one person may in a day. Posting is always possible.",
    "in /ask, /report and their forms",
  ),
  "shared.done": line("Everybody in this channel can see it now.", "after Share in channel"),
  "shared.not-yours": line("Only the person who asked can share it.", "after Share in channel"),
  "shared.answers-off": line("Answers are switched off here.", "after Share in channel"),
  "shared.docs-changed": line(
    "The docs have changed since. Ask again to see what they say now.",
    "after Share in channel",
  ),
  "shared.shared-already": line("This was shared already.", "after Share in channel"),

  "solving.done": line("Noted as solved.", "after This answered it"),
  "solving.not-yours": line(
    "Only the person who asked, helpers and staff can say that.",
    "after This answered it",
  ),
  "solving.no-ticket": line("The bot knows of no question here.", "after This answered it"),

  "report.alike": line("Is it one of these?", "in /report"),
  "report.nothing-alike": line("Nothing like it is known yet.", "in /report"),
  "report.it-is": button("It is {number}", "in /report, one for each that looks alike"),
  "report.form": title(
    "Report (details may be quoted in public)",
    "title of the form of /report: what is given for a detail may stand in a public issue",
  ),
  "report.what": label("What happens, and what you expected", "its first field"),
  "report.opened": line("This was reported with the command /report.", "begins a forum post"),
  "report.taken": line(
    "Taken in as {code}. The command /status shows what becomes of it.",
    "in /report",
  ),
  "report.not-taken": line("This cannot be taken in.", "in /report"),

  "privacy.what": line(
    "The bot reads posts in the channels that it was set up for, to find an answer or the right team.",
    "in /privacy",
  ),
  "privacy.kept": line(
    "Kept of you: your name, {posts} and what became of {asks}.",
    "in /privacy; the next four say how many",
  ),
  "privacy.post": line("{count} post", "in /privacy, for one"),
  "privacy.posts": line("{count} posts", "in /privacy, for none or several"),
  "privacy.ask": line("{count} question or report", "in /privacy, for one"),
  "privacy.asks": line("{count} questions and reports", "in /privacy, for none or several"),
  "privacy.never": line(
    "Keys, mail addresses and phone numbers are taken out of texts before anything is kept.",
    "in /privacy",
  ),
  "privacy.is-on": line("The bot is on for you.", "in /privacy"),
  "privacy.is-off": line(
    "The bot is switched off for you: nothing you write is kept or looked at.",
    "in /privacy",
  ),
  "privacy.copy": line("Everything that is kept of you.", "above the file behind Get a copy"),
  "privacy.file": file("kept-of-you.json", "its name"),
  "privacy.forget-sure": line(
    "Empty all your posts here and delete your name? Your messages in Discord and issues that are filed already stay.",
    "after Forget me",
  ),
  "privacy.forgotten": line(
    "Done: {posts} emptied, your name deleted. What you write from now on is read again unless you switch the bot off.",
    "after Yes, forget me",
  ),
  "no-ai.no-thread": line("This is not a thread. Use it in the thread that you mean.", "in /no-ai"),
  "no-ai.off.person": line("The bot is off for you.", "in /no-ai"),
  "no-ai.off.conversation": line("The bot is off for this thread.", "in /no-ai"),
  "no-ai.off.place": line("The bot is off for this channel.", "in /no-ai"),
  "no-ai.on.person": line("The bot is on again for you.", "in /no-ai"),
  "no-ai.on.conversation": line("The bot is on again for this thread.", "in /no-ai"),
  "no-ai.on.place": line("The bot is on again for this channel.", "in /no-ai"),
  "no-ai.place-not-yours": line("Only staff can switch it off for a channel.", "in /no-ai"),
  "no-ai.thread-not-yours": line(
    "Only the person who asked here, or staff, can switch it off for this thread.",
    "in /no-ai",
  ),

  "status.none": line("There is nothing of yours here yet.", "in /status"),
  "status.title": line("What you asked:", "in /status"),
  "status.unknown": line("There is nothing of yours under {code}.", "in /status, with a code"),

  ...detailSentences(),
  ...categorySentences(),
} as const satisfies Record<string, Sentence>;

export type TextKey = keyof typeof SENTENCES;

/** What a team may need to know is the core's to say, since issues ask for it as well. */
function detailSentences() {
  const where = "a detail that is asked for, and its field in a form";
  return Object.fromEntries(
    Detail.options.map((name) => [
      `detail.${name}`,
      // Its choices stand in the form's menu as well.
      name === "category" ? line(detailWords(name), where) : detail(detailWords(name), where),
    ]),
  ) as Record<`detail.${Detail}`, Sentence>;
}

/** What goes wrong with what a model outputs; a team reads what was chosen in English. */
function categorySentences() {
  const where = "a choice in the menu of the detail `category`";
  return Object.fromEntries(
    CATEGORIES.map((name) => [`category.${name}`, detail(name, where)]),
  ) as Record<`category.${Category}`, Sentence>;
}

/** The one reaction that shows each state. */
export const markEmoji: Readonly<Record<Mark, string>> = {
  seen: "👀",
  "needs-details": "📝",
  answered: "💬",
  "with-the-team": "🔧",
  fixed: "✅",
  closed: "📁",
};
