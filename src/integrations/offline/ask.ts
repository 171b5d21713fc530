const QUESTION_WORD =
  /^(how|what|why|when|where|which|who|can|could|is|are|does|do|did|should|would|will|has|have|any)\b/i;
const FENCE = /```[\s\S]*?(?:```|$)/g;

/** What a post asks: its title, else its questions, else all of it. A log or a life story is no ask. */
export function askOf(title: string, text: string): string {
  const prose = text.replace(FENCE, "\n").trim();
  if (title.trim() !== "") return title.trim();
  const questions = sentencesOf(prose).filter(
    (sentence) => sentence.endsWith("?") || QUESTION_WORD.test(sentence),
  );
  return questions.length > 0 ? questions.join(" ") : prose || text.trim();
}

/** Whether an ask points at something said elsewhere ("does it support this?"), which no passage can know. */
export function pointsElsewhere(ask: string): boolean {
  return /\b(it|its|they|them|this|that|these|those|there)\b/i.test(ask);
}

const segmenter = new Intl.Segmenter("en", { granularity: "sentence" });

/** Sentences of a paragraph, as they stand, without the white space around them. */
export function sentencesOf(text: string): string[] {
  return Array.from(segmenter.segment(text), ({ segment }) => segment.trim()).filter(Boolean);
}
