import type { Change } from "../model/case.ts";
import type { Review, Verdict } from "../model/review.ts";

export type Reviewed =
  | { readonly type: "changed"; readonly change: Change; readonly triageAgain: boolean }
  | { readonly type: "refused"; readonly why: string };

/** How a proposal ends by a review. */
export function closing(
  state: "approved" | "dismissed" | "overtaken" | "retracted",
  because: string,
  review: Review,
) {
  return { state, because, by: review.by.name, at: review.at };
}

export function verdictWords(verdict: Verdict): string {
  return verdict.verdict === "edit"
    ? "edited and sent"
    : verdict.verdict === "send"
      ? "sent"
      : verdict.verdict;
}

/** A line of the story. */
export function told(review: Review, detail: string) {
  return { at: review.at, what: "reviewed", detail: `${review.by.name}: ${detail}` };
}

export function changed(change: Change): Reviewed {
  return { type: "changed", change, triageAgain: false };
}

/** @param why in words for the reviewer */
export function refused(why: string): Reviewed {
  return { type: "refused", why };
}
