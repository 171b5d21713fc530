/**
 * Text as two writers of the same words would agree on it: Unicode forms, quotation marks, dashes, white space, case and
 * Markdown's emphasis folded, link targets left out. For comparing only, never for showing.
 */
export function folded(text: string): string {
  return withoutLinkTargets(text)
    .normalize("NFKC")
    .replace(/[\u200B-\u200D\u2060\uFEFF\u00AD]/g, "")
    .replace(/[‘’‚‛′]/g, "'")
    .replace(/[“”„‟″«»]/g, '"')
    .replace(/[‐‑‒–—―−]/g, "-")
    .replace(/[`*]|(?<![\p{L}\p{N}])_+|_+(?![\p{L}\p{N}])/gu, "")
    .replace(/\s+/g, " ")
    .trim()
    .toLowerCase();
}

/** Markdown with the words of its links alone. */
export function withoutLinkTargets(text: string): string {
  return text.replace(LINK, "$1");
}

const LINK = /!?\[([^\]\n]*)\]\([^()\s]*(?:\([^()]*\)[^()\s]*)*(?:\s+"[^"]*")?\)/g;
