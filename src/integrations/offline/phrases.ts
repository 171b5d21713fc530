import { CUES } from "./cue-phrases.ts";
import { DETAIL_PHRASES } from "./detail-phrases.ts";
import { LANE_PHRASES } from "./lane-phrases.ts";
import { createPhraseBook } from "./phrase-book.ts";
import { SEVERITY_PHRASES } from "./severity-phrases.ts";
import { SHAPES } from "./shapes.ts";

/** Everything that is looked for in a post by its wording, found together in one pass over it. */
export const PHRASES = createPhraseBook({
  cues: Object.values(CUES).flat(),
  lanes: LANE_PHRASES.map(({ phrase }) => phrase),
  severity: SEVERITY_PHRASES,
  details: Object.values(DETAIL_PHRASES),
  shapes: SHAPES.map(([, shape]) => shape),
});
