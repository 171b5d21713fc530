import { type Drafting, draftAnswer } from "../answers/draft-answer.ts";
import { narrow } from "../answers/passage-filter.ts";
import { provenanceOf } from "../answers/provenance.ts";
import { imagesToShow } from "../files/images-to-show.ts";
import type { Images } from "../files/kept-image.ts";
import type { Candidate } from "../model/candidate.ts";
import type { Case } from "../model/case.ts";
import type { Classification } from "../model/classification.ts";
import type { Example, Examples } from "../model/example.ts";
import type { CallFor, Provenance, Purpose } from "../model/model-call.ts";
import type { Passage } from "../model/passage.ts";
import type { Policy } from "../model/policy.ts";
import { joinPosts, type Post } from "../model/post.ts";
import type { PassageIndex } from "../ports/docs.ts";
import type { Classifier, Drafter, EngineFailure, Reranker } from "../ports/engines.ts";
import type { SameAsks } from "../ports/same-asks.ts";
import { redactBundle } from "../redact/redact-bundle.ts";
import { attempt } from "./attempt.ts";
import { calibrated } from "./calibration.ts";
import { cutAsks } from "./cut-asks.ts";
import { PASSAGES_COMPARED, passageAbout } from "./passage-about.ts";
import { mayHaveLinks, relatedTo } from "./related-links.ts";
import { maySplit } from "./split-asks.ts";

/** What is read and asked about a ticket; nothing in here writes. */
export type Readers = {
  readonly classifier: Classifier;
  readonly drafter: Drafter;
  readonly passages: PassageIndex;
  readonly reranker?: Reranker;
  readonly sameAsks: SameAsks;
  /** Earlier asks with the labels that the team gave them; without it an engine learns nothing. */
  readonly examples?: Examples;
  /** Without it no engine is shown an image. */
  readonly images?: Pick<Images, "read">;
};

/** Everything that a decision about one ticket rests on. */
export type Gathered = {
  readonly type: "gathered";
  /** The posts as redacted together, and which of the stored ones that changed. */
  readonly posts: readonly Post[];
  readonly changedPosts: ReturnType<typeof redactBundle>["changed"];
  readonly classification: Classification;
  /** The words of each ask where the posts hold several that may be taken apart; else empty. */
  readonly asks?: readonly string[];
  /** Best first. */
  readonly candidates: readonly Candidate[];
  /** The verified draft with the passages it cites, or why there is none. */
  readonly drafting: Drafting;
  /** For a matter of the docs: the passage that it seems to be about. */
  readonly about?: Passage | null;
  /** Pages that may be shown while a person looks; empty unless they stand out. */
  readonly related: readonly Passage[];
  readonly under: Provenance;
};

/**
 * Classifies a ticket, looks for the same ask, and drafts an answer where one may help. A failed
 * classification is a value: without it nothing can be decided.
 */
export async function gatherEvidence(
  communityId: string,
  known: Case,
  policy: Policy,
  readers: Readers,
  purpose: Purpose = "triage",
): Promise<Gathered | EngineFailure> {
  const bundle = redactBundle(known.posts);
  const current = { ...known, posts: bundle.posts };
  const ask = joinPosts(current.posts);
  const tags = current.posts.flatMap((post) => post.tags);
  const under = await provenanceOf(policy, readers.passages);
  const who: CallFor = {
    communityId,
    ticketId: known.ticket.id,
    personId: known.posts[0]?.personId ?? null,
    purpose,
    under,
  };
  const examples = await likeAsks(communityId, known, ask, policy, readers);
  const images = await imagesToShow(communityId, current.posts, policy, readers.images);
  const pictures = images.length > 0 ? { images } : {};
  const classified = await attempt(() =>
    readers.classifier.classify({
      ...ask,
      areas: policy.areas,
      tags,
      examples,
      ...pictures,
      placeId: known.ticket.placeId,
      who,
    }),
  );
  if (classified.type === "failed") return classified;

  const sure = calibrated(classified.classification, policy.calibrations);
  const classification = corrected(sure, known);
  const apart = classification.lane === "open" && maySplit(current);
  const asks = apart ? cutAsks(ask.text, classified.asks ?? []) : [];
  const candidates = await findSame(communityId, current, classification, ask.text, readers);
  const { filter, note } = narrow({ ...ask, placeId: known.ticket.placeId }, policy);
  const question = { ...ask, filter, note, ...pictures };
  const drafting = await draftAnswer(current, classification, question, readers, who);
  const about = await passageAbout(current, classification, policy, readers.passages);
  const related = mayHaveLinks(current, classification, policy)
    ? relatedTo(
        ask,
        // How far the first is ahead was measured by words.
        await readers.passages.search({
          ...ask,
          filter,
          top: PASSAGES_COMPARED,
          wordsOnly: true,
        }),
        policy.thresholds.relatedLead,
      )
    : [];
  return {
    type: "gathered",
    posts: bundle.posts,
    // Of posts that were taken apart this ticket has only its piece.
    changedPosts: bundle.changed.filter(({ id }) => !known.ticket.part?.postIds.includes(id)),
    classification,
    asks,
    candidates,
    drafting,
    about,
    related,
    under,
  };
}

async function likeAsks(
  communityId: string,
  { ticket }: Case,
  ask: { readonly title: string; readonly text: string },
  { examplesShown }: Policy,
  { examples }: Readers,
): Promise<readonly Example[]> {
  if (!examples || examplesShown === 0) return [];
  return examples.near(communityId, { ticketId: ticket.id, ...ask }, examplesShown);
}

/** What a person said about a ticket stands over what any engine says. */
function corrected(classification: Classification, { ticket }: Case): Classification {
  if (ticket.labelledBy === null) return classification;
  return {
    ...classification,
    kind: ticket.kind ?? classification.kind,
    lane: ticket.lane ?? classification.lane,
    area: ticket.area ?? classification.area,
    confidence: 1,
    laneConfidence: 1,
  };
}

async function findSame(
  communityId: string,
  known: Case,
  { lane, kind, title }: Classification,
  text: string,
  readers: Readers,
): Promise<readonly Candidate[]> {
  // An account's matter or a security report is never held against other people's asks.
  if (lane !== "open" || kind === "other" || kind === "question") return [];
  return readers.sameAsks.find(communityId, { ticketId: known.ticket.id, title, text });
}
