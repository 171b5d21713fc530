import type { Translator } from "../../triage/ports/engines.ts";
import { redact } from "../../triage/redact/redact.ts";
import { callModel, createTask, type ModelDeps, toStamp } from "./call-model.ts";
import { failed } from "./failure.ts";
import { loadPrompt } from "./prompt.ts";
import { TranslateAnswer } from "./translate-schema.ts";

const TRANSLATE = createTask("translation", loadPrompt("translate@1"), TranslateAnswer);

/** Translates with a model; what it writes is redacted like what people write. */
export function createOpenAiTranslator(deps: ModelDeps): Translator {
  return {
    async translate({ text, from, to, who }) {
      const question = { from, to, post: { text: redact(text).text } };
      const outcome = await callModel(TRANSLATE, question, deps, who);
      if (outcome.type === "failed") return outcome;
      const translation = redact(outcome.value.translation).text.trim();
      if (translation === "") return failed("malformed", "the translation is empty");
      return { type: "translated", text: translation, stamp: toStamp(outcome.call) };
    },
  };
}
