import type { OffScope } from "../triage/privacy.ts";
import type { Mark } from "../triage/say.ts";

const scopeWords: Readonly<Record<OffScope, string>> = {
  person: "you",
  conversation: "this thread",
  place: "this channel",
};

function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/**
 * Every sentence that is said in public or to a member. A test holds them to the house rules:
 * short, nothing promised that may not come true, no dates, no prices, no jargon.
 */
export const texts = {
  answerFrom: (extractive: boolean) =>
    extractive ? "What the docs say about this:" : "An answer from the docs:",
  answerGaps: "The docs do not cover:",
  answerOwnCode: "Written by the bot itself, not from the docs:",
  answerOrigin(
    { extractive, edited }: { readonly extractive: boolean; readonly edited?: boolean | undefined },
    checked: boolean,
  ): string {
    // Whatever drafted it, the words are a person's now.
    if (edited) return "Drafted by a bot from these pages and rewritten by a person on the team.";
    const how = extractive
      ? "Quoted from these pages by a bot."
      : "Drafted with AI from these pages.";
    return `${how} ${checked ? "A person on the team checked it." : "No person has checked it."}`;
  },
  related: "Pages that may be about this:",
  relatedOrigin: "Found by a bot. No person has checked them.",
  restIsAttached: "The rest is in the attached file.",
  attachedName: "answer.md",

  ask: "To look into this, the team needs:",
  askBack: "To answer this, the team needs to know:",
  howToAdd: "Press Add details, or write it in this thread.",
  reference: (code: string) => `Reference: ${code}`,

  filed: (where: string) => `This is with the team now: ${where}`,
  reporters: (count: number) => `${count} people have reported it.`,
  linked: (where: string) => `This was reported before and is with the team: ${where}`,
  fixed: (where: string) => `This is fixed: ${where}`,
  milestone: (milestone: string) => `The team put it into the milestone ${milestone}.`,
  assigned: "Somebody on the team has taken it on.",
  youAsked: "You asked to hear of this:",
  release: (release: string) => `It is part of ${release}.`,
  announced: (release: string | null) =>
    release === null ? "These are fixed:" : `These are fixed in ${release}:`,
  announcedReports: (count: number) =>
    `${count} reports are settled by this. The command /status shows yours.`,
  worksNow: "Does it work for you now?",
  closed: (reason: "not-planned" | "duplicate", code: string) =>
    reason === "not-planned"
      ? `The team decided not to change this (${code}).`
      : `The team follows this in another report (${code}).`,
  teamAsks: "The team asks:",
  teamTells: "From the team:",
  withdrawn: "The message that stood here was wrong and was taken back. Please do not rely on it.",

  leaked: (types: string, community: string) =>
    `Your message in ${community} seems to contain a credential (${types}). Treat it as public: revoke it and make a new one.`,
  leakedPages: "Where to do that:",
  leakedKept: "The bot kept no copy of it.",
  privateNote: "There is a note about this post for its author only.",

  marks: {
    seen: "Seen",
    "needs-details": "Needs details",
    answered: "Answered",
    "with-the-team": "With the team",
    fixed: "Fixed",
    closed: "Closed",
  } satisfies Record<Mark, string>,

  buttons: {
    helped: "Helped",
    solved: "This solved it",
    wrong: "Wrong",
    person: "Ask a person",
    details: "Add details",
    correct: "Add or correct",
    withdraw: "Withdraw",
    withdrawSure: "Yes, withdraw it",
    works: "Works now",
    broken: "Still broken",
    tellMe: "Tell me",
    tellMeNot: "Do not tell me",
    readNote: "Read the note",
    openForm: "Open the form",
    share: "Share in channel",
    noneOfThese: "None of these",
    writeReport: "Write the report",
    botOff: "Switch it off",
    botOn: "Switch it on",
    copy: "Get a copy",
    forget: "Forget me",
    forgetSure: "Yes, forget me",
  },

  forms: {
    details: "Add details",
    detailsFree: "Anything else",
    correct: "Add or correct",
    correctField: "What is missing or wrong",
  },

  noted: {
    helped: "Noted.",
    solved: "Noted. Staff can see that this is solved.",
    wrong: "Noted. Staff can see that this is wrong.",
    "ask-person": "Staff can see that you want a person. The bot stays silent here from now on.",
    withdraw: "Withdrawn.",
    "works-now": "Noted.",
    "still-broken": "Noted. The team can see that it is still broken.",
    "tell-me": "You get a direct message when this is fixed or closed.",
    "tell-me-not": "You get no direct message about this.",
    "read-note": "There is no note for you here.",
    details: "Added.",
    correction: "Added.",
  },
  withdrawSure: "Withdraw this report?",
  notYours: "Only the person who asked can use this.",
  onlyHere: "Direct messages are switched off here. News of this comes in its thread.",
  gone: "This is no longer open.",
  failed: "That did not work. Try again in a minute.",
  formReady: "Press the button to open the form.",
  staffOnly: "Only staff can use this.",

  called: {
    opened: (code: string) => `Taken in as ${code}.`,
    known: (code: string) => `This is known already as ${code}.`,
    skipped: (reason: string) => `Not taken in: ${reason}.`,
  },
  notAPost: "That message cannot be taken in.",

  asked: {
    noAnswer: (code: string) =>
      `The docs do not answer this. It is noted as ${code} for whoever writes them; people here may know.`,
    isReport: "This looks like something for a team, not for the docs: /report takes it in.",
    elsewhere: "A bot cannot help with this. The team that looks after it can.",
    forPeople: (code: string) => `This is for people: the staff here can see it now as ${code}.`,
    refused: {
      shadow: "The bot is not switched on here yet.",
      "switched-off": "You switched the bot off. The command /privacy switches it on again.",
      "daily-cap":
        "You have asked as often as one person may in a day. Posting is always possible.",
    },
    sharing: "Everybody in this channel can see it now.",
    notShared: {
      "not-yours": "Only the person who asked can share it.",
      "answers-off": "Answers are switched off here.",
      "docs-changed": "The docs have changed since. Ask again to see what they say now.",
      "shared-already": "This was shared already.",
    },
  },

  solving: {
    done: "Noted as solved.",
    "not-yours": "Only the person who asked, helpers and staff can say that.",
    "no-ticket": "The bot knows of no question here.",
  },

  report: {
    alike: "Is it one of these?",
    nothingAlike: "Nothing like it is known yet.",
    itIs: (n: number) => `It is ${n}`,
    form: "Report",
    opened: "This was reported with the command /report.",
    what: "What happens, and what you expected",
    taken: (code: string) => `Taken in as ${code}. The command /status shows what becomes of it.`,
    notTaken: "This cannot be taken in.",
  },

  privacy: {
    what: "The bot reads posts in the channels that it was set up for, to find an answer or the right team.",
    kept: (posts: number, asks: number) =>
      `Kept of you: your name, ${counted(posts, "post")} and what became of ${counted(asks, "question or report", "questions and reports")}.`,
    never: "Keys, mail addresses and phone numbers are taken out before anything is kept.",
    isOn: "It is on for you.",
    isOff: "It is switched off for you: nothing you write is kept or looked at.",
    copy: "Everything that is kept of you.",
    fileName: "kept-of-you.json",
    forgetSure:
      "Empty all your posts here and delete your name? Your messages in Discord and issues that are filed already stay.",
    forgotten: (posts: number) =>
      `Done: ${counted(posts, "post")} emptied, your name deleted. What you write from now on is read again unless you switch the bot off.`,
  },
  noAi: {
    noThread: "This is not a thread. Use it in the thread that you mean.",
    done: (scope: OffScope, off: boolean) =>
      off
        ? `The bot is off for ${scopeWords[scope]}.`
        : `The bot is on again for ${scopeWords[scope]}.`,
    notYours: (scope: OffScope) =>
      scope === "place"
        ? "Only staff can switch it off for a channel."
        : "Only the person who asked here, or staff, can switch it off for this thread.",
  },

  statusNone: "There is nothing of yours here yet.",
  statusTitle: "What you asked:",
} as const;

/** The one reaction that shows each state. */
export const markEmoji: Readonly<Record<Mark, string>> = {
  seen: "👀",
  "needs-details": "📝",
  answered: "💬",
  "with-the-team": "🔧",
  fixed: "✅",
  closed: "📁",
};
