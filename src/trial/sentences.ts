import type { Said } from "./tried-post.ts";

/** A sentence or block as it would have stood in public, and how often. */
export type Sentence = {
  readonly text: string;
  readonly say: string;
  readonly to: Said["to"];
  readonly count: number;
};

/** Everything that would have been said, each sentence once; codes of tickets count as one. */
export function listSentences(said: Iterable<Said>): Sentence[] {
  const found = new Map<string, { text: string; say: string; to: Said["to"]; count: number }>();
  for (const { say, text, to } of said) {
    for (const piece of pieces(text)) {
      const key = `${to} ${piece}`;
      const known = found.get(key);
      if (known) known.count += 1;
      else found.set(key, { text: piece, say, to, count: 1 });
    }
  }
  return [...found.values()].toSorted((a, b) => b.count - a.count);
}

/** The lines of a message, a code block whole; without the marks that only set the type size. */
function pieces(text: string): string[] {
  const found: string[] = [];
  let block: string[] | null = null;
  for (const line of text.split("\n")) {
    const fence = /^\s*```/.test(line);
    if (block !== null) {
      block.push(line);
      if (!fence) continue;
      found.push(block.join("\n"));
      block = null;
    } else if (fence) block = [line];
    else found.push(line.replace(/^-# /, "").trim());
  }
  if (block !== null) found.push(block.join("\n"));
  return found.map((piece) => piece.replace(/\bSB-\d+\b/g, "SB-…")).filter((piece) => piece !== "");
}
