import type { Readers } from "../decide/gather-evidence.ts";
import { type IntakeDeps, takeIn } from "../intake/intake.ts";
import type { Candidate } from "../model/candidate.ts";
import type { Kind } from "../model/classification.ts";
import { type Detail, detailsToAsk, WANTED } from "../model/details.ts";
import type { RawPost } from "../model/post.ts";
import type { Silence } from "../model/ticket.ts";
import { redact } from "../redact/redact.ts";
import { commandSourceId, overDailyCap } from "./by-command.ts";
import type { Tally } from "./tally.ts";

export type ReportDeps = IntakeDeps &
  Pick<Readers, "classifier" | "sameAsks"> & {
    /** Whether everybody in the community sees a channel. */
    readonly isOpenToAll: (placeId: string) => Promise<boolean>;
  };

export type LookedUp =
  | {
      readonly type: "found";
      /** The title without anything secret, as it may be shown. */
      readonly title: string;
      readonly kind: Kind;
      /** What whoever acts on it would ask for. */
      readonly details: readonly Detail[];
      /** Up to two open ones that members may see. */
      readonly alike: readonly Alike[];
    }
  | { readonly type: "refused"; readonly because: "shadow" | "switched-off" | "daily-cap" };

export type Alike = {
  /** Names the target in a button; see `sayWhich`. */
  readonly key: string;
  readonly title: string;
  /** Null for what has no page that members can open. */
  readonly url: string | null;
};

const SHOWN = 2;
/** Looking up costs what triage costs, and leaves nothing that the cap could count. */
const LOOK_UPS_A_REPORT = 3;

/** What a report of one line looks like, before its author writes more than that line. */
export async function lookUpReport(
  communityId: string,
  raw: RawPost,
  deps: ReportDeps & { readonly lookUps: Tally },
): Promise<LookedUp> {
  const policy = await deps.policyOf(communityId);
  if (policy.mode === "shadow") return { type: "refused", because: "shadow" };
  const person = { source: raw.source, scope: "person", scopeId: raw.authorSourceId } as const;
  if (raw.author.optedOut || (await deps.privacy.isOff(communityId, [person]))) {
    return { type: "refused", because: "switched-off" };
  }
  if (await overDailyCap(communityId, raw.authorSourceId, policy.asksPerDay, deps)) {
    return { type: "refused", because: "daily-cap" };
  }
  if (deps.lookUps.count(raw.authorSourceId) > policy.asksPerDay * LOOK_UPS_A_REPORT) {
    return { type: "refused", because: "daily-cap" };
  }
  const title = redact(raw.text).text;
  const personId = await deps.tickets.personId(communityId, raw.source, raw.authorSourceId);
  const who = { communityId, ticketId: null, personId, purpose: "triage" } as const;
  const input = { title, text: "", areas: policy.areas, tags: [], who };
  const classified = await deps.classifier.classify(input);
  const kind = classified.type === "classified" ? reported(classified.classification.kind) : "bug";
  const lane = classified.type === "classified" ? classified.classification.lane : "open";
  const found =
    lane === "open"
      ? await deps.sameAsks.find(communityId, { ticketId: "", title, text: title })
      : [];
  const likely = found.filter((one) => one.open && one.score >= policy.thresholds.sameAsk);
  const alike = await Promise.all(likely.map((one) => shownToMembers(communityId, one, deps)));
  const details = detailsToAsk(kind, WANTED[kind], policy.needed[kind] ?? []);
  return {
    type: "found",
    title,
    kind,
    details,
    alike: alike.flatMap((one) => one ?? []).slice(0, SHOWN),
  };
}

/** Whoever uses the command reports something, even where one line looks like a question. */
function reported(kind: Kind): Kind {
  return kind === "question" || kind === "other" ? "bug" : kind;
}

/** What was asked for the asker alone, or not here at all, is nobody else's to read. */
const ASKED_ELSEWHERE: readonly (Silence | null)[] = ["asked-privately", "from-elsewhere"];

/**
 * What members may be told of: nothing in a private repository, and no ask that they could not read
 * themselves. Its own title is shown, since the candidate's may be that of another ask.
 */
async function shownToMembers(
  communityId: string,
  { target, title }: Candidate,
  { tickets, isOpenToAll }: Pick<ReportDeps, "tickets" | "isOpenToAll">,
): Promise<Alike | null> {
  if (target.type === "issue") {
    if (target.visibility === "private") return null;
    const { nodeId, url } = target.issue;
    const known = await tickets.issue(communityId, nodeId);
    return { key: `i_${nodeId}`, title: known?.title ?? title, url };
  }
  const ticket = (await tickets.load(communityId, target.ticketId))?.ticket;
  const open = ticket?.lane === "open" && !ASKED_ELSEWHERE.includes(ticket.silence);
  if (!open || !ticket.title || !(await isOpenToAll(ticket.placeId))) return null;
  return { key: `t_${ticket.id}`, title: ticket.title, url: null };
}

export type TakenReport =
  | { readonly type: "taken"; readonly code: string }
  | { readonly type: "skipped" }
  /** They have asked and reported as often as one person may in a day. */
  | { readonly type: "daily-cap" };

/**
 * Takes in what was reported by command; exactly once for one look-up.
 * @param raw its source id is that of the message which showed what was looked up
 */
export async function takeReport(
  communityId: string,
  raw: RawPost,
  sameAs: string | null,
  deps: ReportDeps,
): Promise<TakenReport> {
  const { asksPerDay } = await deps.policyOf(communityId);
  const sourceId = commandSourceId(raw.sourceId);
  const isKnown = await deps.tickets.isKnown(communityId, raw.source, sourceId);
  if (!isKnown && (await overDailyCap(communityId, raw.authorSourceId, asksPerDay, deps))) {
    return { type: "daily-cap" };
  }
  const which = sameAs === null ? null : await sayWhich(communityId, sameAs, deps);
  const text = which === null ? raw.text : `${raw.text}\n\nThe same as ${which}.`.trim();
  const taken = await takeIn(communityId, { ...raw, sourceId, text }, deps, true);
  if (taken.type === "skipped") return { type: "skipped" };
  const [ticket] = await deps.tickets.find(communityId, { postSourceId: sourceId });
  return ticket ? { type: "taken", code: ticket.code } : { type: "skipped" };
}

async function sayWhich(
  communityId: string,
  key: string,
  { tickets }: Pick<ReportDeps, "tickets">,
): Promise<string | null> {
  const id = key.slice(2);
  if (key.startsWith("i_")) return (await tickets.issue(communityId, id))?.url ?? null;
  return (await tickets.load(communityId, id))?.ticket.code ?? null;
}
