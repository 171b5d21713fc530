import { folded } from "../text/folded.ts";
import { type Source, standsIn } from "./claim-checks.ts";
import { commandsIn, linksIn, namesIn, numbersIn, partsOf } from "./claim-parts.ts";
import { sensitiveIn } from "./say-nothing.ts";

const LONGEST = 300;

/**
 * Why a question back cannot be put to the asker; null when it can. It is a question, and names
 * nothing that neither the post nor a passage names: a question that is made up misleads too.
 */
export function verifyQuestion(
  question: string,
  asked: string,
  sources: readonly Source[],
): string | null {
  const { prose, spans, blocks } = partsOf(question);
  if (blocks.length > 0 || !/[?？؟;]\s*$/.test(question.trim())) return "it asks nothing";
  if (question.length > LONGEST) return "it is too long";
  if (linksIn(question).length > 0) return "it holds a link";
  const [subject] = sensitiveIn(prose);
  if (subject !== undefined) return `it speaks of ${subject.replaceAll("-", " ")}`;

  const known = [folded(asked), ...sources.map(({ words }) => words)];
  const numbers = new Set(known.flatMap(numbersIn));
  const number = numbersIn([prose, ...spans].join("\n")).find((one) => !numbers.has(one));
  if (number !== undefined) return `nobody spoke of ${number}`;
  const name = [...spans, ...namesIn(prose), ...commandsIn(prose)].find(
    (one) => !known.some((words) => standsIn(words, folded(one))),
  );
  return name === undefined ? null : `nobody spoke of ${name}`;
}
