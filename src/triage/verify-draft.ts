import type { Claim, Draft } from "./draft.ts";
import type { Passage } from "./passage.ts";

/** A claim that did not stand, with the sentence for staff that says why. */
export type Cut = { readonly claim: Claim; readonly because: string };

export type Verified =
  | { readonly type: "verified"; readonly draft: Draft; readonly cut: readonly Cut[] }
  | { readonly type: "held"; readonly reason: string; readonly cut: readonly Cut[] };

/**
 * Keeps only the claims that the passages bear out: their ids belong to what was sent, and their
 * quotes occur there. With no claim left the draft is held.
 */
export function verifyDraft(draft: Draft, sent: readonly Passage[]): Verified {
  const byId = new Map(sent.map((passage) => [passage.id, passage]));
  const cut: Cut[] = [];
  const claims = draft.claims.filter((claim) => {
    const because = fault(claim, byId);
    if (because !== null) cut.push({ claim, because });
    return because === null;
  });
  if (claims.length > 0) return { type: "verified", draft: { ...draft, claims }, cut };
  return { type: "held", reason: cut[0]?.because ?? "the draft says nothing", cut };
}

function fault(claim: Claim, byId: ReadonlyMap<string, Passage>): string | null {
  const passages = claim.passageIds.flatMap((id) => byId.get(id) ?? []);
  if (passages.length === 0 || passages.length < claim.passageIds.length) {
    return "it names a passage that was not sent";
  }
  const quote = folded(claim.quote);
  if (quote === "" || !passages.some((passage) => folded(passage.text).includes(quote))) {
    return "its quote does not occur in the passage";
  }
  return null;
}

function folded(text: string): string {
  return text.normalize("NFKC").replace(/\s+/g, " ").trim().toLowerCase();
}
