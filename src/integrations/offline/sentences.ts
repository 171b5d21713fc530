/** The prose of a post as sentences, each verbatim as it stands in the text. */
export function sentencesOf(text: string, limit = 40): string[] {
  const sentences: string[] = [];
  let fenced = false;
  for (const line of text.split("\n")) {
    if (sentences.length >= limit) break;
    const start = line.trimStart();
    if (start.startsWith("```") || start.startsWith("~~~")) fenced = !fenced;
    else if (!fenced && !/^(?:#{1,6} |<!--|> |\||[-*_]{3,}|_No response_)/.test(start))
      pushSentences(start, sentences);
  }
  return sentences;
}

const END = /[.!?]+["')\]]?(?=\s|$)|[。？！]+/g;

function pushSentences(line: string, sentences: string[]): void {
  let from = 0;
  // `matchAll` would make a pattern of its own for each line.
  for (END.lastIndex = 0; END.test(line); from = END.lastIndex) {
    pushSentence(line.slice(from, END.lastIndex), sentences);
  }
  pushSentence(line.slice(from), sentences);
}

function pushSentence(part: string, sentences: string[]): void {
  const sentence = part.trim();
  if (/\p{L}/u.test(sentence)) sentences.push(sentence);
}

const SMALL_TALK =
  /^(?:(?:hi|hello|hey|dear|good (?:morning|evening|day|afternoon)|greetings|hola|hallo|bonjour|olá|ciao|thanks?|thank you|sorry|please help|help|i am new|i.m new|update|edit|note)\b[^.!?]{0,40}|@?user\d+\s*:?)[.!?,]*$/i;

/** Greetings and thanks say nothing about the ask. */
export function isSmallTalk(sentence: string): boolean {
  return sentence.length < 12 || SMALL_TALK.test(sentence);
}

/** Cuts at a word and marks the cut. */
export function shortened(text: string, most: number): string {
  const line = text.replace(/\s+/g, " ").trim();
  if (line.length <= most) return line;
  const kept = line.slice(0, most - 1);
  const space = kept.lastIndexOf(" ");
  return `${(space > most * 0.6 ? kept.slice(0, space) : kept).replace(/[\s,;:.(-]+$|[\uD800-\uDBFF]$/, "")}…`;
}
