/** A stretch of text to be taken out, and what it is. */
export type Span = { readonly start: number; readonly end: number; readonly type: string };

const PLACEHOLDER = /\[redacted: [a-z0-9-]{1,40}\]/g;

/** What stands in a text instead of what was taken out. */
export function placeholder(type: string): string {
  return `[redacted: ${type}]`;
}

/** Spans in order, without overlaps and without touching a placeholder that is already there. */
export function settle(spans: readonly Span[], text: string): Span[] {
  const ordered = spans.toSorted((a, b) => a.start - b.start || b.end - a.end);
  const merged: Span[] = [];
  for (const span of ordered) {
    const last = merged.at(-1);
    if (!last || span.start >= last.end) merged.push(span);
    else merged[merged.length - 1] = joined(last, span);
  }
  return merged.length === 0 ? merged : aroundPlaceholders(merged, text);
}

// "secret" says the least: any other finding about the same stretch names it better.
function joined(first: Span, second: Span): Span {
  const type = first.type === "secret" ? second.type : first.type;
  return { start: first.start, end: Math.max(first.end, second.end), type };
}

function aroundPlaceholders(spans: readonly Span[], text: string): Span[] {
  const taken = [...text.matchAll(PLACEHOLDER)].map(
    (m) => [m.index, m.index + m[0].length] as const,
  );
  if (taken.length === 0) return [...spans];
  const pieces: Span[] = [];
  let next = 0;
  for (const span of spans) {
    while (next < taken.length && (taken[next]?.[1] ?? 0) <= span.start) next++;
    let start = span.start;
    for (let at = next; at < taken.length; at++) {
      const [from, until] = taken[at] ?? [0, 0];
      if (from >= span.end) break;
      if (from > start) pieces.push({ ...span, start, end: from });
      start = Math.max(start, until);
    }
    if (start < span.end) pieces.push({ ...span, start });
  }
  return pieces.filter((piece) => /[\p{L}\p{N}]/u.test(text.slice(piece.start, piece.end)));
}
