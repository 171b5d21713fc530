import type { BotDeps, CallResult, WordDeps } from "./bot/deps.ts";
import { createSerial } from "./bot/discord/serial.ts";
import type { Settings } from "./settings.ts";
import { type AcceptDeps, acceptAnswer } from "./triage/answers/accept-answer.ts";
import { markSolved } from "./triage/answers/mark-solved.ts";
import { translatePost } from "./triage/answers/translate-post.ts";
import { type SaidKind, sayKind } from "./triage/decide/say-kind.ts";
import { cardImages } from "./triage/files/card-images.ts";
import type { Images } from "./triage/files/kept-image.ts";
import { fileGap, type GapDeps, listGaps } from "./triage/gaps/gap-desk.ts";
import { takeEdit, takeIn } from "./triage/intake/intake.ts";
import { takeDeletion } from "./triage/intake/take-deletion.ts";
import { DAY } from "./triage/model/clock.ts";
import type { RawPost } from "./triage/model/post.ts";
import { type AskDeps, askPrivately, judgeAnswer, shareAnswer } from "./triage/people/ask-desk.ts";
import { exportOf, forgetPerson, privacyOf, switchBot } from "./triage/people/privacy-desk.ts";
import { lookUpReport, takeReport } from "./triage/people/report-desk.ts";
import { hear } from "./triage/people/reporter-desk.ts";
import { createTally } from "./triage/people/tally.ts";
import type { Outbox } from "./triage/ports/outbox.ts";
import { retract, statusOf, suggestTickets, ticketView } from "./triage/review/command-desk.ts";
import { draftText, nextDraft, vouch } from "./triage/review/helper-desk.ts";
import {
  claimCard,
  claimTicket,
  nextCard,
  type QueueDeps,
  queuePage,
} from "./triage/review/queue-desk.ts";
import { resumeActs } from "./triage/review/resume.ts";
import { cardDetails, type DeskDeps, editForm, rule } from "./triage/review/review-desk.ts";
import {
  chooseInSetup,
  dropSetup,
  openSetup,
  rereadSetup,
  type SetupDeskDeps,
  saveSetup,
} from "./triage/setup/setup-desk.ts";

/** Where everybody who uses this desk comes from. */
const SOURCE = "discord";

type DeskNeeds = {
  readonly images: Images;
  readonly outbox: Outbox;
  /** Whether everybody in the community sees a channel. */
  readonly isOpenToAll: (placeId: string) => Promise<boolean>;
};

