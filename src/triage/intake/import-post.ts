import { conclude } from "../decide/conclude.ts";
import { gatherEvidence, type Readers } from "../decide/gather-evidence.ts";
import type { Case, Change } from "../model/case.ts";
import type { Clock } from "../model/clock.ts";
import { isDown } from "../model/engine-failure.ts";
import type { Ids } from "../model/ids.ts";
import type { Policy } from "../model/policy.ts";
import type { RawPost } from "../model/post.ts";
import type { EngineFailure } from "../ports/engines.ts";
import type { TicketStore } from "../ports/ticket-store.ts";
import { redactPost } from "../redact/redact-post.ts";
import type { Privacy } from "./privacy.ts";

/** The source of posts that came from a file: they are known, and nobody acts on them. */
export const IMPORT = "import";

export type ImportDeps = Readers & {
  readonly tickets: TicketStore;
  readonly privacy: Pick<Privacy, "isOff">;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly policyOf: (communityId: string) => Promise<Policy>;
};

/** One ask from a file: its messages, in the order of writing, by one author. */
export type ImportedAsk = {
  readonly messages: readonly RawPost[];
  /** Where its author is known by `authorSourceId`; erasing them there erases this as well. */
  readonly personSource: string;
  /** Under which name the program may have taken it in by itself. */
  readonly mayBeKnownAs?: { readonly source: string; readonly sourceId: string };
};

export type SavedImport =
  | { readonly type: "saved" | "known"; readonly ticketId: string }
  | { readonly type: "skipped"; readonly reason: string };

/**
 * Stores an ask from a file as a ticket that rests and is silent for good: no bundle gathers, no
 * sweep finds it, and whatever happens later nothing public is done for it. Doing it again changes
 * nothing.
 */
export async function saveImported(
  communityId: string,
  { messages, personSource, mayBeKnownAs: own }: ImportedAsk,
  { tickets, privacy, ids }: ImportDeps,
): Promise<SavedImport> {
  if (own && (await tickets.isKnown(communityId, own.source, own.sourceId))) {
    return { type: "skipped", reason: "the bot took it in itself" };
  }
  let saved: SavedImport = { type: "skipped", reason: "empty" };
  for (const raw of messages) {
    const person = { source: personSource, scope: "person", scopeId: raw.authorSourceId } as const;
    if (await privacy.isOff(communityId, [person])) return { type: "skipped", reason: "opted out" };
    const personId = await tickets.personId(communityId, personSource, raw.authorSourceId);
    const post = { ...redactPost(raw, ids(), personId), source: IMPORT };
    const first = saved.type === "skipped" ? null : saved;
    const placement = first
      ? ({ type: "join", ticketId: first.ticketId, dueAt: null } as const)
      : ({ type: "open", dueAt: null, silence: "imported" } as const);
    const { saved: fresh, ticketId } = await tickets.savePost(communityId, post, placement);
    if (!first) saved = { type: fresh ? "saved" : "known", ticketId };
  }
  return saved;
}

/** Whether an imported ticket still has to be looked at: a kill may have come in between. */
export function isUntriaged({ ticket, classification }: Case): boolean {
  return ticket.silence === "imported" && classification === null;
}

/**
 * Works out what the program would have done about an imported ticket, and records that alone:
 * labels, evidence and decision, without proposal and without actions.
 */
export async function triageImported(
  communityId: string,
  known: Case,
  deps: ImportDeps,
): Promise<{ readonly type: "triaged" | "moved-on" } | EngineFailure> {
  const policy = await deps.policyOf(communityId);
  // Evidence is gathered as for a post that may be answered; what is recorded stays silent.
  const open = { ...known, ticket: { ...known.ticket, silence: null } };
  const gathered = await gatherEvidence(communityId, open, policy, deps, "import");
  if (gathered.type === "failed") return gathered;
  const { standsInAfter, standsInBecause } = gathered.classification.stamp;
  if (standsInAfter && isDown(standsInAfter)) {
    // Nobody waits for a backlog: it is classified by whom it was meant for, or by a later run.
    const detail = standsInBecause ?? "";
    return { type: "failed", reason: standsInAfter, detail, retryAfterMs: null };
  }
  const step = {
    now: deps.clock.now(),
    ids: deps.ids,
    policy: { ...policy, mode: "shadow" },
  } as const;
  const { classification, draft, decision, candidates, gap, story } = conclude(
    open,
    gathered,
    step,
  ).change;
  if (!classification) throw new Error("a conclusion holds the classification it rests on");
  const { kind, lane, area, severity, title } = classification;
  const change: Change = {
    ticket: { kind, lane, area, severity, title },
    under: gathered.under,
    classification,
    story,
    ...(candidates ? { candidates } : {}),
    ...(draft ? { draft } : {}),
    ...(decision ? { decision } : {}),
    ...(gap ? { gap } : {}),
    ...(gathered.changedPosts.length > 0 ? { posts: gathered.changedPosts } : {}),
  };
  const { id, version } = known.ticket;
  const written = await deps.tickets.commit(communityId, id, version, change);
  return { type: written ? "triaged" : "moved-on" };
}
