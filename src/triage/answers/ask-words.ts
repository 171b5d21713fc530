/** Words that say nothing about what is asked. */
const EMPTY = new Set(
  `a about after all also am an and any are as at be because been before but by can cannot could did
  do does doing don during each else even every few for from get gets getting got had has have having
  help here hi hello hey how i if in into is it its just know like may me more most my need new no not
  now of on one only or other our out please possible same she should so some still such than thank
  thanks that the their them then there these they thing this those to too trying try use used using
  very want was way we were what when where which while who why will with without work works working
  would you your give example show support specify set find make run start tell explain difference`.split(
    /\s+/,
  ),
);

/** The words of an ask, each as stem and as written, in the order of writing. */
export function askWords(text: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const [word] of text.toLowerCase().matchAll(/[\p{L}\p{N}][\p{L}\p{N}_.-]*/gu)) {
    const bare = word.replace(/[._-]+$/, "");
    if (bare.length < 2 || EMPTY.has(bare) || /^\d{1,2}$/.test(bare)) continue;
    const stem = stemOf(bare);
    if (!found.has(stem)) found.set(stem, bare);
  }
  return found;
}

/** Which share of a text's words stands in another. */
export function wordShare(text: string, other: string): number {
  const words = [...askWords(text).keys()];
  if (words.length === 0) return 0;
  const there = askWords(other);
  return words.filter((word) => there.has(word)).length / words.length;
}

/** Good enough to bring plurals and tenses of one word together; names in code stay whole. */
function stemOf(word: string): string {
  if (/[\d_.]/.test(word) || word.length < 4) return word;
  const bare = word
    .replace(/(?:ies|ied)$/, "y")
    .replace(/(?<=.{3})(?:ings?|ed|ers?|ions?)$/, "")
    .replace(/(?<=[^s])s$/, "");
  return bare.replace(/e$/, "").replace(/(?<=.{2})([bdgmnprt])\1$/, "$1");
}
