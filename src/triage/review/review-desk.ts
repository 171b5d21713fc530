import { linksIn } from "../answers/claim-parts.ts";
import { translatableFrom } from "../answers/translate-post.ts";
import { passageAbout } from "../decide/passage-about.ts";
import { shownPosts } from "../files/files.ts";
import { gatherAgain } from "../intake/gather-again.ts";
import type { Case } from "../model/case.ts";
import type { ModelCalls } from "../model/model-call.ts";
import type { Passage } from "../model/passage.ts";
import type { Review, Verdict } from "../model/review.ts";
import type { ReviewCard } from "../model/review-card.ts";
import { changeTicket, type StepDeps } from "../perform/commit.ts";
import { BEHIND_A_DOOR, placesOf } from "../perform/would-leak.ts";
import type { Board } from "../ports/board.ts";
import type { PassageIndex } from "../ports/docs.ts";
import type { Translator } from "../ports/engines.ts";
import type { Wake } from "../ports/outbox.ts";
import { applyReview, relabelled } from "./apply-review.ts";
import { shownBody } from "./card-of.ts";
import { holder } from "./claim.ts";
import { wordsOf } from "./edited.ts";
import { readCard } from "./read-card.ts";
import { turnOf } from "./rule-for-all.ts";

export type DeskDeps = StepDeps & {
  readonly board: Board;
  readonly wake: Wake;
  readonly calls: Pick<ModelCalls, "ofTicket">;
  readonly passages: Pick<PassageIndex, "holds" | "search">;
  /** Whether everybody in the community sees a channel, as it is now. */
  readonly isOpenToAll: (placeId: string) => Promise<boolean>;
  /** Absent where no engine translates. */
  readonly translator?: Translator;
};

export type Ruling =
  | { readonly type: "done"; readonly card: ReviewCard }
  | { readonly type: "stale"; readonly card: ReviewCard | null }
  | { readonly type: "refused"; readonly words: string };

/**
 * A reviewer's verdict on what a card shows: on every proposal of its group, or on none when the
 * card has changed since the reviewer saw it. Two people who click at once get one "done" and one
 * "stale".
 * @param version the version of the card that the reviewer saw
 */
export async function rule(
  communityId: string,
  click: {
    readonly cardId: string;
    readonly version: number;
    readonly verdict: Verdict;
    readonly by: Review["by"];
  },
  deps: DeskDeps,
): Promise<Ruling> {
  const read = await readCard(communityId, click.cardId, deps);
  if (!read) return { type: "stale", card: null };
  const { found } = read;
  const reopening = click.verdict.verdict === "undo" || click.verdict.verdict === "retract";
  const current = found.card.version === click.version && found.card.state === "open";
  if (!current && !reopening) {
    return { type: "stale", card: read.shown };
  }

  const [lead] = found.cases;
  const objection =
    (await notInTheDocs(lead, click.verdict, deps)) ??
    (await behindADoor(found.cases, click.verdict, deps));
  if (objection !== null) return { type: "refused", words: objection };

  const refusals: string[] = [];
  let ruled = 0;
  for (const shown of found.cases) {
    const { ticket, proposal } = shown;
    const seen = proposal?.id;
    const about = await aboutOnceChanged(communityId, shown, click.verdict, deps);
    let triageAgain = false;
    const done = await changeTicket(communityId, ticket.id, deps, (known, step) => {
      // Between reading the card and here somebody else may have decided it.
      if (!reopening && known.proposal?.id !== seen) return null;
      const turn = turnOf(known, lead, click.verdict);
      if (!turn) return null;
      const reviewed = applyReview(known, turn, click.by, step, about);
      if (reviewed.type === "refused") {
        refusals.push(reviewed.why);
        return null;
      }
      triageAgain = reviewed.triageAgain;
      if (!triageAgain) return reviewed.change;
      return {
        ...reviewed.change,
        ticket: { ...reviewed.change.ticket, state: "gathering", dueAt: step.now },
      };
    });
    if (!done) continue;
    ruled += 1;
    if (triageAgain) await deps.wake.triage(communityId, ticket.id);
    if (done.change.actions) await deps.wake.act(communityId, ticket.id);
    await gatherAgain(communityId, done.change, deps);
  }
  await deps.wake.board(communityId);

  const card = await cardNow(communityId, click.cardId, deps);
  const { undoMs } = await deps.policyOf(communityId);
  if (ruled === 0) {
    const words = refusals[0];
    return words ? { type: "refused", words } : { type: "stale", card };
  }
  return card
    ? { type: "done", card: decidedNow(card, click.verdict, click.by, deps.clock.now(), undoMs) }
    : { type: "stale", card };
}

