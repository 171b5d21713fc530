import type { ButtonInteraction, ModalSubmitInteraction } from "discord.js";
import type { ReporterEvent, ReporterResult } from "../../triage/people/reporter-desk.ts";
import type { Person, ReporterDeps, WordDeps } from "../deps.ts";
import { button, row } from "../render/buttons.ts";
import { inlineText } from "../render/defuse.ts";
import { type Field, fieldText, formOf } from "../render/form-fields.ts";
import { renderForOne } from "../render/render.ts";
import { choicesOf, detailIn, type Texts } from "../words/wording.ts";
import { type Forms, toReply, whisper } from "./answer.ts";
import type { CustomId, Verb } from "./custom-id.ts";

export type ReporterPressDeps = { readonly deps: ReporterDeps & WordDeps; readonly forms: Forms };

/** What members press on the bot's public messages; the core knows whose they are. */
export type ReporterPresses = {
  button(interaction: ButtonInteraction, id: CustomId, by: Person): Promise<void>;
  form(interaction: ModalSubmitInteraction, id: CustomId, by: Person): Promise<void>;
};

type Plain = Exclude<ReporterEvent["event"], "details" | "correction" | "share-files">;

const EVENT: Partial<Record<Verb, Plain>> = {
  helped: "helped",
  solved: "solved",
  wrong: "wrong",
  person: "ask-person",
  "withdraw-sure": "withdraw",
  works: "works-now",
  broken: "still-broken",
  "tell-me": "tell-me",
  "tell-me-not": "tell-me-not",
  "read-note": "read-note",
  "quote-me": "quote-me",
  "quote-me-not": "quote-me-not",
  "see-files": "see-files",
};

/** Asked details in one form; the fifth field is for anything else. */
const DETAILS = 3;

export function createReporterPresses({ deps, forms }: ReporterPressDeps): ReporterPresses {
  const { texts } = deps;

  /** The words of the language that somebody was asked in, for what follows from being asked. */
  async function wordsOf({ event, actionId, by }: ReporterEvent): Promise<Texts> {
    if (event !== "quote-me" && event !== "quote-me-not") return texts;
    const form = await deps.reporterForm(actionId, by);
    return form.type === "form" ? texts.in(form.language) : texts;
  }

  async function tell(
    interaction: ButtonInteraction | ModalSubmitInteraction,
    event: ReporterEvent,
  ): Promise<void> {
    await interaction.deferReply({ flags: "Ephemeral" });
    const [result, words] = [await deps.onReporter(event), await wordsOf(event)];
    const { content, embeds, files } = answerTo(result, event, words);
    const components = nextOf(result, event, words);
    await interaction.editReply({
      content,
      embeds: [...(embeds ?? [])],
      components,
      ...(files ? { files } : {}),
    });
  }

  return {
    async button(interaction, id, by) {
      const actionId = id.id;
      if (id.verb === "withdraw") {
        const sure = button("withdraw-sure", texts.say("button.withdraw-sure"), actionId, {
          style: "danger",
        });
        return whisper(interaction, {
          content: texts.say("withdraw.sure"),
          components: [row(sure)],
        });
      }
      if (id.verb === "details" || id.verb === "correct") {
        const verb = id.verb;
        return forms.open(
          interaction,
          id,
          () => deps.reporterForm(actionId, by),
          (form) => {
            if (form.type === "not-yours") return texts.say("not-yours");
            if (form.type === "gone") return texts.say("gone");
            return verb === "details"
              ? detailsForm(id, form.details, texts.in(form.language))
              : correctForm(id, texts);
          },
        );
      }
      if (id.verb === "share-files") {
        return tell(interaction, { actionId, by, event: id.verb, seen: id.version });
      }
      const event = EVENT[id.verb];
      if (!event) throw new Error(`no public button does "${id.verb}"`);
      return tell(interaction, { actionId, by, event });
    },

    async form(interaction, id, by) {
      const { fields } = interaction;
      const actionId = id.id;
      if (id.verb === "correct-form") {
        const text = fields.getTextInputValue("text");
        return tell(interaction, { actionId, by, event: "correction", text });
      }
      await interaction.deferReply({ flags: "Ephemeral" });
      const form = await deps.reporterForm(actionId, by);
      const asked = form.type === "form" ? form.details : [];
      const spoken = form.type === "form" ? texts.in(form.language) : texts;
      const details = [...fields.fields.keys()].flatMap((name) => {
        const text = fieldText(fields, name);
        return text === ""
          ? []
          : [{ name: asked[Number(name)] ?? texts.say("form.details-free"), text }];
      });
      const event = { actionId, by, event: "details", details } as const;
      const result =
        details.length === 0 ? ({ type: "noted" } as const) : await deps.onReporter(event);
      const { content } = answerTo(result, event, spoken);
      const components = details.length === 0 ? [] : nextOf(result, event, spoken);
      await interaction.editReply({ content, components });
    },
  };
}

function detailsForm(id: CustomId, details: readonly string[], texts: Texts) {
  const asked = details.slice(0, DETAILS).map(
    (detail, index): Field => ({
      name: String(index),
      label: detailIn(texts, detail),
      long: true,
      required: false,
      max: 2_000,
      ...choicesOf(texts, detail),
    }),
  );
  const free = { name: "free", label: texts.say("form.details-free"), long: true, required: false };
  return formOf("details-form", id, texts.say("form.details"), [...asked, free]);
}

function correctForm(id: CustomId, texts: Texts) {
  return formOf("correct-form", id, texts.say("form.correct"), [
    { name: "text", label: texts.say("form.correct-field"), long: true, max: 2_000 },
  ]);
}

/** Whoever asked to be told, or may be quoted, can take that back at once; who saw what they would share can share it. */
function nextOf(result: ReporterResult, { event, actionId }: ReporterEvent, texts: Texts) {
  if (result.type === "files") {
    const { seen: version } = result;
    return [row(button("share-files", texts.say("button.share-files"), actionId, { version }))];
  }
  if (result.type !== "noted") return [];
  if (event === "details" || event === "quote-me-not") {
    return [row(button("quote-me", texts.say("button.quote-me"), actionId))];
  }
  if (event === "quote-me") {
    return [row(button("quote-me-not", texts.say("button.quote-me-not"), actionId))];
  }
  if (event !== "tell-me") return [];
  return [row(button("tell-me-not", texts.say("button.tell-me-not"), actionId))];
}

function answerTo(
  result: ReporterResult,
  event: ReporterEvent,
  texts: Texts,
): Pick<ReturnType<typeof toReply>, "content"> & Partial<ReturnType<typeof toReply>> {
  switch (result.type) {
    case "noted":
      return { content: texts.say(`noted.${event.event}`) };
    case "told":
      return toReply(renderForOne(result.say, event.actionId, texts));
    case "files":
      return {
        content: texts.say("files.preview", { where: inlineText(result.repository) }),
        files: [{ name: texts.say("files.name"), attachment: Buffer.from(result.excerpt) }],
      };
    case "only-here":
      return { content: texts.say("only-here") };
    case "daily-cap":
      return { content: texts.say("refused.daily-cap") };
    case "not-yours":
      return { content: texts.say("not-yours") };
    case "gone":
      return { content: texts.say("gone") };
  }
}
