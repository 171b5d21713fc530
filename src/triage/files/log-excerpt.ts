/** How much of a long text is kept, in characters. */
export type ExcerptSizes = {
  /** A text that is no longer stays whole. */
  readonly most: number;
  readonly head: number;
  /** A log's last lines tell how it ended. */
  readonly tail: number;
  /** Around each line that tells of an error. */
  readonly before: number;
  readonly after: number;
};

/** What a person reads of a file: on a card, or in an issue. */
export const OF_A_FILE: ExcerptSizes = {
  most: 4_000,
  head: 400,
  tail: 600,
  before: 400,
  after: 1_200,
};
export const ON_A_CARD: ExcerptSizes = { most: 600, head: 0, tail: 60, before: 140, after: 400 };

const ERROR_LINE =
  /^.*\b(?:error|exception|traceback|panic(?:ked)?|fatal|segfault|unhandled|(?:HTTP|status)\D{0,8}[45]\d\d)\b.*$/gim;

/**
 * A text cut to a size. Of a longer one the beginning and the end are kept, and in between what
 * stands around the errors, the first ones first: mostly it is a log.
 */
export function logExcerpt(text: string, sizes: ExcerptSizes): string {
  if (text.length <= sizes.most) return text;
  const end = text.length - sizes.tail;
  const errors = aroundErrors(text, end, sizes);
  const head = errors.length > 0 ? sizes.head : sizes.most - sizes.tail;
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

/** Places around errors between head and end, in order, none over another, within the room left. */
function aroundErrors(text: string, to: number, sizes: ExcerptSizes): [number, number][] {
  const { most, head, tail, before, after } = sizes;
  let room = most - head - tail;
  let at = head;
  const spans: [number, number][] = [];
  for (const { index } of text.slice(head, to).matchAll(ERROR_LINE)) {
    const place = head + index;
    const start = Math.max(at, place - before);
    const stop = Math.min(to, place + after, start + room);
    if (stop <= start) continue;
    spans.push([start, stop]);
    room -= stop - start;
    at = stop;
    if (room <= 0) break;
  }
  return spans;
}
