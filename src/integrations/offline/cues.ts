import { Kind } from "../../triage/model/classification.ts";
import { CUES } from "./cue-phrases.ts";
import { PHRASES } from "./phrases.ts";
import type { PostText } from "./post-text.ts";
import { hash, type Words } from "./words.ts";

type Cue = { readonly kind: Kind; readonly name: number };

/** In the order in which the phrase book holds them. */
const ALL: readonly Cue[] = Object.entries(CUES).flatMap(([kind, phrases]) =>
  phrases.map((_, index) => ({ kind: Kind.parse(kind), name: hash(`${kind} ${index}`) })),
);
const NAME_OF_KIND = new Map(Kind.options.map((kind) => [kind, hash(kind)]));
const NAMES_OF_COUNTS = new Map(
  Kind.options.map((kind) => [kind, [1, 2, 3, 4].map((n) => hash(`${kind} × ${n}`))]),
);
const OF_KIND = new Map(
  Kind.options.map((kind) => [kind, ALL.flatMap((cue, i) => (cue.kind === kind ? [i] : []))]),
);

/** Where a post's purpose is said: the beginning, and the end. */
const HEAD = 800;
const TAIL = 250;

/** Names of the turns of phrase in a post, as hashes. */
export function cuesOf(post: PostText): { inTitle: Words; anywhere: Words } {
  const { lowerTitle, lowerText: text } = post;
  const near = text.length <= HEAD + TAIL ? text : `${text.slice(0, HEAD)}\n${text.slice(-TAIL)}`;
  const inTitle = cuesIn(lowerTitle, post.metInTitle);
  const met = new Set([...inTitle, ...cuesIn(near, post.metInText)]);
  const anywhere: Words = [];
  const counts = new Map<Kind, number>();
  for (const { kind, name } of met) {
    anywhere.push(name);
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  for (const [kind, count] of counts) {
    anywhere.push(...(NAMES_OF_COUNTS.get(kind) ?? []).slice(0, count));
  }
  const kinds = new Set(inTitle.map(({ kind }) => NAME_OF_KIND.get(kind) ?? 0));
  return { inTitle: [...inTitle.map(({ name }) => name), ...kinds], anywhere };
}

function cuesIn(lowerCased: string, met: Uint8Array): Cue[] {
  return PHRASES.which("cues", lowerCased, met).flatMap((index) => ALL[index] ?? []);
}

/**
 * Tells whether a lower-cased sentence holds a turn of phrase of this kind.
 * @param met the phrases worth trying on the text that the sentences are from
 */
export function cueFinder(kind: Kind, met: Uint8Array): (sentence: string) => boolean {
  return PHRASES.anyOf("cues", OF_KIND.get(kind) ?? [], met);
}
