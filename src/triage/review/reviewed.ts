import { z } from "zod";
import type { Case } from "../model/case.ts";
import { Classification, Kind, Lane } from "../model/classification.ts";
import { Outcome } from "../model/decision.ts";
import { ProposalState } from "../model/proposal.ts";
import { type Review, SilenceVerdict } from "../model/review.ts";

/** A ticket with everything that people did with it, oldest first. */
export type Looked = { readonly known: Case; readonly reviews: readonly Review[] };

/** A proposal that has ended, as far as it tells whether an act may be done alone. */
export const Ended = z.object({
  proposalId: z.string(),
  ticketId: z.string(),
  code: z.string(),
  area: z.string().nullable(),
  outcome: z.string(),
  /** Of the repository, when it was to be filed. */
  visibility: z.string().nullable(),
  state: ProposalState,
  /** What people did with it, oldest first, by the verdicts' names. */
  verdicts: z.array(z.string()),
  /** The reporter, a helper or staff called an answer of the ticket wrong. */
  wrong: z.boolean(),
  at: z.number(),
});
export type Ended = z.infer<typeof Ended>;

/** What people said about what the machines made; part of the store. */
export interface Reviews {
  /**
   * Tickets that somebody has reviewed, or all that are about what a model outputs, in the order of
   * their ids; the next ones after `after`.
   */
  looked(
    communityId: string,
    which: "reviewed" | "model-behavior",
    after: string | null,
    limit: number,
  ): Promise<readonly Looked[]>;
  /** Proposals that ended since then, oldest first. */
  ended(communityId: string, since: number): Promise<readonly Ended[]>;
}

/** A ticket as people left it, for evals, calibration and exports. Texts are redacted. */
export const ReviewedTicket = z.object({
  ticketId: z.string(),
  code: z.string(),
  source: z.string(),
  placeId: z.string(),
  tags: z.array(z.string()),
  title: z.string(),
  messages: z.array(z.string()),
  /** Null when no review says what it is: a dismissal may have any reason. */
  labels: z.object({ kind: Kind, lane: Lane, area: z.string().nullable() }).nullable(),
  /** What a person said of the bot's silence, where they were asked to judge it. */
  silence: SilenceVerdict.nullable().default(null),
  /** The outcome that was decided. */
  outcome: Outcome.nullable().default(null),
  /** A person changed what the machine had said. */
  corrected: z.boolean(),
  classification: Classification.nullable(),
  repository: z.string().nullable(),
  /** People who reported it. */
  reporters: z.number().int(),
  reviewedAt: z.number().nullable(),
});
export type ReviewedTicket = z.infer<typeof ReviewedTicket>;

/** Verdicts by which a person lets the labels stand, or sets them. */
const SETTLES = ["send", "edit", "link", "file", "change", "ask"];
/** Verdicts that say nothing about what was proposed. */
const SAYS_NOTHING = ["snooze", "redraft"];

/** What a ticket is by the word of people. */
export function toReviewed({ known, reviews }: Looked): ReviewedTicket {
  const { ticket, posts, classification, reporters, issue } = known;
  const standing = posts.filter((post) => post.deletedAt === null);
  const telling = reviews.filter(({ verdict }) => !SAYS_NOTHING.includes(verdict.verdict));
  const last = telling.at(-1);
  const settled =
    last !== undefined &&
    (SETTLES.includes(last.verdict.verdict) ||
      (last.verdict.verdict === "judge" && last.verdict.silence === "right"));
  const { kind, lane, area } = ticket;
  const judged = telling.findLast(({ verdict }) => verdict.verdict === "judge")?.verdict;
  const silence = judged?.verdict === "judge" ? judged.silence : null;
  return {
    ticketId: ticket.id,
    code: ticket.code,
    source: ticket.source,
    placeId: ticket.placeId,
    tags: standing.flatMap((post) => post.tags),
    title: standing.find((post) => post.title !== "")?.title ?? "",
    messages: standing.map((post) => post.text),
    labels: settled && kind && lane ? { kind, lane, area } : null,
    silence,
    outcome: known.decision?.outcome ?? null,
    corrected: telling.some(({ verdict }) => verdict.verdict === "change"),
    classification,
    repository: issue?.repository ?? null,
    reporters: reporters.length,
    reviewedAt: last?.at ?? null,
  };
}
