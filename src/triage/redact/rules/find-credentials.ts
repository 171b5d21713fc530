import { SHAPES, type Shape } from "./credential-shapes.ts";
import { entropy, isKnownId, isStandIn, turns } from "./randomness.ts";
import type { Span } from "./span.ts";

type Tried = { readonly shape: Shape; readonly whole: RegExp };

const byPrefix = new Map<string, Tried[]>();
for (const shape of SHAPES) {
  const flags = isShort(shape.prefix) ? "y" : "iy";
  const whole = new RegExp(`${escaped(shape.prefix)}(?:${shape.rest})`, flags);
  const known = shape.prefix.toLowerCase();
  byPrefix.set(known, [...(byPrefix.get(known) ?? []), { shape, whole }]);
}
// Longest first, so that the most specific vendor speaks first.
const PREFIXES = [...byPrefix.keys()].toSorted((a, b) => b.length - a.length);
const ANY_PREFIX = new RegExp(PREFIXES.map(escaped).join("|"), "gi");

/** A short prefix such as `s.` or `pat` also begins ordinary names: case counts, and noise must follow. */
function isShort(prefix: string): boolean {
  return prefix.length <= 3;
}

function escaped(literal: string): string {
  return literal.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
}

/** Credentials whose type shows without any context, those broken over lines included. */
export function findCredentials(text: string): Span[] {
  const whole = scan(text, (at) => !/[A-Za-z0-9]/.test(text[at - 1] ?? " "));
  const tailed = whole.map((span) => withTail(span, text));
  const starts = new Set(whole.map((span) => span.start));
  const broken = findBroken(text).filter((span) => !starts.has(span.start));
  return [...tailed, ...broken, ...findMarked(text)];
}

function scan(text: string, mayStart: (at: number) => boolean): Span[] {
  const found: Span[] = [];
  let from = 0;
  for (let hit = nextPrefix(text, from); hit; hit = nextPrefix(text, from)) {
    const span = mayStart(hit.at) ? match(text, hit.at, hit.prefix) : undefined;
    const live = span && isLive(text.slice(span.start + hit.prefix.length, span.end), hit.prefix);
    if (live) found.push(span);
    // A stand-in is stepped over whole, or a long one would be looked at from each of its letters.
    from = span ? span.end : hit.at + 1;
  }
  return found;
}

function nextPrefix(text: string, from: number): { at: number; prefix: string } | undefined {
  ANY_PREFIX.lastIndex = from;
  const hit = ANY_PREFIX.exec(text);
  return hit ? { at: hit.index, prefix: hit[0].toLowerCase() } : undefined;
}

function match(text: string, at: number, longest: string): Span | undefined {
  for (const { shape, whole } of triedAt(longest)) {
    whole.lastIndex = at;
    const value = whole.exec(text)?.[0];
    if (value !== undefined) return { start: at, end: at + value.length, type: shape.type };
  }
  return undefined;
}

const tried = new Map<string, readonly Tried[]>();

/** Every shape that may begin where this prefix stands: its own, then those of shorter prefixes. */
function triedAt(longest: string): readonly Tried[] {
  const known = tried.get(longest);
  if (known) return known;
  const shapes = PREFIXES.filter((prefix) => longest.startsWith(prefix));
  const all = shapes.flatMap((prefix) => byPrefix.get(prefix) ?? []);
  tried.set(longest, all);
  return all;
}

function isLive(rest: string, prefix: string): boolean {
  if (/^x+$|x{8,}|\*{3}|^[A-Z_]+$/i.test(rest) && isStandIn(rest)) return false;
  if (isShort(prefix)) return entropy(rest) >= 2.6 && (turns(rest) >= 2 || mixed(rest));
  return new Set(rest).size >= 5;
}

function mixed(rest: string): boolean {
  return rest.length >= 30 && /[a-z]/.test(rest) && /[A-Z]/.test(rest) && !/[-_]/.test(rest);
}

/** A key that filled its line often goes on in the next one: take the noise that follows along. */
function withTail(span: Span, text: string): Span {
  const tail = /[ \t]{0,4}\r?\n[ \t>]{0,8}([A-Za-z0-9_-]{6,400})(?![A-Za-z0-9])/y;
  let end = span.end;
  for (let lines = 0; lines < 3; lines++) {
    tail.lastIndex = end;
    const rest = tail.exec(text)?.[1];
    if (!rest || isKnownId(rest) || turns(rest) < 2 || entropy(rest) < 2.5) break;
    end = tail.lastIndex;
  }
  return { ...span, end };
}

/** Quotation marks and indents of a wrapped line; what stands before the break is checked apart. */
const LINE_BREAK = /[ \t]{0,4}\r?\n[ \t>]{0,8}/g;

type Cut = { readonly joined: number; readonly removed: number };