/** Binds the use-cases to one community, as the Discord room asks for them. */
export function createDesk(
  communityId: string,
  deps: DeskDeps & QueueDeps & GapDeps & AskDeps & AcceptDeps & SetupDeskDeps & DeskNeeds,
  settings: Settings,
): Omit<BotDeps, keyof WordDeps> {
  const { tickets } = deps;
  const lookUps = createTally(deps.clock, DAY);
  const people = createSerial();
  /** What counts towards a person's day is counted one after the other. */
  const inTurn = <T>({ authorSourceId }: RawPost, task: () => Promise<T>) =>
    people.run(authorSourceId, task);

  /** Takes in what a person sent, as the kind that they say, and says under which code. */
  async function sendIn(raw: RawPost, said?: SaidKind): Promise<CallResult> {
    const taken = await takeIn(communityId, raw, deps, true);
    if (taken.type === "skipped") return taken;
    const [ticket] = await tickets.find(communityId, { postSourceId: raw.sourceId });
    if (!ticket) return { type: "skipped", reason: "it was skipped before" };
    if (said) await sayKind(communityId, ticket.id, said, deps);
    return { type: taken.type === "known" ? "known" : "opened", code: ticket.code };
  }

  return {
    policy: () => deps.policyOf(communityId),
    async onPresence(isThere) {
      const { away } = await deps.policyOf(communityId);
      if (away === isThere) await settings.change(communityId, "away", !isThere, "Discord");
    },
    async onPost(raw) {
      await takeIn(communityId, raw, deps);
    },
    onEdited: (raw) => takeEdit(communityId, raw, deps),
    onDeleted: (gone) => takeDeletion(communityId, gone, deps),
    onCalled: (raw, { by, kind }) =>
      kind === null || by.roles.length === 0 ? sendIn(raw) : sendIn(raw, { kind, by: by.name }),
    capture: (raw) => sendIn(raw),
    cursor: (placeId) => tickets.cursor(communityId, placeId),
    standing: (period, limit) => tickets.standingPosts(communityId, SOURCE, period, limit),
    moveCursor: (placeId, sourceId) => tickets.moveCursor(communityId, placeId, sourceId),

    editForm: (cardId) => editForm(communityId, cardId, deps),
    cardDetails: (cardId) => cardDetails(communityId, cardId, deps),
    cardImages: (cardId) => cardImages(communityId, cardId, deps),
    translatePost: (cardId) => translatePost(communityId, cardId, deps),
    onReview: (click) => rule(communityId, click, deps),

    onReporter: (event) => hear(communityId, event, deps),
    async reporterForm(actionId, by) {
      const [ticket] = await tickets.find(communityId, { actionId });
      const known = ticket && (await tickets.load(communityId, ticket.id));
      if (!known || known.ticket.state === "withdrawn") return { type: "gone" };
      if (!known.reporters.some((one) => one.sourceId === by.sourceId))
        return { type: "not-yours" };
      const asked = known.actions.find((action) => action.id === actionId)?.deed;
      const ask = asked?.do === "say" && asked.say.say === "ask" ? asked.say : null;
      const { details = [], language } = ask ?? {};
      return { type: "form", code: known.ticket.code, details, language };
    },

    async keepAnswer(answer, hidden, by) {
      const open = !hidden && (await deps.isOpenToAll(answer.placeId));
      return acceptAnswer(communityId, answer, open, by, deps);
    },

    gaps: () => listGaps(communityId, deps),
    fileGap: (code, by) => fileGap(communityId, code, by.name, deps),
    next: (by) => nextCard(communityId, by, deps),
    queue: (filter, page, by) => queuePage(communityId, filter, page, by, deps),
    claimTicket: (ticketId, by) => claimTicket(communityId, ticketId, by, deps),
    nextDraft: (by, after) => nextDraft(communityId, by, after, deps),
    draftText: (proposalId, by) => draftText(communityId, proposalId, by, deps),
    vouch: (proposalId, words, by) => vouch(communityId, proposalId, words, by, deps),
    claimCard: (cardId, take, by) => claimCard(communityId, cardId, take, by, deps),
    ticket: (code) => ticketView(communityId, code, deps),
    suggestTickets: (text) => suggestTickets(communityId, text, deps),
    pause: (by) => settings.change(communityId, "paused", true, by.name),
    async resume(by) {
      const resume = () => settings.change(communityId, "paused", false, by.name);
      return { waited: await resumeActs(communityId, resume, deps) };
    },
    ask: (raw) => inTurn(raw, () => askPrivately(communityId, raw, deps)),
    shareAnswer: (ticketId, by) => shareAnswer(communityId, ticketId, by, deps),
    judgeAnswer: (ticketId, outcome, by) => judgeAnswer(communityId, ticketId, outcome, by, deps),
    lookUpReport: (raw) => lookUpReport(communityId, raw, { ...deps, lookUps }),
    takeReport: (raw, sameAs) => inTurn(raw, () => takeReport(communityId, raw, sameAs, deps)),
    markSolved: (answer, by) => markSolved(communityId, answer, by, deps),
    privacyOf: (by) => privacyOf(communityId, SOURCE, by, deps),
    exportOf: (by) => exportOf(communityId, SOURCE, by, deps),
    forget: (by) => forgetPerson(communityId, SOURCE, by, deps),
    switchBot: (order, by) => switchBot(communityId, { source: SOURCE, ...order }, by, deps),
    statusOf: (by, code) => statusOf(communityId, by.sourceId, deps, code),
    retract: (code, words, by) => retract(communityId, code, words, by, deps),

    openSetup: () => openSetup(communityId, deps),
    chooseInSetup: (id, choice) => chooseInSetup(communityId, id, choice, deps),
    rereadSetup: (id) => rereadSetup(communityId, id, deps),
    saveSetup: (id, by) => saveSetup(communityId, id, by.name, deps),
    dropSetup: (id) => dropSetup(communityId, id, deps),
    settingsHistory: (before, limit) => deps.book.history(communityId, { before, limit }),
  };
}
