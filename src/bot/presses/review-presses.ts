import type {
  ButtonInteraction,
  ModalMessageModalSubmitInteraction,
  StringSelectMenuInteraction,
} from "discord.js";
import type { CardImages } from "../../triage/files/card-images.ts";
import { Kind, Lane } from "../../triage/model/classification.ts";
import { type Clock, DAY } from "../../triage/model/clock.ts";
import { detailWords } from "../../triage/model/details.ts";
import type { Verdict } from "../../triage/model/review.ts";
import type { Claiming } from "../../triage/review/queue-desk.ts";
import type { Person, ReviewDeps, ReviewResult } from "../deps.ts";
import { inlineText } from "../render/defuse.ts";
import { FIELD_MAX, formOf } from "../render/form-fields.ts";
import { chosenCandidate, chosenRoute, renderPanel } from "../render/more-panel.ts";
import { renderCard } from "../render/render-card.ts";
import { renderTranslation } from "../render/render-translation.ts";
import { oneLine } from "../render/split.ts";
import { staffTexts } from "../words/staff-texts.ts";
import { type Forms, isExpired, toReply, whisper } from "./answer.ts";
import type { CustomId, Verb } from "./custom-id.ts";

type Press = ButtonInteraction | StringSelectMenuInteraction | ModalMessageModalSubmitInteraction;

export type ReviewPressDeps = {
  readonly deps: ReviewDeps;
  readonly forms: Forms;
  readonly clock: Clock;
};

const { forms: words, results } = staffTexts;

/** What a reviewer presses on a card or behind its More button. The caller checked the role. */
export type ReviewPresses = {
  button(interaction: ButtonInteraction, id: CustomId, by: Person): Promise<void>;
  menu(interaction: StringSelectMenuInteraction, id: CustomId, by: Person): Promise<void>;
  form(interaction: ModalMessageModalSubmitInteraction, id: CustomId, by: Person): Promise<void>;
};

export function createReviewPresses({ deps, forms, clock }: ReviewPressDeps): ReviewPresses {
  /** Decides, and shows on the spot what came of it; the board brings the card itself up to date. */
  async function rule(
    interaction: Press,
    { id, version, verb }: CustomId,
    verdict: Verdict,
    by: Person,
  ): Promise<void> {
    if (!interaction.deferred) await interaction.deferUpdate();
    const result = await deps.onReview({ cardId: id, version, verdict, by });
    try {
      await show(interaction, verb, result);
    } catch (error) {
      if (!isExpired(error)) throw error;
      await tellLate(interaction, by, result);
    }
  }

  return {
    async button(interaction, id, by) {
      switch (id.verb) {
        case "send":
        case "undo":
        case "file":
          return rule(interaction, id, { verdict: id.verb }, by);
        case "send-words": {
          await interaction.deferUpdate();
          const words = (await deps.cardDetails(id.id))?.card.reworded?.words;
          if (words === undefined) return whisper(interaction, results.stale);
          return rule(interaction, id, { verdict: "edit", title: null, text: words }, by);
        }
        case "judge-right":
        case "judge-answer":
        case "judge-ask":
        case "judge-file":
          return rule(interaction, id, { verdict: "judge", silence: JUDGES[id.verb] }, by);
        case "dismiss":
          return rule(interaction, id, { verdict: "dismiss", reason: null }, by);
        case "snooze":
          return rule(interaction, id, { verdict: "snooze", until: clock.now() + DAY }, by);
        case "claim":
        case "release": {
          await interaction.deferUpdate();
          const claiming = await deps.claimCard(id.id, id.verb === "claim", by);
          return whisper(interaction, claimWords(claiming));
        }
        case "more": {
          await interaction.deferReply({ flags: "Ephemeral" });
          const details = await deps.cardDetails(id.id);
          if (!details) return void (await interaction.editReply(results.gone));
          const { embeds, components } = renderPanel(details, by);
          await interaction.editReply({ embeds: [...embeds], components: [...components] });
          // Apart, so that large files keep nobody waiting for the rest.
          return showImages(interaction, await deps.cardImages(id.id));
        }
        case "translate": {
          await interaction.deferReply({ flags: "Ephemeral" });
          const made = await deps.translatePost(id.id);
          return void (await interaction.editReply(renderTranslation(made)));
        }
        case "edit":
          return forms.open(
            interaction,
            id,
            () => deps.editForm(id.id),
            (form) => {
              if (!form) return results.gone;
              if (form.version !== id.version) return results.stale;
              if (form.text.length > FIELD_MAX) return words.tooLong;
              const { title, text } = form;
              return formOf("edit-form", id, words.edit, [
                ...(title === null
                  ? []
                  : [{ name: "title", label: words.title, value: title, max: 250 }]),
                { name: "text", label: words.text, value: text, long: true },
              ]);
            },
          );
        case "ask-reporter":
          return forms.open(
            interaction,
            id,
            () => deps.cardDetails(id.id),
            (details) =>
              formOf("ask-form", id, words.ask, [
                {
                  name: "details",
                  label: words.askField,
                  value: (details?.missing ?? []).slice(0, 3).map(detailWords).join("\n"),
                  long: true,
                  max: 1_000,
                },
              ]),
          );
        case "redraft":
          return interaction.showModal(
            formOf("redraft-form", id, words.redraft, [
              { name: "instruction", label: words.redraftField, long: true, max: 1_000 },
            ]),
          );
        case "retract":
          return interaction.showModal(
            formOf("retract-form", id, words.retract, [
              {
                name: "words",
                label: words.retractField,
                long: true,
                required: false,
                max: 1_500,
              },
            ]),
          );
        default:
          throw new Error(`no review button does "${id.verb}"`);
      }
    },

    async menu(interaction, id, by) {
      const [value = ""] = interaction.values;
      const change = {
        verdict: "change",
        kind: null,
        lane: null,
        area: null,
        route: null,
      } as const;
      if (id.verb === "label") {
        const [what, label] = value.split(":");
        const changed = what === "kind" ? { kind: Kind.parse(label) } : { lane: Lane.parse(label) };
        return rule(interaction, id, { ...change, ...changed }, by);
      }
      await interaction.deferUpdate();
      const details = await deps.cardDetails(id.id);
      if (id.verb === "route") {
        const route = chosenRoute(details?.routes ?? [], value);
        if (!route) return whisper(interaction, results.nothingChosen);
        return rule(interaction, id, { ...change, route }, by);
      }
      const candidate = chosenCandidate(details?.candidates ?? [], value);
      if (!candidate) return whisper(interaction, results.nothingChosen);
      return rule(interaction, id, { verdict: "link", candidate }, by);
    },

    async form(interaction, id, by) {
      const { fields } = interaction;
      switch (id.verb) {
        case "edit-form": {
          const title = fields.fields.has("title") ? fields.getTextInputValue("title") : null;
          const text = fields.getTextInputValue("text");
          return rule(interaction, id, { verdict: "edit", title, text }, by);
        }
        case "ask-form": {
          const details = linesOf(fields.getTextInputValue("details"));
          return rule(interaction, id, { verdict: "ask", details }, by);
        }
        case "redraft-form": {
          const instruction = fields.getTextInputValue("instruction");
          return rule(interaction, id, { verdict: "redraft", instruction }, by);
        }
        case "retract-form": {
          const said = fields.getTextInputValue("words").trim();
          return rule(
            interaction,
            id,
            { verdict: "retract", words: said === "" ? null : said },
            by,
          );
        }
        default:
          throw new Error(`no review form does "${id.verb}"`);
      }
    },
  };
}

