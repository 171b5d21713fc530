import type { Act, ActSetting, PlacePolicy } from "../../triage/model/policy.ts";
import type { SetupStep } from "../../triage/setup/setup-walk.ts";

const OUTCOMES: Readonly<Record<string, string>> = {
  answer: "an answer from the docs",
  ask: "a question to the reporter",
  redirect: "a fixed text that says where to go",
  file: "an issue",
  link: "a link to what is known",
  "known-issue": "attached to a known issue",
  leave: "left to people",
  none: "nothing to do",
};

const LISTENING: Readonly<Record<PlacePolicy, string>> = {
  forum: "every post of the forum",
  mention: "messages that mention the bot, and threads",
  reaction: "messages that get one of the call reactions",
  "likely-questions": "mentions of the bot, and what looks like a question or a report",
  command: "only what is sent in by a command",
  off: "nothing",
};

const ACT: Readonly<Record<Act, string>> = {
  mark: "Show a post's state by one reaction or tag",
  "related-links": "Show links that may help",
  ask: "Ask the reporter for missing details",
  redirect: "Say where account matters and other products go",
  answer: "Answer from the docs",
  "file-private": "File into a private repository",
  "file-public": "File into a public repository",
  link: "Link to a known issue or ticket",
  "known-issue": "Attach to a declared known issue",
  "tell-fixed": "Tell reporters that it is fixed",
  "tell-not-planned": "Tell reporters that it is not planned",
  "tell-milestone": "Tell of a milestone",
  "tell-assigned": "Tell that somebody works on it",
  "tell-labels": "Tell of labels",
  "direct-message": "Write a direct message",
  "delete-message": "Delete a message that shows a credential",
};

const SETTING: Readonly<Record<ActSetting, string>> = {
  off: "off",
  draft: "staff review each one",
  auto: "done without a review",
};

/** What is listed where a page has no label of its own for a setting. */
const NAMES = {
  "discord.channels": "Channels",
  "discord.review_channel": "Review channel",
  "discord.roles.staff": "Roles that review (staff)",
  "discord.roles.helper": "Roles of helpers",
  "discord.roles.opted_out": "Roles that opt out",
  "teams.trusted": "Teams whose directives need no approval",
  acts: "What the bot may do",
  acts_by_area: "What may be done without a review",
  mode: "Who sees what the bot does",
  paused: "Pause",
  calibrations: "How sure the classifier has to be",
} as const;

