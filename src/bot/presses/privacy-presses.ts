import type { ButtonInteraction } from "discord.js";
import type { Person, PrivacyDeps, PrivacyView, WordDeps } from "../deps.ts";
import { button, row } from "../render/buttons.ts";
import type { Texts } from "../words/wording.ts";
import { whisper } from "./answer.ts";
import type { Verb } from "./custom-id.ts";

/** These buttons are always about whoever presses them. */
const ONESELF = "me";

export function privacyMessage({ off, posts, tickets }: PrivacyView, texts: Texts) {
  const kept = { posts: postCount(posts, texts), asks: askCount(tickets, texts) };
  return {
    content: [
      texts.say("privacy.what"),
      texts.say("privacy.kept", kept),
      texts.say("privacy.never"),
      texts.say(off ? "privacy.is-off" : "privacy.is-on"),
    ].join("\n"),
    components: [
      row(
        off
          ? button("privacy-on", texts.say("button.bot-on"), ONESELF)
          : button("privacy-off", texts.say("button.bot-off"), ONESELF),
        button("privacy-export", texts.say("button.copy"), ONESELF),
        button("privacy-forget", texts.say("button.forget"), ONESELF, { style: "danger" }),
      ),
    ],
  };
}

function postCount(count: number, texts: Texts): string {
  return texts.say(count === 1 ? "privacy.post" : "privacy.posts", { count });
}

function askCount(count: number, texts: Texts): string {
  return texts.say(count === 1 ? "privacy.ask" : "privacy.asks", { count });
}

/** What a member presses below `/privacy`; only they can see it. */
export async function pressPrivacy(
  interaction: ButtonInteraction,
  verb: Verb,
  by: Person,
  deps: PrivacyDeps & WordDeps,
): Promise<void> {
  const { texts } = deps;
  if (verb === "privacy-forget") {
    const sure = button("privacy-forget-sure", texts.say("button.forget-sure"), ONESELF, {
      style: "danger",
    });
    return whisper(interaction, {
      content: texts.say("privacy.forget-sure"),
      components: [row(sure)],
    });
  }
  if (verb === "privacy-export") {
    await interaction.deferReply({ flags: "Ephemeral" });
    const held = JSON.stringify(await deps.exportOf(by), null, 2);
    const file = { name: texts.say("privacy.file"), attachment: Buffer.from(held) };
    await interaction.editReply({ content: texts.say("privacy.copy"), files: [file] });
    return;
  }
  await interaction.deferUpdate();
  if (verb === "privacy-forget-sure") {
    const posts = await deps.forget(by);
    await interaction.editReply({
      content: texts.say("privacy.forgotten", { posts: postCount(posts, texts) }),
      components: [],
    });
    return;
  }
  const scope = { scope: "person", scopeId: by.sourceId, opener: true } as const;
  await deps.switchBot({ ...scope, off: verb === "privacy-off" }, by);
  await interaction.editReply(privacyMessage(await deps.privacyOf(by), texts));
}
