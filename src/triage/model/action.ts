import { z } from "zod";
import { Act, Route } from "./policy.ts";
import { Mark, Say } from "./say.ts";

export const IssueRef = z.object({
  nodeId: z.string(),
  repository: z.string(),
  number: z.number().int(),
  url: z.string(),
});
export type IssueRef = z.infer<typeof IssueRef>;

/** A private report of a vulnerability, which people alone can write to. */
export function isAdvisory({ nodeId }: Pick<IssueRef, "nodeId">): boolean {
  return nodeId.startsWith("GHSA-");
}

/** `acme/sdk#12`, for staff and teams. */
export function issueName(issue: Omit<IssueRef, "url">): string {
  const { repository, number, nodeId } = issue;
  return isAdvisory(issue) ? `${repository} ${nodeId}` : `${repository}#${number}`;
}

export const IssueDraft = z.object({
  title: z.string().max(256),
  body: z.string().max(65_536),
});
export type IssueDraft = z.infer<typeof IssueDraft>;

/** One thing to do outside, as plain data. */
export const Deed = z.discriminatedUnion("do", [
  /** A new message in the ticket's conversation (opened from the post when there is none). */
  z.object({ do: z.literal("say"), say: Say }),
  /** The ticket's standing message, edited in place; posted if there is none yet. */
  z.object({
    do: z.literal("restate"),
    say: Say,
    /** Another message of ours than the standing one. */
    messageId: z.string().optional(),
  }),
  /** Takes a message of ours away that something better has replaced. */
  z.object({ do: z.literal("unsay"), messageId: z.string() }),
  z.object({ do: z.literal("mark"), mark: Mark }),
  z.object({ do: z.literal("tell-privately"), personSourceId: z.string(), say: Say }),
  /** To staff, in the review place unless another is named. */
  z.object({ do: z.literal("alert"), say: Say, placeId: z.string().optional() }),
  z.object({
    do: z.literal("open-issue"),
    route: Route,
    issue: IssueDraft,
    /** Code of the docs gap that it files; absent when it files the ticket itself. */
    gap: z.string().optional(),
    /** Codes of all asks that the gap's issue was put together from. */
    asks: z.array(z.string()).optional(),
  }),
  /** Brings the one comment that lists reporters up to date; reads the store when performed. */
  z.object({ do: z.literal("count-reporters"), issue: IssueRef }),
  /** Brings the one comment that says for whom a fix works up to date, in the same way. */
  z.object({ do: z.literal("count-verdicts"), issue: IssueRef }),
  /** A closed issue that is reported again, and a person said to reopen. */
  z.object({ do: z.literal("reopen-issue"), issue: IssueRef }),
  /** Takes tickets that were linked to this one before it had an issue along to that issue. */
  z.object({ do: z.literal("bring-along"), issue: IssueRef }),
  /** `key` names a comment that later actions edit instead of adding another. */
  z.object({
    do: z.literal("comment"),
    issue: IssueRef,
    key: z.string().nullable(),
    body: z.string(),
    /** Whether it quotes what a reporter wrote where the ticket stands. */
    quotes: z.boolean().optional(),
  }),
  z.object({ do: z.literal("label"), issue: IssueRef, labels: z.array(z.string()) }),
  /** Reacts to a comment that holds a directive: it was taken, or cannot be. */
  z.object({
    do: z.literal("acknowledge"),
    issue: IssueRef,
    commentId: z.string(),
    taken: z.boolean(),
  }),
  /** One post for all whose issues are fixed; reads the store when performed. */
  z.object({
    do: z.literal("announce"),
    placeId: z.string(),
    nodeIds: z.array(z.string()),
    release: z.string().nullable(),
  }),
  /** Brings every ticket of what was announced to its end. */
  z.object({ do: z.literal("conclude"), nodeIds: z.array(z.string()) }),
  /** The weekly digest of a channel; reads the store when performed. */
  z.object({
    do: z.literal("post-digest"),
    placeId: z.string(),
    /** Null: everything, for DevRel. */
    team: z.string().nullable(),
    from: z.number(),
    to: z.number(),
  }),
  /** Posts, edits or closes a card, according to what the store holds when performed. */
  z.object({ do: z.literal("show-card"), cardId: z.string() }),
  z.object({ do: z.literal("retract"), messageId: z.string(), say: Say }),
  /** Takes a member's post away, for a credential that stood in it. */
  z.object({
    do: z.literal("delete-post"),
    postSourceId: z.string(),
    placeId: z.string(),
    conversationId: z.string().nullable(),
  }),
]);
export type Deed = z.infer<typeof Deed>;

export const ActionState = z.enum(["waiting", "claimed", "done", "superseded", "given-up"]);
export type ActionState = z.infer<typeof ActionState>;

/**
 * The outcome of an action that was superseded after it had been tried: it may stand outside
 * already, so the executor looks for it, and does not do it.
 */
export const NOT_WANTED = "no longer wanted";

export const Action = z.object({
  id: z.string(),
  ticketId: z.string(),
  /** The setting that permits it; null for what only staff see. */
  act: Act.nullable(),
  /** Whether anybody but staff can see it: held back while paused. */
  public: z.boolean(),
  deed: Deed,
  /** At most one action with the same serial is under way: `issue:…`, `conversation:…`, `repo:…`. */
  serial: z.string(),
  state: ActionState,
  notBefore: z.number(),
  attempt: z.number().int(),
  claimedUntil: z.number().nullable(),
  /** What it became outside: message id, issue node id, comment id. */
  externalRef: z.string().nullable(),
  /** Why it ended as it did. */
  outcome: z.string().nullable(),
  createdAt: z.number(),
});
export type Action = z.infer<typeof Action>;

/** An action as a pure function plans it; the store adds the bookkeeping. */
export type PlannedAction = Pick<Action, "id" | "act" | "public" | "deed" | "serial" | "notBefore">;
