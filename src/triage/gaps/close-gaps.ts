import type { DocsCheckDeps } from "../answers/check-docs.ts";
import { draftFrom } from "../answers/draft-answer.ts";
import { narrow } from "../answers/passage-filter.ts";
import type { IssueRef, PlannedAction } from "../model/action.ts";
import type { Gap, GapAsk } from "../model/gap.ts";
import type { Passage } from "../model/passage.ts";
import { joinPosts } from "../model/post.ts";
import type { Step } from "../model/step.ts";
import { changeTicket } from "../perform/commit.ts";
import { asksOf, grouped } from "./gap-desk.ts";
import { isOutside } from "./note-gap.ts";

type Answered = { readonly ask: GapAsk; readonly passages: readonly Passage[] };

/**
 * Asks every open gap's questions again. What can be answered now leaves its gap, and a gap with
 * nothing left closes: its story, the review place and its issue say by which pages.
 * @returns codes of the gaps that closed
 */
export async function closeAnswerable(
  communityId: string,
  deps: DocsCheckDeps,
): Promise<readonly string[]> {
  const { gaps, asks } = await grouped(communityId, deps);
  const closed: string[] = [];
  for (const gap of gaps) {
    const mine = asksOf(gap, asks);
    const answered: Answered[] = [];
    for (const ask of mine) {
      // A ticket may have failed in several ways; what was seen in one of them is not new.
      const seen = mine
        .filter(({ ticketId }) => ticketId === ask.ticketId)
        .flatMap((one) => one.seen);
      const passages = await answerNow(communityId, ask, seen, deps);
      if (passages) answered.push({ ask, passages });
    }
    const lead = answered[0];
    if (!lead) continue;
    // Told first, under ids that are the same again: a process that dies in between loses nothing.
    if (answered.length === mine.length) await tell(communityId, gap, lead.ask, answered, deps);
    if (await settle(communityId, gap, answered, deps)) closed.push(gap.code);
  }
  return closed;
}

/** What answers an ask now, if some of it was not there when the ask stayed unanswered. */
async function answerNow(
  communityId: string,
  ask: GapAsk,
  seen: readonly string[],
  { tickets, passages, quoter, policyOf }: DocsCheckDeps,
): Promise<readonly Passage[] | null> {
  const known = await tickets.load(communityId, ask.ticketId);
  if (!known) return null;
  const policy = await policyOf(communityId);
  const words = joinPosts(known.posts);
  const { filter } = narrow({ ...words, placeId: known.ticket.placeId }, policy);
  const readers = { drafter: quoter, passages };
  const drafted = await draftFrom({ ...words, filter }, ask.language, null, readers);
  if (drafted.evidence.type !== "ready") return null;
  if (drafted.evidence.confidence < policy.thresholds.draftConfidence) return null;
  if (ask.reason === "contradiction") {
    // One page was changed to say what the other says; the answer may rest on either.
    const standing = await passages.get(ask.seen);
    return standing.length < ask.seen.length ? drafted.passages : null;
  }
  const fresh = drafted.passages.filter((one) => !seen.includes(one.id) && !isOutside(one, policy));
  return fresh.length > 0 ? fresh : null;
}

/** Marks the asks as answerable and closes the gap if none is left. @returns whether it closed */
async function settle(
  communityId: string,
  gap: Gap,
  answered: readonly Answered[],
  { gaps, clock }: DocsCheckDeps,
): Promise<boolean> {
  const pages = pageList(answered);
  const change = await gaps.rearrange(communityId, clock.now(), (view) => {
    if (!view.gaps.some(({ id }) => id === gap.id)) return {};
    const isAnswered = (one: GapAsk) =>
      answered.some(({ ask }) => ask.ticketId === one.ticketId && ask.reason === one.reason);
    const mine = asksOf(gap, view.asks);
    const left = mine.filter((one) => !isAnswered(one)).length;
    const because = `the docs answer it now: ${pages}`;
    return {
      answerable: mine.filter(isAnswered),
      ...(left === 0 ? { close: [{ gapId: gap.id, because }] } : {}),
      story: [
        left === 0
          ? { gapId: gap.id, what: "closed", detail: because }
          : {
              gapId: gap.id,
              what: "partly answered",
              detail: `${mine.length - left} of ${mine.length} by ${pages}`,
            },
      ],
    };
  });
  return (change.close ?? []).length > 0;
}

async function tell(
  communityId: string,
  gap: Gap,
  host: GapAsk,
  answered: readonly Answered[],
  deps: DocsCheckDeps,
): Promise<void> {
  const [page] = answered.flatMap(({ passages }) => passages);
  if (!page) return;
  await changeTicket(communityId, host.ticketId, deps, (_, step) => ({
    actions: [
      staffHear(gap, host, page, answered.length, step),
      ...(gap.issue?.state === "open" ? [issueHears(gap, gap.issue, answered, step)] : []),
    ],
    story: [{ at: step.now, what: "docs gap", detail: `${gap.code} is closed: ${page.url}` }],
  }));
  await deps.wake.act(communityId, host.ticketId);
}

function staffHear(
  gap: Gap,
  host: GapAsk,
  page: Passage,
  asks: number,
  { now }: Step,
): PlannedAction {
  return {
    // A gap closes once, and no other action has its id.
    id: gap.id,
    act: null,
    public: false,
    deed: {
      do: "alert",
      say: {
        say: "gap-closed",
        code: gap.code,
        title: gap.title,
        asks,
        page: { title: page.pageTitle, url: page.url },
      },
    },
    serial: `alert:${host.ticketId}`,
    notBefore: now,
  };
}

function issueHears(
  gap: Gap,
  { nodeId, repository, number, url }: IssueRef,
  answered: readonly Answered[],
  step: Step,
): PlannedAction {
  return {
    id: step.ids(),
    act: "link",
    public: true,
    deed: {
      do: "comment",
      issue: { nodeId, repository, number, url },
      key: `gap-closed:${gap.id}`,
      body: `The docs answer this now: ${pageList(answered)}. The gap ${gap.code} is closed.`,
    },
    serial: `issue:${nodeId}`,
    notBefore: step.now,
  };
}

function pageList(answered: readonly Answered[]): string {
  const urls = answered.flatMap(({ passages }) => passages.map(({ url }) => url));
  return [...new Set(urls)].slice(0, 3).join(", ");
}
