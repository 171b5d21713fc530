import { classifyOffline } from "../../integrations/offline/classifier.ts";
import { shippedModel } from "../../integrations/offline/model.ts";
import { CLASSIFY_PROMPT, toQuestion } from "../../integrations/openai/classifier.ts";
import { ClassifyAnswer } from "../../integrations/openai/classify-schema.ts";
import { loadPrompt } from "../../integrations/openai/prompt.ts";
import type { Classification, Kind, Lane } from "../../triage/model/classification.ts";
import { Detail } from "../../triage/model/details.ts";
import type { Area } from "../../triage/model/policy.ts";

/** A line of OpenAI's chat format for fine-tuning. */
export type ChatLine = {
  readonly messages: readonly {
    readonly role: "system" | "user" | "assistant";
    readonly content: string;
  }[];
};

export type LabelledPost = {
  readonly title: string;
  readonly text: string;
  readonly tags: readonly string[];
  readonly kind: Kind;
  readonly lane: Lane;
  readonly area: string | null;
  /** What an engine made of it; the offline engine's fills in where there is none. */
  readonly classification: Classification | null;
};

/**
 * A labelled post as the model is asked in production, with the answer that it ought to give: prompt,
 * question and schema are those that the bot uses, so that what is learned fits.
 */
export function toChatLine(post: LabelledPost, areas: readonly Area[]): ChatLine {
  const { title, text, tags, kind, lane } = post;
  const input = { title, text, tags, areas };
  const rest = post.classification ?? classifyOffline(input, shippedModel());
  const area = post.area ?? rest.area;
  const answer = ClassifyAnswer.parse({
    evidence: rest.evidence,
    ask: rest.ask,
    kind,
    lane,
    area: areas.some(({ name }) => name === area) ? area : "unknown",
    severity: rest.severity,
    language: rest.language,
    missing: rest.missing.filter((name) => Detail.safeParse(name).success),
    title: rest.title,
    // A person settled both.
    confidence: 1,
    laneConfidence: 1,
  });
  return {
    messages: [
      { role: "system", content: loadPrompt(CLASSIFY_PROMPT).text },
      { role: "user", content: JSON.stringify(toQuestion(input)) },
      { role: "assistant", content: JSON.stringify(answer) },
    ],
  };
}
