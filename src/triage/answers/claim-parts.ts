/** The parts of a claim that have to be borne out by the docs, each by a check of its own. */
export type ClaimParts = {
  /** What is left without code. */
  readonly prose: string;
  /** Fenced code, as it stands between the fences. */
  readonly blocks: readonly string[];
  /** Inline code. */
  readonly spans: readonly string[];
};

const FENCE = /(`{3,}|~{3,})[^\n]*\n([\s\S]*?)(?:\n\1|$)/g;
const SPAN = /(`+)([^`\n]+)\1/g;

export function partsOf(text: string): ClaimParts {
  const blocks: string[] = [];
  const spans: string[] = [];
  const prose = text
    .replace(FENCE, (_, _fence: string, body: string) => {
      blocks.push(body);
      return "\n";
    })
    .replace(SPAN, (_, _tick: string, body: string) => {
      spans.push(body.trim());
      return " ";
    });
  return { prose, blocks, spans };
}

/** The claim without its fenced code. */
export function withoutBlocks(text: string): string {
  return text.replace(FENCE, "\n").trim();
}

const MARKDOWN_LINK = /\[[^\]\n]*\]\(\s*<?([^)>\s]+)/g;
const REFERENCE = /^\s*\[[^\]\n]+\]:\s*(\S+)/gm;
const ADDRESS = /\b[a-z][a-z0-9+.-]*:\/\/[^\s<>()"'`\]]+|\b(?:www\.|mailto:)[^\s<>()"'`\]]+/gi;
const BARE_HOST =
  /(?<![\w@/.-])(?:[a-z0-9-]+\.)+(?:com|net|org|io|dev|gg|ai|app|co|me|ly|xyz|info|link|site|online|shop|ru|cn|uk|de|eu)(?:[/?#:][^\s<>()"'`\]]*)?(?![\w-])/gi;

/** Every address in a text, however it is written. */
export function linksIn(text: string): string[] {
  const inMarkup = [...text.matchAll(MARKDOWN_LINK), ...text.matchAll(REFERENCE)].map(
    ([, target = ""]) => target,
  );
  const rest = text.replace(MARKDOWN_LINK, "](").replace(REFERENCE, "");
  const addresses = Array.from(rest.matchAll(ADDRESS), ([address]) => address);
  const hosts = Array.from(rest.replace(ADDRESS, " ").matchAll(BARE_HOST), ([host]) => host);
  return [...inMarkup, ...addresses, ...hosts].map((link) => link.replace(/[.,;:!?]+$/, ""));
}

/** Numbers, without the separators that writers set differently and without the numbering of lists. */
export function numbersIn(text: string): string[] {
  const unnumbered = text.replace(/^\s*\d+[.)]\s/gm, "");
  return Array.from(unnumbered.matchAll(/\d+(?:[.,]\d+)*/g), ([number]) =>
    number.replace(/,(?=\d{3}\b)/g, ""),
  );
}

const NAMES = [
  /(?<![\w-])--?[a-zA-Z][\w-]*/g,
  /\b[A-Za-z]\w*(?:(?:\.|::)[A-Za-z_]\w*)+(?:\(\))?/g,
  /\b[A-Za-z]\w*_\w+\b/g,
  /\b[a-z]+(?:[A-Z][a-z0-9]*)+\b/g,
  /\b[A-Za-z_]\w*\(\)/g,
  /\bE[A-Z]{4,}\b/g,
] as const;
// Single letters with dots abbreviate in every language: e.g, i.e, z.B, p.ej, d.h.
const ABBREVIATION = /^(\p{L}(\.\p{L}{1,2})+|vs|etc|Node\.js|Next\.js|Vue\.js)$/iu;

/** Option names and identifiers that stand in prose without the marks of code. */
export function namesIn(prose: string): string[] {
  const names = NAMES.flatMap((pattern) => Array.from(prose.matchAll(pattern), ([name]) => name));
  return [...new Set(names)].filter((name) => !ABBREVIATION.test(name));
}

const COMMAND =
  /\b(?:(?:npm|pnpm|yarn|bun) (?:install|i|add|run|ci|exec|start|test|create)|npx|pip3? install|git (?:clone|pull|push|checkout|reset|rebase|config|commit)|docker (?:run|build|pull|exec|compose)|kubectl \w+|helm \w+|brew install|apt(?:-get)? \w+|cargo (?:add|install|run)|deno (?:run|add)|sudo|curl|wget|chmod|rm -\w+)\s+[^\s.,;]+/g;

/** Shell commands that stand in prose without the marks of code. */
export function commandsIn(prose: string): string[] {
  return Array.from(prose.matchAll(COMMAND), ([command]) => command);
}