/** Sentences of `/setup`, which only admins read. */
export const setupTexts = {
  names: NAMES,
  adminOnly: "Only people with Manage Server can set the bot up.",
  over: "This walk is over. Begin another with /setup.",
  dropped: "Nothing was changed.",
  title: (step: SetupStep, n: number, of: number) => `Set up, ${n} of ${of}: ${TITLES[step]}`,
  buttons: {
    back: "Back",
    next: "Next",
    save: "Save",
    drop: "Discard",
    history: "What was changed",
    older: "Older",
    again: "Keep mine, look again",
    check: "Check again",
  },
  selects: {
    place: "Choose a channel",
    listening: (name: string) => `How #${name} is listened to`,
    review: "Choose the review channel",
    staff: "Roles that review (staff)",
    helper: "Roles of helpers (may be none)",
    optedOut: "Roles that opt out (may be none)",
    trusted: "Teams whose directives need no approval",
    act: "Choose an act",
    actSetting: (act: Act) => ACT[act].slice(0, 140),
    earned: "What may be done without a review from now on",
    mode: "Who sees what the bot does",
  },
  channels: {
    what: "The bot listens in these channels and no other.",
    none: "No channel is chosen yet.",
    line: (place: string, how: PlacePolicy) => `${place}: **${how}** (${LISTENING[how]})`,
    listening: LISTENING,
    likely: "What looks like a question is guessed.",
    gone: "is gone: set it to off, or leave it; nothing is listened to there.",
  },
  review: {
    what: "Drafts, alerts and reminders for staff are posted here. Members must not see it.",
    now: (place: string) => `Now: ${place}`,
    none: "No review channel is chosen yet.",
    gone: "The review channel is gone, so no card can be posted. Choose another.",
    open: "Everybody can see this channel: drafts and private reports would be public. Deny View Channel to @everyone there, and allow it to staff and the bot.",
  },
  roles: {
    what: "Staff decide on cards. Helpers vouch for answers and flag wrong ones. Whoever holds an opt-out role is left alone. @everyone is not taken for any of them.",
    line: (as: string, roles: string) => `${as}: ${roles}`,
    names: { staff: "Staff", helper: "Helpers", "opted-out": "Opt-out", admin: "Admins (config)" },
    none: "nobody",
    gone: "(a role that was deleted: choose another)",
    noStaff: "No staff role is there, so nobody could decide on a card. Choose one.",
  },
  teams: {
    what: "Issues go to these teams. Repositories, members and rules stay in the config file, since they come with credentials and a review of their own. A trusted team's directives are told to reporters without an approval.",
    none: "The config file names no team.",
    line: (name: string, trusted: boolean, where: string) =>
      `**${name}**${trusted ? " (trusted)" : ""}: ${where}`,
    nowhere: "no rule sends anything there",
  },
  acts: {
    what: "What the bot may do. While the server is in shadow nothing of it is public. Letting an act be done without a review is earned: it is offered here once the reviews bear it out.",
    line: (act: Act, setting: ActSetting) => `${ACT[act]}: **${SETTING[setting]}**`,
    act: ACT,
    setting: SETTING,
    earned: (act: Act, area: string) => `${ACT[act]}: ${area}`,
    nothingEarned: "No other act has earned to be done without a review yet.",
  },
  permissions: {
    what: "What the bot's role may do in each channel, as Discord tells it now.",
    ok: (place: string) => `✅ ${place}`,
    lacks: (place: string, permissions: string) => `❌ ${place} lacks: ${permissions}`,
    gone: (place: string) => `❌ ${place} is gone, or the bot may not see it`,
    open: (place: string) => `❌ ${place} (review) can be seen by everybody`,
    timedOut:
      "❌ The bot is in a timeout, in which it can only read. To mend: right-click it, Remove Timeout.",
    mend: "To mend: channel settings, Permissions, the bot's role, allow what is named. For a private channel add the bot's role to it.",
    mendOpen:
      "To mend: channel settings, Permissions, @everyone, deny View Channel; allow it to staff and the bot.",
    allWell: "Nothing is missing.",
  },
  report: {
    what: (days: number) => `What it would have done in the last ${days} days:`,
    none: (days: number) =>
      `Nothing came in during the last ${days} days, so there is nothing to show yet. Stay in shadow for some days, or try an export of past posts with the command line: signalbox trial.`,
    count: (outcome: string, n: number) => `${n} × ${OUTCOMES[outcome] ?? outcome}`,
    example: (code: string, title: string, outcome: string) =>
      `**${code}** ${title}: ${OUTCOMES[outcome] ?? outcome}`,
    mode: {
      shadow: "Shadow: staff see everything, members nothing",
      live: "Live: what is allowed becomes public",
    },
    modeName: { shadow: "staff only (shadow)", live: "everybody (live)" },
    nowShadow: "In shadow: nothing is public.",
    nowLive: "Live: what the acts allow is public.",
    changed: (names: readonly string[]) =>
      names.length === 0
        ? "Nothing is changed so far."
        : ["Save puts in force what you changed:", ...names.map((name) => `- ${name}`)].join("\n"),
  },
  saved: (names: readonly string[]) =>
    ["Saved and in force:", ...names.map((name) => `- ${name}`)].join("\n"),
  refused: (why: string) => `Not let alone: ${why}.`,
  nothing: "Nothing was changed, so there is nothing to save.",
  conflict:
    "Not saved: somebody changed these settings after you began. Look at what they changed, then decide.",
  history: {
    title: "What was changed",
    none: "Nothing was changed yet.",
    file: "as in the file",
    set: "set",
    switched: { true: "on", false: "off" },
    line: (at: number, by: string, what: string, from: string, to: string) =>
      `<t:${Math.floor(at / 1000)}:f> ${by}: ${what}: ${from} → ${to}`,
  },
} as const;

const TITLES: Readonly<Record<SetupStep, string>> = {
  channels: "channels",
  review: "review channel",
  roles: "roles",
  teams: "teams",
  acts: "acts",
  permissions: "permissions",
  report: "what it would have done",
};
