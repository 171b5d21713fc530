// @ts-check
/** A message as one line without its markup, for lists. @param {string} source */
export function plainText(source) {
  return source
    .replaceAll(/```[a-z]*\n?/g, " ")
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replaceAll(/`|\*\*|~~|\|\||^#{1,3} |^> |(?<!\w)[*_](?=\w)|(?<=\w)[*_](?!\w)/gm, "")
    .replaceAll(/\s+/g, " ")
    .trim();
}
