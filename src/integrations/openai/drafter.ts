import type { Draft } from "../../triage/model/draft.ts";
import type { Passage } from "../../triage/model/passage.ts";
import type { Drafter, DraftInput } from "../../triage/ports/engines.ts";
import { redact } from "../../triage/redact/redact.ts";
import { type Answered, callModel, createTask, type ModelDeps, toStamp } from "./call-model.ts";
import { DraftAnswer } from "./draft-schema.ts";
import { withoutMiddle } from "./excerpt.ts";
import { loadPrompt } from "./prompt.ts";
import { damped } from "./self-report.ts";

export const DRAFT_PROMPT = "draft@3";
export const DRAFT = createTask("draft", loadPrompt(DRAFT_PROMPT), DraftAnswer);

/** Drafts cited answers with a model. Quotes are verified by the core, ids already here. */
export function createOpenAiDrafter(deps: ModelDeps): Drafter {
  return {
    async draft(input) {
      if (input.passages.length === 0) {
        const reason = "there are no passages to answer from";
        return { type: "none", because: "no-passage", reason, call: null };
      }
      const sent = nameShortly(input.passages.map(({ passage }) => passage));
      const { who, images } = input;
      const outcome = await callModel(DRAFT, toQuestion(input, sent), deps, who, images);
      if (outcome.type === "failed") return outcome;
      const { call, value } = outcome;
      const { claims, clarify, contradictions } = value;
      if (claims.length === 0 && clarify === null && contradictions.length === 0) {
        const open = value.unanswered.map(clean).join("; ");
        const reason = `the passages do not answer it${open === "" ? "" : `: ${open}`}`;
        return { type: "none", because: "unanswered", reason, call };
      }
      return { type: "drafted", draft: toDraft(outcome, sent), call };
    },
  };
}

/** Short names cost less and are copied without mistakes; the real ids never leave. */
function nameShortly(passages: readonly Passage[]): Map<string, Passage> {
  return new Map(passages.map((passage, at) => [`p${at + 1}`, passage]));
}

function toQuestion(input: DraftInput, sent: ReadonlyMap<string, Passage>) {
  return {
    language: input.language,
    passages: Array.from(sent, ([id, { pageTitle, breadcrumbs, official, version, text }]) => ({
      id,
      page: version === null ? pageTitle : `${pageTitle} (${version})`,
      heading: breadcrumbs.join(" > "),
      official,
      text,
    })),
    instruction: input.instruction,
    post: { title: input.title, text: withoutMiddle(input.text) },
  };
}

/** Keeps the place of an id that was not sent, since quotes go by position; it names no passage. */
const INVENTED = "";

function toDraft(
  { value, call, images }: Answered<DraftAnswer>,
  sent: ReadonlyMap<string, Passage>,
): Draft {
  return {
    claims: value.claims.map(({ text, passageIds, quote }) => ({
      text: clean(text.trim()),
      // An id that was not sent is invented and names nothing.
      passageIds: [...new Set(passageIds)].flatMap((id) => sent.get(id)?.id ?? []),
      quote: quote.trim(),
    })),
    contradictions: value.contradictions.map((one) => ({
      about: clean(one.about),
      passageIds: [one.passageId, one.otherPassageId].map((id) => sent.get(id)?.id ?? INVENTED),
      quotes: [one.quote.trim(), one.otherQuote.trim()],
    })),
    unanswered: value.unanswered.map(clean),
    clarify: value.clarify === null ? null : clean(value.clarify),
    confidence: damped(value.confidence),
    ...(images ? { images } : {}),
    stamp: toStamp(call),
  };
}

/** What a model writes is redacted like what people write. */
const clean = (text: string): string => redact(text).text;
