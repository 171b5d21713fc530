/** Phrases as whole words: plurals and singulars match each other, spaces match dashes. */
export type WholeWords = {
  readonly pattern: RegExp;
  /** Pieces of which one stands wherever the pattern matches; looking for them first is faster. */
  readonly needles: readonly string[];
};

/** Null when there is nothing to look for. The pattern is global, and meant for lower-cased text. */
export function toWholeWords(phrases: readonly string[]): WholeWords | null {
  const sorted = [...new Set(phrases.map((phrase) => phrase.trim().toLowerCase()))]
    .filter((phrase) => phrase !== "")
    .toSorted((a, b) => b.length - a.length);
  if (sorted.length === 0) return null;
  const alternatives = sorted.map(toAlternative).join("|");
  return {
    pattern: new RegExp(`(?<![\\p{L}\\p{N}])(?:${alternatives})(?![\\p{L}\\p{N}])`, "gu"),
    needles: [...new Set(sorted.map(needleOf))],
  };
}

/** The longest word of a phrase, without its plural. */
function needleOf(phrase: string): string {
  const words = phrase.split(/[\s_-]+/).toSorted((a, b) => b.length - a.length);
  return (words[0] ?? "").replace(/s$/, "");
}

function toAlternative(phrase: string): string {
  const literal = phrase.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&").replace(/[\s_-]+/g, "[\\s_-]?");
  return /[a-z]s$/.test(phrase) ? `${literal}?` : `${literal}s?`;
}
