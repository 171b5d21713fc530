import { attempt } from "../decide/attempt.ts";
import type { Evidence } from "../decide/decide.ts";
import type { Case } from "../model/case.ts";
import { type Classification, spokenIn } from "../model/classification.ts";
import type { Contradiction, Draft, NoAnswer } from "../model/draft.ts";
import type { CallFor, ModelCall } from "../model/model-call.ts";
import type { Passage, PassageFilter } from "../model/passage.ts";
import { SILENCES } from "../perform/speak.ts";
import type { PassageIndex } from "../ports/docs.ts";
import type { Drafter, ModelImage, Reranker } from "../ports/engines.ts";
import { bestPassages } from "./best-passages.ts";
import { borneOut, valuesAtOdds } from "./contradictions.ts";
import { type Verified, verifyDraft } from "./verify-draft.ts";

const PASSAGES_SHOWN = 8;

/** A verified draft with the passages it cites, or why there is none. */
export type Drafting = {
  readonly draft: Draft | null;
  readonly passages: readonly Passage[];
  readonly evidence: Evidence["draft"];
  /** Ids of the passages that were found, best first; those that contradict each other alone. */
  readonly seen: readonly string[];
  readonly call: ModelCall | null;
};

export type DraftReaders = {
  readonly drafter: Drafter;
  readonly passages: PassageIndex;
  /** Orders what was found; without it the order of the search stands. */
  readonly reranker?: Reranker;
};
type Ask = {
  readonly title: string;
  readonly text: string;
  /** Which docs are searched, and what a reviewer should know of their version. */
  readonly filter?: PassageFilter;
  readonly note?: string | null;
  readonly images?: readonly ModelImage[];
};

/** Drafts an answer where one may help; after a reviewer's wish it never leaves less than before. */
export async function draftAnswer(
  known: Case,
  classification: Classification,
  ask: Ask,
  readers: DraftReaders,
  who?: CallFor,
): Promise<Drafting> {
  const { kind, lane, language } = classification;
  if (lane !== "open" || kind !== "question") {
    return none("not-a-question", "only open questions are answered");
  }
  const { silence } = known.ticket;
  if (silence !== null) return none("silent", SILENCES[silence]);
  const drafted = await draftFrom(ask, language, known.wish, readers, who);
  if (drafted.draft !== null || known.wish === null) return drafted;
  return (await earlierDraft(known, known.wish, drafted, readers)) ?? drafted;
}

/** Searches and drafts; what cannot be verified, or what the docs contradict, is held. */
export async function draftFrom(
  ask: Ask,
  language: string,
  instruction: string | null,
  { drafter, ...search }: DraftReaders,
  who?: CallFor,
): Promise<Drafting> {
  const { title, text, filter = {}, note = null, images } = ask;
  const hits = await bestPassages({ title, text, filter, top: PASSAGES_SHOWN }, search, who);
  const seen = hits.map((hit) => hit.passage.id);
  if (hits.length === 0) return none("no-passage", "no passage of the docs matches");
  const drafted = await attempt(() =>
    drafter.draft({
      title,
      text,
      language,
      passages: hits,
      instruction,
      ...(images ? { images } : {}),
      ...(who ? { who } : {}),
    }),
  );
  if (drafted.type === "failed") {
    return none("engine-failed", `the drafting engine failed: ${drafted.reason}`);
  }
  const { call } = drafted;
  if (drafted.type === "none") {
    return { ...none(drafted.because, drafted.reason), seen, call };
  }
  const sent = hits.map((hit) => hit.passage);
  const verified = verifyDraft(drafted.draft, sent, `${ask.title}\n${ask.text}`);
  const odd =
    borneOut(drafted.draft.contradictions ?? [], sent) ??
    (verified.type === "verified" ? valuesAtOdds(verified.draft.claims, sent) : null);
  if (odd !== null) {
    return { ...none("contradiction", disagreement(odd, sent)), seen: odd.passageIds, call };
  }
  if (verified.type === "unclear") return { ...unclear(verified.question), seen, call };
  if (verified.type === "held") return { ...none("unverified", heldWords(verified)), seen, call };
  return {
    draft: { ...verified.draft, ...spokenIn(language) },
    passages: citedBy(verified.draft, sent),
    evidence: {
      ...ready(verified.draft, instruction === null ? null : { instruction, refusal: null }),
      note,
    },
    seen,
    call,
  };
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
  // What was found beside it counts too: a claim may link to a page that it does not cite.
  const cited = draft.claims.flatMap((claim) => claim.passageIds);
  const standing = await passages.get([...new Set([...cited, ...tried.seen])]);
  const verified = verifyDraft(draft, standing);
  if (verified.type !== "verified") return null;
  const refusal =
    tried.evidence.type === "none" ? tried.evidence.reason : "it asks back instead of answering";
  // Its own code and its cuts were set apart before; there is nothing left to take out again.
  const kept = { ...verified.draft, ownCode: draft.ownCode ?? [], cut: draft.cut ?? [] };
  return {
    draft: kept,
    passages: citedBy(kept, standing),
    evidence: ready(kept, { instruction, refusal }),
    seen: tried.seen,
    call: tried.call,
  };
}

type Ready = Extract<Evidence["draft"], { type: "ready" }>;

function ready({ confidence, ownCode = [] }: Draft, redraft: Ready["redraft"]): Ready {
  return { type: "ready", confidence, redraft, ownCode: ownCode.length > 0 };
}

function citedBy(draft: Draft, passages: readonly Passage[]): Passage[] {
  const cited = new Set(draft.claims.flatMap((claim) => claim.passageIds));
  return passages.filter((passage) => cited.has(passage.id));
}

function disagreement({ about, passageIds, quotes }: Contradiction, sent: readonly Passage[]) {
  const said = passageIds.map((id, at) => {
    const title = sent.find((passage) => passage.id === id)?.pageTitle ?? "a page";
    return `${title} says "${quotes[at]}"`;
  });
  return `the docs contradict themselves (${about}): ${said.join(", ")}`;
}

function heldWords({ reason, cut }: Extract<Verified, { type: "held" }>): string {
  return cut.length > 1 ? `none of ${cut.length} sentences stood: ${reason}` : reason;
}

function unclear(question: string | null): Drafting {
  const evidence = { type: "unclear", question } as const;
  return { draft: null, passages: [], evidence, seen: [], call: null };
}

function none(because: NoAnswer, reason: string): Drafting {
  if (because === "unclear-ask") return unclear(null);
  const evidence = { type: "none", because, reason } as const;
  return { draft: null, passages: [], evidence, seen: [], call: null };
}
