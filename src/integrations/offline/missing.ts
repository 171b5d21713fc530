import type { Kind } from "../../triage/model/classification.ts";
import { type Detail, WANTED } from "../../triage/model/details.ts";
import { DETAIL_PHRASES, QUOTED } from "./detail-phrases.ts";
import { PHRASES } from "./phrases.ts";
import type { PostText } from "./post-text.ts";

/** In the order in which the phrase book holds them. */
const PLACE = new Map(Object.keys(DETAIL_PHRASES).map((detail, place) => [detail, place]));

/** Details that an ask of this kind usually needs and that the post does not hold. */
export function missingFrom(kind: Kind, { lower, met, text }: PostText): Detail[] {
  const absent = WANTED[kind].filter(
    (detail) => !PHRASES.has("details", PLACE.get(detail) ?? -1, lower, met),
  );
  if (kind !== "model-behavior") return absent;
  // What came out is quoted, or it is hearsay.
  return absent.includes("actual") || QUOTED.test(text) ? absent : [...absent, "actual"];
}
