const fold = (text: string): string => text.replace(/\s+/g, " ").trim();

/** Excerpts that do occur in the text, white space aside; a model sometimes makes them up. */
export function keepVerbatim(excerpts: readonly string[], text: string): string[] {
  const folded = fold(text);
  return [...new Set(excerpts.map(fold))].filter((one) => one !== "" && folded.includes(one));
}

// Some twelve thousand tokens; what is longer is mostly logs.
const MOST_CHARACTERS = 40_000;
const HEAD = 15_000;
/** A log's last lines tell how it ended. */
const TAIL = 10_000;
/** Around each line that tells of an error. */
const BEFORE = 600;
const AFTER = 1_400;
const ERROR_LINE =
  /^.*\b(?:error|exception|traceback|panic(?:ked)?|fatal|segfault|unhandled|(?:HTTP|status)\D{0,8}[45]\d\d)\b.*$/gim;

/**
 * A text that a model can be sent. Of a very long one the beginning and the end are kept, and in
 * between what stands around the errors, the first ones first: mostly it is a log.
 */
export function withoutMiddle(text: string): string {
  if (text.length <= MOST_CHARACTERS) return text;
  const end = text.length - TAIL;
  const errors = aroundErrors(text, HEAD, end);
  const head = errors.length > 0 ? HEAD : MOST_CHARACTERS - TAIL;
  const spans = [[0, head], ...errors, [end, text.length]] as const;
  let kept = "";
  let at = 0;
  for (const [from, to] of spans) {
    if (from > at) kept += `\n[${from - at} characters left out]\n`;
    kept += text.slice(Math.max(from, at), to).toWellFormed();
    at = to;
  }
  return kept;
}

/** Places around errors between two positions, in order, none over another, within the room left. */
function aroundErrors(text: string, from: number, to: number): [number, number][] {
  let room = MOST_CHARACTERS - HEAD - TAIL;
  let at = from;
  const spans: [number, number][] = [];
  for (const { index } of text.slice(from, to).matchAll(ERROR_LINE)) {
    const place = from + index;
    const start = Math.max(at, place - BEFORE);
    const stop = Math.min(to, place + AFTER, start + room);
    if (stop <= start) continue;
    spans.push([start, stop]);
    room -= stop - start;
    at = stop;
    if (room <= 0) break;
  }
  return spans;
}