const MOST_LINES = 4;
/** No key is shorter. */
const SHORTEST = 16;

/** Keys that only show when the lines are put together again. */
function findBroken(text: string): Span[] {
  const { joined, cuts } = unwrap(text);
  const cutAt = new Set(cuts.map((cut) => cut.joined));
  const spans: Span[] = [];
  let next = 0;
  let from = 0;
  for (let hit = nextPrefix(joined, 0); hit && cuts.length > 0; hit = nextPrefix(joined, from)) {
    const { at, prefix } = hit;
    from = at + 1;
    while (next < cuts.length && (cuts[next]?.joined ?? 0) <= at) next++;
    if (!cutAt.has(at) && /[A-Za-z0-9]/.test(joined[at - 1] ?? " ")) continue;
    const end = endOfBroken(joined, at, prefix, cuts.slice(next, next + MOST_LINES + 1));
    if (!end) continue;
    from = end.joined;
    const start = at + (cuts[next - 1]?.removed ?? 0);
    spans.push(withTail({ start, end: end.joined + end.removed, type: end.type }, text));
  }
  return spans;
}

/** Takes in line after line until a key is whole, so that the word after it is not taken for its end. */
function endOfBroken(joined: string, at: number, prefix: string, cuts: readonly Cut[]) {
  for (const [line, cut] of cuts.entries()) {
    const until = Math.min(cuts[line + 1]?.joined ?? Infinity, at + 9_000);
    if (until - at < SHORTEST) continue;
    const key = match(joined.slice(at, until), 0, prefix);
    if (!key || at + key.end <= cut.joined) continue;
    if (!isLive(joined.slice(at + prefix.length, at + key.end), prefix)) return undefined;
    return { joined: at + key.end, removed: cut.removed, type: key.type };
  }
  return undefined;
}

/** The text with lines joined where a token may have been broken, and how much was cut up to each joint. */
function unwrap(text: string): { joined: string; cuts: Cut[] } {
  const parts: string[] = [];
  const cuts: Cut[] = [];
  let from = 0;
  let removed = 0;
  for (const gap of text.matchAll(LINE_BREAK)) {
    const end = gap.index + gap[0].length;
    if (!isTokenPart(text[gap.index - 1]) || !isTokenPart(text[end])) continue;
    parts.push(text.slice(from, gap.index));
    cuts.push({ joined: gap.index - removed, removed: removed + gap[0].length });
    removed += gap[0].length;
    from = end;
  }
  return { joined: parts.join("") + text.slice(from), cuts };
}

function isTokenPart(char: string | undefined): boolean {
  return char !== undefined && /[A-Za-z0-9_.-]/.test(char);
}

/** Shapes that are known by something in their middle or at their end. */
const MARKED: readonly (readonly [type: string, shape: RegExp])[] = [
  ["slack-token", /hooks.slack.com\/(?:services|workflows|triggers)\/[A-Za-z0-9+/]{20,100}/gi],
  ["slack-token", /xoxe.xox[bp]-\d-[A-Z0-9]{100,200}/gi],
  [
    "azure-secret",
    /(?<![A-Za-z0-9_~.])[A-Za-z0-9_~.]{3}\dQ~[A-Za-z0-9_~.-]{31,34}(?![A-Za-z0-9_~-])/g,
  ],
  ["access-token", /(?<![A-Za-z0-9])[A-Za-z0-9]{6}_[A-Za-z0-9]{29}_mmk\b/g],
  ["access-token", /(?<![A-Za-z0-9])[A-Za-z0-9]{14}\.atlasv1\.[A-Za-z0-9_=-]{60,70}/g],
  ["access-token", /(?<!\d)\d{15,16}[|%][A-Za-z0-9_-]{27,40}(?![A-Za-z0-9_-])/g],
  ["telegram-token", /(?<!\d)\d{5,16}:A[A-Za-z0-9_-]{34}(?![A-Za-z0-9_-])/g],
  [
    "discord-token",
    /(?<![A-Za-z0-9_-])[MNO][A-Za-z0-9_-]{22,27}\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{27,45}(?![A-Za-z0-9_-])/g,
  ],
  ["discord-token", /(?<![A-Za-z0-9])mfa\.[A-Za-z0-9_-]{60,100}/g],
  ["access-token", /(?<![A-Za-z0-9])[a-f0-9]{32}-us\d{1,2}\b/gi],
  ["access-token", /(?<![A-Za-z0-9-])[a-h0-9]{32}-[a-h0-9]{8}-[a-h0-9]{8}(?![A-Za-z0-9-])/gi],
];

function findMarked(text: string): Span[] {
  return MARKED.flatMap(([type, shape]) =>
    Array.from(text.matchAll(shape), (hit) => ({
      start: hit.index,
      end: hit.index + hit[0].length,
      type,
    })),
  );
}
