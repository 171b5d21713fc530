import type { Claim } from "../model/draft.ts";
import type { Proposed } from "../model/proposal.ts";
import type { AnswerParts } from "../model/review-card.ts";
import { fenced } from "../text/defuse.ts";

type Answer = Extract<Proposed, { outcome: "answer" }>;

/** The numbers, from 1, of the sources that a claim rests on. */
export function sourceNumbers(
  { passageIds }: Pick<Claim, "passageIds">,
  sources: Answer["sources"],
): number[] {
  const numbers = passageIds.map((id) => sources.findIndex((one) => one.passageId === id) + 1);
  return numbers.filter((number) => number > 0);
}

/** What stands behind each sentence of an answer, and what does not. */
export function answerParts({ claims, sources, ownCode, cut }: Answer): AnswerParts {
  return {
    claims: claims.map((claim) => ({
      text: claim.text,
      sources: sourceNumbers(claim, sources),
      quote: claim.quote,
    })),
    ownCode: ownCode ?? [],
    cut: cut ?? [],
  };
}

const OWN_CODE = "Not from the docs, the model's own:";

/** The answer's sentences, each with the numbers of its sources; the model's own code follows apart. */
export function numberedAnswer(answer: Answer): string {
  const said = answer.claims.map((claim) => {
    const numbers = sourceNumbers(claim, answer.sources).map((number) => `[${number}]`);
    // A number after a code block's last fence would become part of it.
    const joint = claim.text.trimEnd().endsWith("```") ? "\n" : " ";
    return `${claim.text}${joint}${numbers.join("")}`.trim();
  });
  const own = ownBlocks(answer);
  return [...said, ...(own.length > 0 ? [OWN_CODE, ...own] : [])].join("\n\n");
}

/** The model's own code as fenced blocks. */
export function ownBlocks({ ownCode = [] }: Pick<Answer, "ownCode">): string[] {
  return ownCode.map((code) => fenced(code.trimEnd()));
}
