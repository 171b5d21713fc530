import type { Kind } from "../../triage/model/classification.ts";
import { cueFinder } from "./cues.ts";
import type { PostText } from "./post-text.ts";
import { isSmallTalk, sentencesOf, shortened } from "./sentences.ts";

const MOST_TITLE = 80;
const MOST_ASK = 200;
const MOST_EVIDENCE = 160;
const MOST_SENTENCES = 10;

export type Summary = { readonly title: string; readonly ask: string; readonly evidence: string[] };

/** A maintainer's title, the ask in one sentence, and the sentences that show its kind. */
export function summarise(post: PostText, kind: Kind, marks: readonly string[]): Summary {
  const { title, text } = post;
  const sentences = sentencesOf(text, MOST_SENTENCES);
  const telling = sentences.filter((sentence) => !isSmallTalk(sentence));
  const cued: string[] = [];
  const holdsCue = cueFinder(kind, post.metInText);
  for (const sentence of telling) {
    if (cued.length < 3 && holdsCue(sentence.toLowerCase())) cued.push(sentence);
  }
  const question = telling.find((sentence) => /[?？]/.test(sentence));
  // An error line says what broke, not what is asked: it stands in the issue anyway.
  const said =
    cued.find((sentence) => !ERROR_LINE.test(sentence)) ?? (cued[0] && (title.trim() || cued[0]));
  const ask = (kind === "question" ? question : undefined) ?? said ?? question ?? telling[0];
  const evidence = [
    ...marks,
    ...(cueFinder(kind, post.metInTitle)(post.lowerTitle) ? [title] : []),
    ...cued,
  ];
  return {
    title: titleFrom(title, ask ?? sentences[0] ?? text),
    ask: shortened(ask ?? (title.trim() || text.trim() || "(no text)"), MOST_ASK),
    evidence: [...new Set(evidence.map(excerpt))].filter((part) => part !== "").slice(0, 3),
  };
}

const ERROR_LINE = /^(?:\w*(?:Error|Exception)\b|E[A-Z]{3,}\b|at \S+ \()/;

/** The beginning of a stretch, still verbatim. */
function excerpt(part: string): string {
  const end = /[\uD800-\uDBFF]/.test(part[MOST_EVIDENCE - 1] ?? "")
    ? MOST_EVIDENCE - 1
    : MOST_EVIDENCE;
  return part.slice(0, end).trim();
}

// Shouts, tags and pleas tell a maintainer nothing.
const DECORATION =
  /^(?:\s*(?:\[[^\]]{0,30}\]|\((?:solved|bug|question|urgent)\)|(?:bug|issue|question|help|help needed|help wanted|urgent|feature request|request|suggestion|fr|problem|solved|docs|q)\s*[:!-]+|\p{Extended_Pictographic}|\uFE0F|\u200D|(?:please )?help(?: me)?\s*[!:.,-]+|urgent\s*[!:.,-]+))+\s*/iu;
const PLEA =
  /\b(?:please help(?: me)?|pls help|help please|need help|help needed|any ideas?|anyone else|any help\b[^?]*|thanks(?: in advance)?|asap|urgent)[\s!?.]*$/i;
const VAGUE =
  /^(?:help|problem|issue|error|question|bug|hi|hello|hey|need help|please help|urgent|not working|it doesn.?t work|why does this (?:problem|error|happen)[\s\S]{0,12}|something is wrong|does anyone know|a question|quick question|beginner question|support|test|api|untitled)[\s?!.]*$/i;

function titleFrom(title: string, first: string): string {
  const clean = title
    .replace(DECORATION, "")
    .replace(PLEA, "")
    .replace(/[\s,.!-]+$/, "")
    .replace(/[!?]{2,}/g, "?")
    .replace(/\s+/g, " ")
    .trim();
  const useful = clean !== "" && !VAGUE.test(clean);
  const chosen = useful
    ? clean
    : first.replace(DECORATION, "").trim() || title.trim() || "(no text)";
  return shortened(upperFirst(unshouted(chosen.replace(/[.,;:]+$/, ""))), MOST_TITLE);
}

/** WHOLE SENTENCES IN CAPITALS come down; names such as API and HTTP stay. */
function unshouted(text: string): string {
  const letters = text.replace(/[^\p{L}]/gu, "");
  const shouted = letters.length > 12 && letters === letters.toUpperCase() && /[A-Z]/.test(letters);
  if (!shouted) return text;
  return text.replace(/\p{Lu}{2,}/gu, (word) =>
    /^(?:API|SDK|HTTP|HTTPS|GPT|URL|JSON|CLI|UI|SSL|DNS|CSV|PDF|LLM|AWS|GPU|CUDA)$/.test(word)
      ? word
      : word.toLowerCase(),
  );
}

function upperFirst(text: string): string {
  const [first = ""] = text;
  return /^[a-z][a-z]*(?:[\s,]|$)/.test(text) ? first.toUpperCase() + text.slice(1) : text;
}
