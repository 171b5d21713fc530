/** Characters that show nothing: zero width, direction marks and overrides, fillers, tags, soft hyphen. */
const INVISIBLE =
  "\\u00AD\\u034F\\u061C\\u115F\\u1160\\u17B4\\u17B5\\u180B-\\u180F\\u200B-\\u200F\\u202A-\\u202E\\u2060-\\u206F\\u3164\\uFE00-\\uFE0F\\uFEFF\\uFFA0\\uFFF9-\\uFFFB\\u{1BCA0}-\\u{1BCA3}\\u{1D173}-\\u{1D17A}\\u{E0000}-\\u{E0FFF}";
const ANY_INVISIBLE = new RegExp(`[${INVISIBLE}]`, "u");
const ALL_INVISIBLE = new RegExp(`[${INVISIBLE}]+`, "gu");

/** Two emoji joined by U+200D, or a symbol with its emoji style, are one picture: those survive. */
const EMOJI_GLUE =
  /\p{Extended_Pictographic}(?:\p{Emoji_Modifier}|\uFE0F)*(?:\u200D\p{Extended_Pictographic}(?:\p{Emoji_Modifier}|\uFE0F)*)*/gu;

/** Removes characters that show nothing, so that what a person reads is what a machine reads. */
export function stripInvisible(text: string): string {
  if (!ANY_INVISIBLE.test(text)) return text;
  let clean = "";
  let from = 0;
  for (const emoji of text.matchAll(EMOJI_GLUE)) {
    clean += text.slice(from, emoji.index).replace(ALL_INVISIBLE, "") + emoji[0];
    from = emoji.index + emoji[0].length;
  }
  return clean + text.slice(from).replace(ALL_INVISIBLE, "");
}

/** A text without invisible characters, and where each of its characters stood before. */
export type Seen = { readonly text: string; readonly origin: (index: number) => number };

/** The text as the eye sees it, with a way back to positions in the original. */
export function asSeen(text: string): Seen {
  if (!ANY_INVISIBLE.test(text)) return { text, origin: (index) => index };
  const starts: number[] = [];
  let visible = "";
  let from = 0;
  const keep = (until: number) => {
    for (let at = from; at < until; at++) starts.push(at);
    visible += text.slice(from, until);
  };
  for (const hidden of text.matchAll(ALL_INVISIBLE)) {
    keep(hidden.index);
    from = hidden.index + hidden[0].length;
  }
  keep(text.length);
  return { text: visible, origin: (index) => starts[index] ?? text.length };
}
