import type { FailureReason } from "../../triage/model/engine-failure.ts";

const TRIED_AGAIN =
  "Nothing to do yet: the model is asked again with every post. If it lasts, look at the vendor's status page.";

const ENGINE_TO_DO: Readonly<Partial<Record<FailureReason, string>>> = {
  unauthorized:
    "An admin has to mend it: check the API key and the model's name in the config. `signalbox doctor` says which of them is refused.",
  "rate-limited":
    "Nothing to do yet: the model is asked again with every post. If it lasts, ask the vendor for a higher limit.",
  "budget-spent":
    "The model is asked again tomorrow. An admin can raise the budget in the config, under `openai.budget`.",
};

/** Sentences that only staff read: cards, panels, commands. */
export const staffTexts = {
  /** A lane that anything may go by says nothing. */
  alert: (code: string, lane: string) =>
    `**${code}** needs a person now${lane === "open" ? "" : ` (${lane})`}.`,

  engineNotice: (because: string) =>
    `The offline engine stands in for the model: ${because}. This is told once a day.`,
  /** What staff can do about it. */
  engineToDo: (reason: FailureReason) => ENGINE_TO_DO[reason] ?? TRIED_AGAIN,
  engineFirst: (code: string) => `First on **${code}**`,

  overdue: (drafts: number, hours: number, codes: readonly string[]) => {
    const more = drafts > codes.length ? ` and ${drafts - codes.length} more` : "";
    const what = drafts === 1 ? "One draft has waited" : `${drafts} drafts have waited`;
    return `**${what}** for review for more than ${hours} working hours: ${codes.join(", ")}${more}.\n-# \`/queue\` with \`overdue\` lists them; this is told once of each.`;
  },

  gapClosed: (code: string, asks: number) =>
    `**${code}** is closed: the docs answer ${asks === 1 ? "its question" : `its ${asks} questions`} now.`,

  card: {
    reporters: (count: number) => `${count} reporters`,
    fresh: (count: number) =>
      count === 1 ? "1 with an account under 7 days" : `${count} with accounts under 7 days`,
    claimed: (name: string, until: number) => `${name} has it until <t:${until}:t>`,
    vouches: (count: number) => (count === 1 ? "1 helper vouches" : `${count} helpers vouch`),
    reworded: (name: string, words: string) => `${name}: “${words}”`,
    more: (lines: number) =>
      lines === 1 ? "… 1 more line under More" : `… ${lines} more lines under More`,
    doubt: "Doubt:",
    alike: "Maybe the same:",
    nothingToSend: "Nothing to send; a person decides.",
    ownCode: (lines: number) =>
      `Not from the docs: ${lines === 1 ? "a line" : `${lines} lines`} of own code`,
    undoUntil: (seconds: number) => `Can be undone until <t:${seconds}:T>.`,
  },

  buttons: {
    edit: "Edit",
    dismiss: "Dismiss",
    more: "More",
    undo: "Undo",
    file: "File as an issue",
    askReporter: "Ask the reporter",
    redraft: "Redraft",
    snooze: "Snooze a day",
    translate: "Translate",
    sendWords: (name: string) => `Send ${name}'s words`,
    vouch: "Vouch for it",
    rephrase: "Suggest other words",
    nextDraft: "Next",
    judgeRight: "Right",
    judgeAnswer: "Should answer",
    judgeAsk: "Should ask",
    judgeFile: "Is an issue",
    claim: "Claim",
    release: "Give back",
    previous: "Back",
    following: "More",
    retract: "Retract",
    fileGap: (code: string) => `File ${code}`,
  },

  selects: {
    label: "Change the kind or the lane",
    take: "Claim one of these",
    route: "Send the issue elsewhere",
    link: "Link to what was found",
  },

  forms: {
    edit: "Edit before sending",
    title: "Title",
    text: "Text",
    ask: "Ask the reporter",
    askField: "What is needed, one a line",
    redraft: "Draft again",
    redraftField: "What should be different",
    retract: "Retract what was published",
    retractField: "What is true instead (public, may be empty)",
    rephrase: "Other words for the answer",
    rephraseField: "The whole answer, as you would sign it",
    /** Discord's forms hold less than an issue's body. */
    tooLong: "The text is too long for a form (4,000 characters). Edit it after filing.",
  },

  panel: {
    kind: (kind: string, now: boolean) => `Kind: ${kind}${now ? " (as it is)" : ""}`,
    lane: (lane: string, now: boolean) => `Lane: ${lane}${now ? " (as it is)" : ""}`,
    others: "**The decision is also about**",
    reworded: (name: string) => `**In the words of ${name}**`,
    post: "**What was written**",
    full: "**In full**",
    why: "**Why**",
    evidence: "**What it rests on**",
    noEvidence: "It rests on no page.",
    ownCode: "**Not from the docs** (the model's own code; shown apart in the answer)",
    cut: "**Cut before you saw it**",
    candidates: "**May be the same**",
    images: "**Screenshots** (from a stranger, seen by staff alone)",
  },

  translation: {
    original: (language: string) => `**${language}, as it was written**`,
    made: (model: string) => `**In English**, translated by ${model}`,
    cut: "-# The post is longer; this is its beginning.",
    nothing:
      "There is nothing to translate by now: the post has changed or gone, its author wants no bot, or the engine is another one.",
    failed: (why: string) => `Not translated: ${why}. The original stands under **More**.`,
    /** Null where the failure's own words say it. */
    why: {
      refusal: "the model refused to",
      filtered: "the vendor's filter refused the text",
      "cut-off": "the translation grew longer than the model may write",
      malformed: "no answer came that could be used",
      "wrong-enum": "no answer came that could be used",
      timeout: "the model did not answer in time; try again in a minute",
      "rate-limited": "the vendor takes no more calls just now; try again in a minute",
      unauthorized: "the vendor refused the API key or the model, which an admin has to mend",
      "server-error": "the vendor's server failed; try again in a minute",
      dropped: "the connection to the vendor broke; try again in a minute",
      "budget-spent": null,
    },
  },

  results: {
    done: "Done.",
    stale: "Somebody was faster; the card shows how it stands now.",
    gone: "This card is no longer there.",
    failed: "That did not work; nothing was changed. Try again in a minute.",
    late: (name: string, words: string) => `For ${name}: ${words}`,
    nothingChosen: "That choice is no longer there.",
  },

  commands: {
    nextNone: "Nothing is waiting for review.",
    queueTitles: {
      all: "For review",
      mine: "Claimed by you",
      unclaimed: "For review, claimed by nobody",
      overdue: "Overdue for review",
      "unanswered-24h": "No answer for 24 hours",
      "unanswered-72h": "No answer for 72 hours",
    },
    queueChoices: {
      all: "everything that waits for review",
      mine: "mine: what I have claimed",
      unclaimed: "unclaimed: what nobody has claimed",
      overdue: "overdue: what waits too long for review",
      "unanswered-24h": "no answer for 24 hours",
      "unanswered-72h": "no answer for 72 hours",
    },
    queueNone: "Nothing.",
    queuePage: (page: number, pages: number) => `${page} of ${pages}`,
    onCard: "on a card",
    noDraft: "no draft",
    hasIt: (name: string) => `${name} has it`,
    taken: (name: string, until: number) => `${name} has it until <t:${until}:t>.`,
    claimed: (code: string, until: number) =>
      `${code} is yours until <t:${until}:t>. Nothing on it waits for review.`,
    capture: {
      form: "From elsewhere",
      url: "Address of the post",
      behalf: "On whose behalf (a name, if you know it)",
      title: "Title",
      text: "What it says",
      somebody: "somebody elsewhere",
      noAddress: "That is no address: it has to begin with https://.",
      opened: (code: string) => `Taken in as ${code}. Nothing is said in public about it.`,
      known: (code: string) => `This address was taken in before, as ${code}.`,
      skipped: (reason: string) => `Not taken in: ${reason}.`,
    },
    kept: (code: string) =>
      `Kept as the answer to ${code}. Drafts may quote it once the docs have been looked at again. It goes when the message or its question is deleted.`,
    notKept: {
      off: "Answers are not kept here: an admin can add a source `tickets: accepted` to the docs in the config.",
      "not-public": "Not everybody can read this thread, so nothing of it is kept.",
      "no-ticket": "There is no ticket in this thread that this could be the answer to.",
      "private-matter": "Only answers to open questions are kept.",
      "the-question": "That is the question. Use this on the message that answers it.",
      "no-answer": "Only what a person wrote, or an answer of ours, is kept.",
      "opted-out": "Whoever wrote this has opted out, so nothing of theirs is kept.",
    },
    gapsNone: "The docs have no open gap: every question that came found an answer.",
    gapsTitle: (open: number) =>
      open === 1 ? "One gap in the docs is open." : `${open} gaps in the docs are open.`,
    gapsFile: "File one with /gaps file:CODE, or here:",
    gapAskers: (people: number) => (people === 1 ? "1 person" : `${people} people`),
    gapNear: (page: string) => `near: ${page}`,
    gapNoPage: "no page near",
    gapFiling: { "not filed": "", "under way": "being filed", filed: "filed", failed: "not filed" },
    gapFiled: (code: string, repository: string) => `${code} is being filed in ${repository}.`,
    gapFiledAlready: (code: string) => `${code} is filed already.`,
    gapRefused: (code: string, why: string) => `${code} cannot be filed: ${why}.`,
    gapUnknown: (code: string) => `There is no open gap ${code}.`,
    ticketUnknown: (code: string) => `There is no ticket ${code}.`,
    storyNone: "Nothing has happened yet.",
    paused: "Paused: nothing is said in public until you resume. Posts are still taken in.",
    resumed: (waited: number) =>
      waited === 0
        ? "Resumed. Nothing had waited."
        : `Resumed. ${waited} actions had waited and go out now.`,
    retracting: (code: string) => `What was published for ${code} is being taken back.`,
    nothingPublished: (code: string) => `Nothing was published for ${code}.`,
  },

  helpers: {
    only: "Drafts are shown to helpers and staff of this server.",
    none: "No draft waits for you.",
    title: (code: string, more: number) =>
      more === 0 ? `**${code}**` : `**${code}** (${more} more ${more === 1 ? "waits" : "wait"})`,
    vouched: (code: string) => `Noted on the card of ${code}. A person on the team decides.`,
    gone: "This draft is decided already.",
    reworded: "Another helper has suggested other words.",
    vouches: (count: number) =>
      count === 1 ? "1 helper vouches for it." : `${count} helpers vouch for it.`,
  },

  start: {
    badToken:
      "Discord refused the bot's token. Copy it again from the developer portal (your application, Bot, Reset Token) and set DISCORD_TOKEN.",
    badIntents:
      "Discord refused the intents. Open the developer portal, your application, Bot, and switch on Message Content Intent, then start again.",
    blind:
      "The bot may not read messages: Message Content Intent is off. Open the developer portal, your application, Bot, and switch on Message Content Intent, then start again.",
    notInvited: (server: string) =>
      `The bot is not a member of a server "${server}", or of two by that name. Invite it with the link that "signalbox init" prints, or name the server by its id.`,
    wrongShard:
      "Discord refused the number under which a connection was made (4010, invalid shard). Start again: how many connections it wants is asked for at each start.",
    sharding:
      "The bot is in too many servers for the connections that it has (4011, sharding required). Start again: at the start it makes as many as Discord asks for.",
    oldVersion:
      "Discord no longer speaks the version of its gateway that this release uses (4012, invalid API version). Install a newer release.",
    unknownIntents:
      "Discord does not know the intents that this release asks for (4013, invalid intents). Install a newer release.",
  },

  advice: {
    noAccess: "The bot cannot see that channel: give its role View Channel there.",
    noPermission: (needed: string) => `The bot lacks a permission there: ${needed}.`,
    channelGone: "The channel or thread no longer exists.",
    messageGone: "The message no longer exists.",
    archived: "The thread is archived, so nothing was said there: answer in it to open it again.",
    locked: "The thread is archived and locked: give the bot's role Manage Threads.",
    dmClosed: "The person takes no direct messages from this server.",
    reactionBlocked: "The person blocked the bot, so it cannot react to their posts.",
    tooManyReactions: "The post has as many different reactions as Discord allows.",
    automod: "The server's AutoMod refused the text.",
    slowMode: "Slow mode is on there; it is tried again later.",
    unauthorized: "Discord refused the bot's token.",
    held: "Discord has refused so much that nothing more is asked of it for some minutes. Run signalbox doctor: it names the permissions that are missing.",
    unavailable: "Discord does not answer; it is tried again later.",
    refused: (code: string | number, words: string) => `Discord refused it (${code}): ${words}`,
  },
} as const;
