// @ts-check
/** A message as one line without its markup, for lists. @param {string} source */
export function plainText(source) {
  return source
    .replaceAll(/```[a-z]*\n?/g, " ")
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replaceAll(/[*_~`>#|]+/g, "")
    .replaceAll(/\s+/g, " ")
    .trim();
}
