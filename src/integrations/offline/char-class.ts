// What a UTF-16 code unit of a lower-cased text is to the splitting of words; 0 is none of these.
export const LETTER = 1;
export const DIGIT = 2;
/** Ends a sentence: "." "!" "?". */
export const STOP = 3;
export const LINE_END = 4;
/** A character of a script that is written without spaces: a word of its own. */
export const IDEOGRAPH = 5;
/** Belongs to a word that it stands in, but begins none. */
export const JOINER = 6;

/** By code unit; one look at a table instead of a pattern for each character. */
export const CHAR_CLASS: Uint8Array = classesOf();

function classesOf(): Uint8Array {
  const classes = new Uint8Array(0x1_0000);
  for (let code = 0; code < classes.length; code++) {
    const char = String.fromCharCode(code);
    if (/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(char)) {
      classes[code] = IDEOGRAPH;
    } else if (/[\p{L}\p{M}]/u.test(char)) classes[code] = LETTER;
  }
  for (const digit of "0123456789") classes[digit.charCodeAt(0)] = DIGIT;
  for (const stop of "?!.") classes[stop.charCodeAt(0)] = STOP;
  for (const joiner of "'-") classes[joiner.charCodeAt(0)] = JOINER;
  classes["\n".charCodeAt(0)] = LINE_END;
  return classes;
}
