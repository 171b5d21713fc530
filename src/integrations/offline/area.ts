import type { Area } from "../../triage/policy.ts";

type Known = {
  readonly name: string;
  readonly strong: RegExp | null;
  readonly weak: ReadonlySet<string>;
};

/** What config lists stay the same from post to post: read once. */
const prepared = new WeakMap<readonly Area[], readonly Known[]>();

/** A keyword in the title says more than one in the body; a word of the description is a hint. */
const SCORE = { title: 3, text: 1, hint: 0.25 } as const;
const LEAST = 1;

/** The area whose name and keywords the post holds most of; "unknown" when it holds hardly any. */
export function areaOf(
  areas: readonly Area[],
  title: string,
  text: string,
  tags: readonly string[],
): string {
  if (areas.length === 0) return "unknown";
  const heading = `${title} ${tags.join(" ")}`.toLowerCase();
  const body = text.toLowerCase();
  const words = new Set(body.match(/[a-z][a-z0-9-]{3,}/g));
  let best = { name: "unknown", score: 0 };
  for (const { name, strong, weak } of knownOf(areas)) {
    let score = 0;
    if (strong) {
      score += SCORE.title * new Set(heading.match(strong)).size;
      score += SCORE.text * new Set(body.match(strong)).size;
    }
    for (const word of weak) if (words.has(word) || heading.includes(word)) score += SCORE.hint;
    if (score > best.score) best = { name, score };
  }
  return best.score >= LEAST ? best.name : "unknown";
}

function knownOf(areas: readonly Area[]): readonly Known[] {
  const known = prepared.get(areas) ?? areas.map(toKnown);
  prepared.set(areas, known);
  return known;
}

function toKnown({ name, description, keywords }: Area): Known {
  const parts = name
    .toLowerCase()
    .split(/[-_\s]+/)
    .filter((part) => part.length > 2 && part !== "and");
  const phrases = [...keywords, name, name.replace(/[-_]+/g, " "), ...parts]
    .map((phrase) => phrase.trim().toLowerCase())
    .filter((phrase) => phrase !== "")
    .toSorted((a, b) => b.length - a.length);
  const pattern = [...new Set(phrases)].map(toPattern).join("|");
  const weak = description.toLowerCase().match(/[a-z][a-z0-9-]{3,}/g) ?? [];
  return {
    name,
    strong:
      pattern === ""
        ? null
        : new RegExp(`(?<![\\p{L}\\p{N}])(?:${pattern})(?![\\p{L}\\p{N}])`, "gu"),
    weak: new Set(weak),
  };
}

/** A plural matches its singular and the other way round; spaces match dashes. */
function toPattern(phrase: string): string {
  const literal = phrase.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&").replace(/[\s_-]+/g, "[\\s_-]?");
  return /[a-z]s$/.test(phrase) ? `${literal}?` : `${literal}s?`;
}
