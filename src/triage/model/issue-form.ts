import { z } from "zod";
import type { Kind } from "./classification.ts";

/** A repository's own form for new issues, as far as we fill it in. */
export const IssueForm = z.object({
  repository: z.string(),
  name: z.string(),
  labels: z.array(z.string()),
  fields: z.array(z.object({ label: z.string(), required: z.boolean() })),
});
export type IssueForm = z.infer<typeof IssueForm>;

/** What a part of an issue is about, whatever its heading says. */
export type Topic = "what" | "error" | "reproduction" | "environment" | "quote" | "other";
export type Section = { readonly topic: Topic; readonly heading: string; readonly body: string };

const KINDS: Readonly<Record<Kind, RegExp | null>> = {
  bug: /\b(bug|defect|crash|problem|regression)/i,
  feature: /\b(feature|enhancement|idea|proposal|improvement)/i,
  docs: /\b(docs?|documentation)\b/i,
  "model-behavior": /\b(models?|behaviou?r|quality|output)\b/i,
  question: /\b(question|support|help)\b/i,
  other: null,
};

/** Which headings of forms ask for what; the first that fits takes the section. */
const ASKED: readonly (readonly [Topic, RegExp])[] = [
  ["error", /\b(errors?|logs?|output|stack ?trace|traceback|exception)\b/i],
  ["reproduction", /\b(repro\w*|steps?|code|example|snippet|request)\b/i],
  ["environment", /\b(versions?|environment|platform|system|sdk|runtime|os)\b/i],
  ["what", /\b(what|describe|description|summary|bug|problem|feature|happen\w*|actual|wrong)\b/i],
  ["quote", /\b(context|additional|anything else|more|details)\b/i],
];

/** The repository's form for such an ask; null when it has none that says so. */
export function formFor(
  forms: readonly IssueForm[],
  repository: string,
  kind: Kind,
): IssueForm | null {
  const here = forms.filter((one) => one.repository.toLowerCase() === repository.toLowerCase());
  const fits = (of: Kind) => {
    const words = KINDS[of];
    return here.find((form) => words?.test([form.name, ...form.labels].join(" ")));
  };
  return fits(kind) ?? (kind === "model-behavior" ? fits("bug") : undefined) ?? null;
}

/**
 * Our sections under the form's own headings and in its order; what it asks for and nobody knows is
 * said to be unknown, and what it does not ask for comes after.
 */
export function fillIn(form: IssueForm, sections: readonly Section[]): Section[] {
  const left = [...sections];
  const filled = form.fields.flatMap(({ label, required }): Section[] => {
    const topic = ASKED.find(
      ([about, words]) => words.test(label) && left.some((one) => one.topic === about),
    )?.[0];
    const at = left.findIndex((one) => topic !== undefined && one.topic === topic);
    const [found] = at >= 0 ? left.splice(at, 1) : [];
    if (found) return [{ ...found, heading: label }];
    return required ? [{ topic: "other", heading: label, body: "_Not known._" }] : [];
  });
  return [...filled, ...left];
}
