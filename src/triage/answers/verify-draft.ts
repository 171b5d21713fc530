import type { Claim, CutSentence, Draft } from "../model/draft.ts";
import type { Passage } from "../model/passage.ts";
import { fault, isFromDocs, leadsToDocs, type Source, toSource } from "./claim-checks.ts";
import { linksIn, partsOf, withoutBlocks } from "./claim-parts.ts";
import { verifyQuestion } from "./verify-question.ts";

export type Verified =
  /** With what was cut, and with code that stands in no passage apart from the claims. */
  | { readonly type: "verified"; readonly draft: Draft }
  /** Nothing is claimed, but the asker can be asked what they mean. */
  | { readonly type: "unclear"; readonly question: string }
  | { readonly type: "held"; readonly reason: string; readonly cut: readonly CutSentence[] };

/**
 * Keeps only what the passages bear out: ids belong to what was sent, quotes occur there, links lead to pages of the
 * index, and code, commands, numbers and names stand in the docs. With no claim left the draft is held, or is the
 * question that it asks back.
 * @param asked the post, whose words a question back may use
 */
export function verifyDraft(draft: Draft, sent: readonly Passage[], asked = ""): Verified {
  const sources = sent.map(toSource);
  const cut: CutSentence[] = [];
  const ownCode: string[] = [];
  const claims = draft.claims.flatMap((claim) => {
    const { kept, own } = apart(claim, sources);
    const because = fault(kept, sources) ?? faultInCode(own, sources);
    if (because !== null) {
      cut.push({ text: claim.text, because });
      return [];
    }
    ownCode.push(...own);
    return [{ ...kept, passageIds: [...new Set(kept.passageIds)] }];
  });
  const clarify =
    draft.clarify === null || verifyQuestion(draft.clarify, asked, sources) !== null
      ? null
      : draft.clarify.trim();
  if (claims.length === 0) {
    if (draft.claims.length === 0 && clarify !== null)
      return { type: "unclear", question: clarify };
    return { type: "held", reason: cut[0]?.because ?? "the draft says nothing", cut };
  }
  const unanswered = draft.unanswered.filter((part) => linksIn(part).length === 0);
  return {
    type: "verified",
    draft: { ...draft, claims, unanswered, clarify, ownCode: [...new Set(ownCode)], cut },
  };
}

/** The claim without the code blocks that are the model's own, and those blocks. */
function apart(claim: Claim, sources: readonly Source[]) {
  const own = partsOf(claim.text).blocks.filter((block) => !isFromDocs(block, sources));
  return { kept: own.length === 0 ? claim : { ...claim, text: withoutBlocks(claim.text) }, own };
}

/** Also code that is marked as the model's own sends nobody to a stranger's host. */
function faultInCode(own: readonly string[], sources: readonly Source[]): string | null {
  const foreign = own.flatMap(linksIn).find((link) => !leadsToDocs(link, sources));
  return foreign === undefined
    ? null
    : `its own code leads to ${foreign}, which is no page of the docs`;
}
