import { linksIn } from "../answers/claim-parts.ts";
import type { Case } from "../model/case.ts";
import type { Proposal } from "../model/proposal.ts";
import type { Review } from "../model/review.ts";
import { changeTicket } from "../perform/commit.ts";
import { redact } from "../redact/redact.ts";
import { body, shownBody } from "./card-of.ts";
import { redrawing } from "./redraw.ts";
import type { DeskDeps } from "./review-desk.ts";

export type HelperDeps = DeskDeps & {
  /** Whether everybody in the community sees a channel. */
  readonly isOpenToAll: (placeId: string) => Promise<boolean>;
};

/** A drafted answer as helpers see it. */
export type OpenDraft = {
  readonly proposalId: string;
  readonly code: string;
  readonly ask: string;
  readonly permalink: string;
  readonly text: string;
  readonly sources: readonly { readonly title: string; readonly url: string }[];
  readonly vouches: number;
  /** Whether a helper has written other words already. */
  readonly reworded: boolean;
  /** How many more wait for this helper. */
  readonly more: number;
};

export type Vouching =
  | { readonly type: "vouched"; readonly code: string }
  /** Decided, overtaken, or not for helpers. */
  | { readonly type: "gone" }
  /** Why the words cannot be used, in a sentence for the helper. */
  | { readonly type: "refused"; readonly words: string };

/** Enough for whoever decides; what comes later says nothing new. */
const MOST_VOUCHES = 10;

/**
 * The oldest drafted answer that this helper has not vouched for: to an open matter, asked where
 * everybody can read it.
 * @param after one that the helper passes over, with all before it
 */
export async function nextDraft(
  communityId: string,
  by: Review["by"],
  after: string | null,
  deps: HelperDeps,
): Promise<OpenDraft | null> {
  const open = await draftsFor(communityId, by, deps);
  const at = open.findIndex(({ proposal }) => proposal.id === after);
  const [next, ...more] = open.slice(at + 1);
  if (!next) return null;
  const { proposal, known } = next;
  const { proposed } = proposal;
  return {
    proposalId: proposal.id,
    code: known.ticket.code,
    ask: known.classification?.ask ?? known.ticket.title ?? "",
    permalink: known.ticket.permalink,
    text: shownBody(proposed),
    sources: proposed.outcome === "answer" ? proposed.sources : [],
    vouches: proposal.vouches?.length ?? 0,
    reworded: proposal.vouches?.some(({ words }) => words !== null) ?? false,
    more: more.length,
  };
}

/** The whole text of a draft, for a form; null when it is decided, or not for this helper. */
export async function draftText(
  communityId: string,
  proposalId: string,
  by: Review["by"],
  deps: HelperDeps,
): Promise<string | null> {
  const draft = await draftFor(communityId, proposalId, by, deps);
  return draft && body(draft.proposal.proposed);
}

/**
 * A helper would sign a draft, as it is or in other words; staff see it on the card, and nothing
 * happens in public. The first words stand, so that what staff press is what they read.
 * @param words in place of the draft's; null for the draft as it is
 */
export async function vouch(
  communityId: string,
  proposalId: string,
  words: string | null,
  by: Review["by"],
  deps: HelperDeps,
): Promise<Vouching> {
  const draft = await draftFor(communityId, proposalId, by, deps);
  if (!draft) return { type: "gone" };
  const said = words === null ? null : redact(words).text.trim();
  if (said === "") return { type: "refused", words: "The text is empty." };
  for (const link of linksIn(said ?? "").filter((one) => /^https?:/i.test(one))) {
    if (await deps.passages.holds(link)) continue;
    return { type: "refused", words: `${link} is no page of the docs: leave it out.` };
  }
  const { ticket } = draft.known;
  const card = await deps.board.cardOfGroup(communityId, draft.proposal.groupKey);
  let refused: string | null = null;
  const done = await changeTicket(communityId, ticket.id, deps, ({ proposal }, step) => {
    if (proposal?.id !== proposalId || proposal.state !== "open") return null;
    const before = proposal.vouches ?? [];
    refused = objection(before, said);
    if (refused !== null) return null;
    const { sourceId, name } = by;
    return {
      vouches: [...before, { sourceId, name, words: said, at: step.now }],
      actions: card ? [redrawing(card.card.id, step)] : [],
      story: [
        {
          at: step.now,
          what: said === null ? "vouched for" : "reworded",
          detail: `${name}, a helper`,
        },
      ],
    };
  });
  if (!done) return refused === null ? { type: "gone" } : { type: "refused", words: refused };
  await deps.wake.act(communityId, ticket.id);
  return { type: "vouched", code: ticket.code };
}

function objection(before: NonNullable<Proposal["vouches"]>, words: string | null): string | null {
  if (before.length >= MOST_VOUCHES) return "Enough helpers have looked at this draft.";
  const first = before.find((one) => one.words !== null);
  if (words === null || !first) return null;
  return `${first.name} has suggested other words already; vouch for the draft, or leave it.`;
}

type ForHelper = { readonly proposal: Proposal; readonly known: Case };

/** One draft alone: a form has to open within three seconds, however many others wait. */
async function draftFor(
  communityId: string,
  proposalId: string,
  by: Review["by"],
  deps: HelperDeps,
): Promise<ForHelper | null> {
  const open = await deps.board.openAnswers(communityId);
  const [draft] = await openTo(
    communityId,
    open.filter(({ id }) => id === proposalId),
    by,
    deps,
  );
  return draft ?? null;
}

async function draftsFor(communityId: string, by: Review["by"], deps: HelperDeps) {
  return openTo(communityId, await deps.board.openAnswers(communityId), by, deps);
}

/** Drafts with their cases, read at once: those that this helper may see and has not vouched for. */
async function openTo(
  communityId: string,
  proposals: readonly Proposal[],
  { sourceId }: Review["by"],
  deps: HelperDeps,
): Promise<ForHelper[]> {
  const isTheirs = (one: { readonly sourceId: string }) => one.sourceId === sourceId;
  const others = proposals.filter(({ vouches }) => !vouches?.some(isTheirs));
  const cases = await deps.tickets.loadAll(
    communityId,
    others.map(({ ticketId }) => ticketId),
  );
  const known = new Map(cases.map((one) => [one.ticket.id, one]));
  const open = new Map<string, boolean>();
  for (const { placeId } of cases.map(({ ticket }) => ticket)) {
    if (!open.has(placeId)) open.set(placeId, await deps.isOpenToAll(placeId));
  }
  return others.flatMap((proposal) => {
    const its = known.get(proposal.ticketId);
    if (its?.ticket.lane !== "open" || !open.get(its.ticket.placeId)) return [];
    return its.reporters.some(isTheirs) ? [] : [{ proposal, known: its }];
  });
}
