import { attempt } from "./attempt.ts";
import type { Case, ModelCall } from "./case.ts";
import type { Classification } from "./classification.ts";
import type { Evidence } from "./decide.ts";
import type { Draft } from "./draft.ts";
import type { Passage, PassageFilter } from "./passage.ts";
import type { Drafter, PassageIndex } from "./ports.ts";
import { type Verified, verifyDraft } from "./verify-draft.ts";

const PASSAGES_SHOWN = 8;

/** A verified draft with the passages it cites, or why there is none. */
export type Drafting = {
  readonly draft: Draft | null;
  readonly passages: readonly Passage[];
  readonly evidence: Evidence["draft"];
  /** Ids of the passages that were found, best first. */
  readonly seen: readonly string[];
  readonly call: ModelCall | null;
  /** What verification took out of the draft, a reason each. */
  readonly cut?: readonly string[];
};

export type DraftReaders = { readonly drafter: Drafter; readonly passages: PassageIndex };
type Ask = {
  readonly title: string;
  readonly text: string;
  /** Which docs are searched, and what a reviewer should know of their version. */
  readonly filter?: PassageFilter;
  readonly note?: string | null;
};

/** Drafts an answer where one may help; after a reviewer's wish it never leaves less than before. */
export async function draftAnswer(
  known: Case,
  classification: Classification,
  ask: Ask,
  readers: DraftReaders,
): Promise<Drafting> {
  const { kind, lane, language } = classification;
  if (lane !== "open" || kind !== "question") return none("only open questions are answered");
  if (known.ticket.silence !== null) return none(`nothing is said there: ${known.ticket.silence}`);
  const drafted = await draftFrom(ask, language, known.wish, readers);
  if (drafted.draft !== null || known.wish === null) return drafted;
  return (await earlierDraft(known, known.wish, drafted, readers)) ?? drafted;
}

/** Searches and drafts; what cannot be verified is held. */
export async function draftFrom(
  ask: Ask,
  language: string,
  instruction: string | null,
  { passages, drafter }: DraftReaders,
): Promise<Drafting> {
  const { title, text, filter = {}, note = null } = ask;
  const hits = await passages.search({ title, text, filter, top: PASSAGES_SHOWN });
  const seen = hits.map((hit) => hit.passage.id);
  if (hits.length === 0) return none("no passage of the docs matches", { gap: true });
  const drafted = await attempt(() =>
    drafter.draft({ title, text, language, passages: hits, instruction }),
  );
  if (drafted.type === "failed") return none(`the drafting engine failed: ${drafted.reason}`);
  if (drafted.type === "none") {
    return { ...none(drafted.reason, { gap: true }), seen, call: drafted.call };
  }
  const sent = hits.map((hit) => hit.passage);
  const verified = verifyDraft(drafted.draft, sent);
  if (verified.type === "held") {
    return { ...none(verified.reason, { gap: true }), seen, call: drafted.call };
  }
  return {
    draft: verified.draft,
    passages: citedBy(verified.draft, sent),
    evidence: {
      type: "ready",
      confidence: verified.draft.confidence,
      redraft: instruction === null ? null : { instruction, refusal: null },
      note,
    },
    seen,
    call: drafted.call,
    cut: takenOut(verified),
  };
}

function takenOut({ cut, ownCode }: Extract<Verified, { type: "verified" }>): string[] {
  const code = ownCode.length > 0 ? ["code that stands in no passage"] : [];
  return [...cut.map(({ because }) => because), ...code];
}

/** The draft that the reviewer saw, if what it cites still stands: their wish must not lose it. */
async function earlierDraft(
  { draft, proposal }: Case,
  instruction: string,
  tried: Drafting,
  { passages }: DraftReaders,
): Promise<Drafting | null> {
  if (!draft || proposal?.proposed.outcome !== "answer" || tried.evidence.type === "ready") {
    return null;
  }
  const standing = await passages.get(draft.claims.flatMap((claim) => claim.passageIds));
  const verified = verifyDraft(draft, standing);
  if (verified.type === "held") return null;
  return {
    draft: verified.draft,
    passages: citedBy(verified.draft, standing),
    evidence: {
      type: "ready",
      confidence: verified.draft.confidence,
      redraft: { instruction, refusal: tried.evidence.reason },
    },
    seen: tried.seen,
    call: tried.call,
  };
}

function citedBy(draft: Draft, passages: readonly Passage[]): Passage[] {
  const cited = new Set(draft.claims.flatMap((claim) => claim.passageIds));
  return passages.filter((passage) => cited.has(passage.id));
}

function none(reason: string, { gap = false } = {}): Drafting {
  const evidence = { type: "none", reason, gap } as const;
  return { draft: null, passages: [], evidence, seen: [], call: null };
}
