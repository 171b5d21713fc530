/** How the page names what the program calls by short names. */
const WORDS: Readonly<Record<string, string>> = {
  bug: "Bug",
  feature: "Feature request",
  docs: "Docs are wrong or missing",
  "model-behavior": "Model behaviour",
  question: "Question",
  other: "Nothing asked",
  unknown: "None that fits",
  open: "Open",
  "not-ours": "Another product",
  account: "One account’s matter",
  care: "For moderators",
  security: "Security",
  answer: "Cited answer",
  ask: "Ask for details",
  redirect: "Point elsewhere",
  file: "File an issue",
  link: "Link to a known one",
  "known-issue": "Attach to a known issue",
  leave: "Leave to the community",
  none: "Nothing to do",
  "no-passage": "a question that no page of the docs is about",
  "below-floor": "a question that the docs do not answer",
  unanswered: "a question that the docs do not answer",
  unverified: "a question whose draft did not stand the checks",
  language: "a question in a language that the docs are not written in",
  "say-nothing": "a question that only an official source may answer",
  "unclear-ask": "a question that is not clear",
  contradiction: "a question on which the docs contradict themselves",
  "engine-failed": "a question whose draft failed",
  "weak-draft": "a question with too weak a draft",
  gathers: "waits until more people report it",
  "no-route": "no repository takes it",
  "no-redirect": "no text is set for it",
  "no-private-route": "a security matter, shown to staff only",
  "nothing-asked": "nothing in it needs an answer or a change",
  silent: "the bot may not speak there",
};

export function words(name: string): string {
  return WORDS[name] ?? name.replaceAll("-", " ");
}

export function count(number: number): string {
  return Math.round(number).toLocaleString("en-GB");
}

/** One decimal where it matters. */
export function decimal(number: number): string {
  return number >= 20 || Number.isInteger(number) ? count(number) : number.toFixed(1);
}

export function percent(part: number, whole: number): string {
  if (whole === 0) return "0 %";
  const share = (100 * part) / whole;
  return part > 0 && share < 1 ? "< 1 %" : `${Math.round(share)} %`;
}

export function dollars(amount: number): string {
  if (amount === 0) return "$0";
  return amount < 0.01 ? "under $0.01" : `$${amount.toFixed(2)}`;
}

export function plural(number: number, one: string, many = `${one}s`): string {
  return `${count(number)} ${number === 1 ? one : many}`;
}

export function day(time: number): string {
  return new Date(time).toLocaleDateString("en-GB", {
    day: "numeric",
    month: "short",
    year: "numeric",
    timeZone: "UTC",
  });
}

/** A text cut at a word, for a line or a paragraph. */
export function excerpt(text: string, length: number): string {
  const flat = text.replace(/\s+/g, " ").trim();
  if (flat.length <= length) return flat;
  const cut = flat.slice(0, length);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(" "), length - 20)).toWellFormed()} …`;
}
