const fold = (text: string): string => text.replace(/\s+/g, " ").trim();

/** Excerpts that do occur in the text, white space aside; a model sometimes makes them up. */
export function keepVerbatim(excerpts: readonly string[], text: string): string[] {
  const folded = fold(text);
  return [...new Set(excerpts.map(fold))].filter((one) => one !== "" && folded.includes(one));
}

// Some twelve thousand tokens; what is longer is mostly logs, whose ends tell the most.
const MOST_CHARACTERS = 40_000;
const TAIL = 10_000;

/** A text that a model can be sent: very long ones lose their middle. */
export function withoutMiddle(text: string): string {
  if (text.length <= MOST_CHARACTERS) return text;
  const left = text.length - MOST_CHARACTERS;
  const head = text.slice(0, MOST_CHARACTERS - TAIL).toWellFormed();
  return `${head}\n[${left} characters left out]\n${text.slice(-TAIL).toWellFormed()}`;
}
