import type { ButtonInteraction } from "discord.js";
import { whisper } from "./answer.ts";
import { button, row } from "./buttons.ts";
import type { Verb } from "./custom-id.ts";
import type { Person, PrivacyDeps, PrivacyView } from "./deps.ts";
import { texts } from "./texts.ts";

const words = texts.privacy;
/** These buttons are always about whoever presses them. */
const ONESELF = "me";

/** Verbs of the buttons below `/privacy`. */
export const PRIVACY_VERBS: readonly Verb[] = [
  "privacy-off",
  "privacy-on",
  "privacy-export",
  "privacy-forget",
  "privacy-forget-sure",
];

export function privacyMessage({ off, posts, tickets }: PrivacyView) {
  const standing = off ? words.isOff : words.isOn;
  const { buttons } = texts;
  return {
    content: [words.what, words.kept(posts, tickets), words.never, standing].join("\n"),
    components: [
      row(
        off
          ? button("privacy-on", buttons.botOn, ONESELF)
          : button("privacy-off", buttons.botOff, ONESELF),
        button("privacy-export", buttons.copy, ONESELF),
        button("privacy-forget", buttons.forget, ONESELF, { style: "danger" }),
      ),
    ],
  };
}

/** What a member presses below `/privacy`; only they can see it. */
export async function pressPrivacy(
  interaction: ButtonInteraction,
  verb: Verb,
  by: Person,
  deps: PrivacyDeps,
): Promise<void> {
  if (verb === "privacy-forget") {
    const sure = button("privacy-forget-sure", texts.buttons.forgetSure, ONESELF, {
      style: "danger",
    });
    return whisper(interaction, { content: words.forgetSure, components: [row(sure)] });
  }
  if (verb === "privacy-export") {
    await interaction.deferReply({ flags: "Ephemeral" });
    const held = JSON.stringify(await deps.exportOf(by), null, 2);
    const file = { name: words.fileName, attachment: Buffer.from(held) };
    await interaction.editReply({ content: words.copy, files: [file] });
    return;
  }
  await interaction.deferUpdate();
  if (verb === "privacy-forget-sure") {
    const posts = await deps.forget(by);
    await interaction.editReply({ content: words.forgotten(posts), components: [] });
    return;
  }
  const scope = { scope: "person", scopeId: by.sourceId, opener: true } as const;
  await deps.switchBot({ ...scope, off: verb === "privacy-off" }, by);
  await interaction.editReply(privacyMessage(await deps.privacyOf(by)));
}
