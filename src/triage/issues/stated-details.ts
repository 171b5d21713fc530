import { Detail, detailName, detailWords } from "../model/details.ts";
import type { Post } from "../model/post.ts";
import { isFromCommand, isFromForm } from "../people/by-command.ts";

/**
 * What a text states by a detail's name: `expected: …`, as forms write it and as people do. A value
 * goes on until the next detail.
 */
export function statedDetails(text: string, names = NAMES): Map<Detail, string> {
  const stated = new Map<Detail, string>();
  let current: Detail | null = null;
  for (const line of text.split("\n")) {
    const begun = detailBegunBy(line, names);
    if (begun) {
      current = begun.detail;
      if (!stated.has(current)) stated.set(current, begun.rest);
    } else if (current !== null) {
      stated.set(current, `${stated.get(current) ?? ""}\n${line}`);
    }
  }
  for (const [detail, words] of stated) {
    const trimmed = words.trim();
    if (trimmed === "") stated.delete(detail);
    else stated.set(detail, trimmed);
  }
  return stated;
}

/**
 * What reporters gave in a form of ours, which says that a public issue may quote it. Of what came by
 * command only what stands below a question in full, as the form writes it, was asked for so.
 */
export function givenInForms(posts: readonly Post[]): ReadonlyMap<Detail, string> {
  return new Map(
    posts.flatMap(({ sourceId, text }) => {
      if (isFromForm(sourceId)) return [...statedDetails(text)];
      return isFromCommand(sourceId) ? [...statedDetails(text, IN_FULL)] : [];
    }),
  );
}

const IN_FULL = Detail.options.map((detail) => ({
  detail,
  words: detailWords(detail).toLowerCase(),
}));

const NAMES = Detail.options
  .flatMap((detail) => [
    { detail, words: detail.toLowerCase() },
    { detail, words: detailName(detail).toLowerCase() },
    { detail, words: detailWords(detail).toLowerCase() },
  ])
  .toSorted((a, b) => b.words.length - a.words.length);

function detailBegunBy(
  line: string,
  names: typeof NAMES,
): { readonly detail: Detail; readonly rest: string } | null {
  const plain = line.replace(/^[\s>*#_-]+/, "");
  const lower = plain.toLowerCase();
  for (const { detail, words } of names) {
    if (!lower.startsWith(words)) continue;
    const rest = /^[*_\s]*[:：][*_]*\s*(.*)$/s.exec(plain.slice(words.length))?.[1];
    if (rest !== undefined) return { detail, rest };
  }
  return null;
}
