import type { ButtonInteraction, Interaction } from "discord.js";
import type { OpenDraft } from "../../triage/review/helper-desk.ts";
import type { HelperDeps, Person } from "../deps.ts";
import { isStaff } from "../discord/people.ts";
import { button, row } from "../render/buttons.ts";
import { defuseText, hostsOf, inlineText, quietLink } from "../render/defuse.ts";
import { formOf } from "../render/form-fields.ts";
import { cutMarkdown, oneLine } from "../render/split.ts";
import { staffTexts } from "../words/staff-texts.ts";
import { whisper } from "./answer.ts";
import type { CustomId } from "./custom-id.ts";

const words = staffTexts.helpers;
const ROOM = 1_200;

/** Whoever may look at drafts, by the roles held at this very press. */
export function mayHelp(by: Person): boolean {
  return isStaff(by) || by.roles.includes("helper");
}

/** What a helper presses below a draft; nothing of it is seen in public. */
export async function pressDraft(
  interaction: Interaction,
  id: CustomId,
  by: Person,
  deps: HelperDeps,
): Promise<void> {
  if (interaction.isModalSubmit() && interaction.isFromMessage()) {
    await interaction.deferUpdate();
    const text = interaction.fields.getTextInputValue("words");
    const vouched = await deps.vouch(id.id, text, by);
    if (vouched.type === "refused") return whisper(interaction, inlineText(vouched.words));
    await interaction.editReply(resultOf(vouched));
    return;
  }
  if (!interaction.isButton()) return;
  if (id.verb === "rephrase") return rephrase(interaction, id, by, deps);
  await interaction.deferUpdate();
  if (id.verb === "next-draft") {
    await interaction.editReply(renderDraft(await deps.nextDraft(by, id.id)));
    return;
  }
  const vouched = await deps.vouch(id.id, null, by);
  if (vouched.type === "refused") return whisper(interaction, inlineText(vouched.words));
  await interaction.editReply(resultOf(vouched));
}

async function rephrase(
  interaction: ButtonInteraction,
  id: CustomId,
  by: Person,
  deps: HelperDeps,
): Promise<void> {
  const draft = await deps.draftText(id.id, by);
  if (draft === null) return whisper(interaction, words.gone);
  const { forms } = staffTexts;
  await interaction.showModal(
    formOf("rephrase-form", id, forms.rephrase, [
      { name: "words", label: forms.rephraseField, value: draft, long: true, max: 2_000 },
    ]),
  );
}

function resultOf(
  vouched: { readonly type: "vouched"; readonly code: string } | { readonly type: "gone" },
) {
  const content = vouched.type === "gone" ? words.gone : words.vouched(vouched.code);
  const { nextDraft } = staffTexts.buttons;
  return { content, embeds: [], components: [row(button("next-draft", nextDraft, "none"))] };
}

/** A draft for a helper's eyes, with what it rests on. */
export function renderDraft(draft: OpenDraft | null) {
  if (draft === null) return { content: words.none, embeds: [], components: [] };
  const { proposalId: id, sources } = draft;
  const { buttons } = staffTexts;
  const { head, rest } = cutMarkdown(
    defuseText(draft.text, hostsOf(sources.map(({ url }) => url))),
    ROOM,
  );
  return {
    content: [
      `${words.title(draft.code, draft.more)} ${inlineText(oneLine(draft.ask, 120))} ${quietLink(draft.permalink)}`,
      "",
      rest === "" ? head : `${head}\n…`,
      "",
      ...sources
        .slice(0, 3)
        .map(
          ({ title, url }, at) => `[${at + 1}] ${inlineText(oneLine(title, 60))} ${quietLink(url)}`,
        ),
      ...(draft.vouches > 0 ? [`-# ${words.vouches(draft.vouches)}`] : []),
      ...(draft.reworded ? [`-# ${words.reworded}`] : []),
    ].join("\n"),
    embeds: [],
    components: [
      row(
        button("vouch", buttons.vouch, id, { style: "main" }),
        ...(draft.reworded ? [] : [button("rephrase", buttons.rephrase, id)]),
        ...(draft.more > 0 ? [button("next-draft", buttons.nextDraft, id)] : []),
      ),
    ],
  };
}