/** What the card itself then shows stands in the review channel. */
function claimWords(claiming: Claiming): string {
  if (claiming.type === "gone") return results.stale;
  if (claiming.type !== "taken") return results.done;
  const { name, until } = claiming.claim;
  return staffTexts.commands.taken(inlineText(name), Math.floor(until / 1_000));
}

/** To the reviewer alone: what an image shows was never redacted. */
async function showImages(interaction: Press, shown: CardImages | null): Promise<void> {
  if (!shown || shown.images.length + shown.notes.length === 0) return;
  const notes = shown.notes.map((note) => `-# ${inlineText(oneLine(note, 180))}`);
  await whisper(interaction, {
    content: [staffTexts.panel.images, ...notes].join("\n").slice(0, 2_000),
    files: shown.images.map(({ type, bytes }, at) => ({
      name: `screenshot-${at + 1}.${type.replace("image/", "")}`,
      attachment: Buffer.from(bytes),
    })),
  });
}

async function show(interaction: Press, verb: Verb, result: ReviewResult): Promise<void> {
  if (result.type === "refused") return whisper(interaction, result.words);
  const { card } = result;
  if (isOnCard(verb)) {
    if (card) await interaction.editReply(toReply(renderCard(card)));
    if (result.type === "stale") await whisper(interaction, card ? results.stale : results.gone);
  } else {
    const content = result.type === "done" ? results.done : results.stale;
    await interaction.editReply({ content, embeds: [], components: [] });
  }
}

/**
 * The interaction can no longer be answered. What was done shows on the card, which the board
 * brings up to date; what was not done is said in the review channel, where the card stands.
 */
async function tellLate(interaction: Press, by: Person, result: ReviewResult): Promise<void> {
  const onlyTheirs = interaction.message.flags.has("Ephemeral");
  if (result.type === "done" || onlyTheirs || !interaction.channel?.isSendable()) return;
  const words = result.type === "refused" ? result.words : results.stale;
  await interaction.channel.send({ content: results.late(inlineText(by.name), words) });
}

const JUDGES = {
  "judge-right": "right",
  "judge-answer": "answer",
  "judge-ask": "ask",
  "judge-file": "file",
} as const;

/** Whether the message that was pressed is the card itself, not the panel behind More. */
function isOnCard(verb: Verb): boolean {
  return verb in JUDGES || ["send", "send-words", "dismiss", "undo", "edit-form"].includes(verb);
}

function linesOf(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.replace(/^\s*[-*]\s*/, "").trim())
    .filter((line) => line !== "");
}