/** What not everybody may read is not filed where everybody can. */
async function behindADoor(
  cases: readonly Case[],
  { verdict }: Verdict,
  { isOpenToAll }: DeskDeps,
): Promise<string | null> {
  if (verdict !== "send" && verdict !== "edit") return null;
  for (const known of cases) {
    const proposed = known.proposal?.proposed;
    if (proposed?.outcome !== "file" || proposed.route.visibility !== "public") continue;
    for (const placeId of placesOf(known)) {
      if (!(await isOpenToAll(placeId))) return BEHIND_A_DOOR;
    }
  }
  return null;
}

/** For an issue that is written anew: the passage it is about, if it is one on the docs then. */
async function aboutOnceChanged(
  communityId: string,
  known: Case,
  verdict: Verdict,
  { passages, policyOf }: DeskDeps,
): Promise<Passage | null> {
  const { classification } = known;
  const anew = verdict.verdict === "change" || verdict.verdict === "file";
  if (!anew || !classification) return null;
  const policy = await policyOf(communityId);
  return passageAbout(known, relabelled(classification, verdict), policy, passages);
}

/** What an answer may not be sent with: it cites the docs as they are now, and links to nothing else. */
async function notInTheDocs(
  lead: Case | undefined,
  verdict: Verdict,
  { passages }: DeskDeps,
): Promise<string | null> {
  const proposed = lead?.proposal?.proposed;
  const sends = verdict.verdict === "send" || verdict.verdict === "edit";
  if (!sends || proposed?.outcome !== "answer") return null;
  for (const { url, title } of proposed.sources) {
    if (!(await passages.holds(url))) {
      return `the page "${title}" has left the docs: the question is looked at again in a minute`;
    }
  }
  if (verdict.verdict === "send") return null;
  for (const link of linksIn(verdict.text).filter((one) => /^https?:/i.test(one))) {
    if (!(await passages.holds(link))) {
      return `${link} is no page of the docs index: take the link out, or say it yourself`;
    }
  }
  return null;
}

/** The card as the reviewer should see it at once; the board brings the message up to date. */
function decidedNow(
  card: ReviewCard,
  verdict: Verdict,
  by: Review["by"],
  now: number,
  undoMs: number,
): ReviewCard {
  const stays = ["snooze", "redraft", "change", "file", "undo"].includes(verdict.verdict);
  if (stays || card.closed) return card;
  const words: Partial<Record<Verdict["verdict"], string>> = {
    send: "Sent",
    edit: "Edited and sent",
    dismiss: "Dismissed",
    link: "Linked",
    ask: "Asked",
    retract: "Retracted",
    judge: "Judged",
  };
  const approved = ["send", "edit", "link", "ask"].includes(verdict.verdict);
  return {
    ...card,
    send: null,
    editable: false,
    undoUntil: approved ? now + undoMs : null,
    closedAt: now,
    closed: `${words[verdict.verdict] ?? "Done"} by ${by.name}`,
  };
}

/** A card as it stands now; null when there is none by that id. */
export async function cardNow(
  communityId: string,
  cardId: string,
  deps: DeskDeps,
): Promise<ReviewCard | null> {
  return (await readCard(communityId, cardId, deps))?.shown ?? null;
}

/** What stands behind a card's More button. */
export async function cardDetails(communityId: string, cardId: string, deps: DeskDeps) {
  const read = await readCard(communityId, cardId, deps);
  const lead: Case | undefined = read?.found.cases[0];
  if (!read || !lead) return null;
  const policy = await deps.policyOf(communityId);
  const routes = [
    ...policy.rules.map((rule) => rule.route),
    ...(policy.fallback ? [policy.fallback] : []),
  ];
  const distinct = new Map(routes.map((one) => [`${one.repository} ${one.labels.join()}`, one]));
  return {
    card: read.shown,
    kind: lead.ticket.kind,
    lane: lead.ticket.lane,
    area: lead.ticket.area,
    claim: holder(lead.ticket, deps.clock.now()),
    areas: policy.areas.map((area) => area.name),
    routes: [...distinct.values()],
    candidates: lead.proposal?.candidates ?? [],
    missing: lead.classification?.missing ?? [],
    reasons: (lead.proposal?.reasons ?? []).map(({ text }) => text),
    others: read.found.cases
      .slice(1)
      .map(({ ticket, classification }) => `${ticket.code} ${classification?.ask ?? ""}`.trim()),
    fullBody: lead.proposal ? shownBody(lead.proposal.proposed) : "",
    post: shownPosts(lead.posts),
    translatableFrom: translatableFrom(lead, deps.translator),
  };
}

/** What a reviewer may rewrite before it is sent: an issue's title and body, or the text alone. */
export async function editForm(communityId: string, cardId: string, deps: DeskDeps) {
  const read = await readCard(communityId, cardId, deps);
  const proposed = read?.found.cases[0]?.proposal?.proposed;
  if (!read || !proposed) return null;
  return { version: read.shown.version, ...wordsOf(proposed) };
}
