import { setTimeout as sleep } from "node:timers/promises";
import {
  type ButtonInteraction,
  type CommandInteraction,
  DiscordAPIError,
  type InteractionReplyOptions,
  type MessageComponentInteraction,
  MessageFlags,
  type ModalSubmitInteraction,
  RESTJSONErrorCodes,
} from "discord.js";
import { button, row } from "../render/buttons.ts";
import type { Form } from "../render/form-fields.ts";
import type { Rendered } from "../render/rendered.ts";
import type { Texts } from "../words/wording.ts";
import { type CustomId, formatCustomId } from "./custom-id.ts";

export type Answerable = CommandInteraction | MessageComponentInteraction | ModalSubmitInteraction;

/** Says something that only the person who pressed can see. */
export async function whisper(
  interaction: Answerable,
  what: string | InteractionReplyOptions,
): Promise<void> {
  const options = typeof what === "string" ? { content: what } : what;
  const reply = { ...options, flags: MessageFlags.Ephemeral } as const;
  if (interaction.deferred || interaction.replied) await interaction.followUp(reply);
  else await interaction.reply(reply);
}

/** A rendered message as discord.js takes it in replies and updates. */
export function toReply({ content, embeds, components, files }: Rendered) {
  return {
    content,
    embeds: [...embeds],
    components: [...components],
    files: files.map(({ name, text }) => ({ name, attachment: Buffer.from(text) })),
  };
}

/** Whether Discord no longer takes an answer: too late, or the message is gone. */
export function isExpired(error: unknown): boolean {
  const codes: readonly (string | number)[] = [
    RESTJSONErrorCodes.UnknownInteraction,
    RESTJSONErrorCodes.UnknownWebhook,
    RESTJSONErrorCodes.UnknownMessage,
    RESTJSONErrorCodes.InvalidWebhookToken,
  ];
  return error instanceof DiscordAPIError && codes.includes(error.code);
}

/** Whether Discord has our first answer already: that it took it was lost on the way to us. */
export function isAcknowledged(error: unknown): boolean {
  return (
    error instanceof DiscordAPIError &&
    error.code === RESTJSONErrorCodes.InteractionHasAlreadyBeenAcknowledged
  );
}

export type Forms = {
  /**
   * Shows a form, which has to be the first answer and come within three seconds. When what it
   * shows is late, the person gets a button that opens it from memory.
   * @param build the form, or the sentence that says why there is none
   */
  open<T>(
    interaction: ButtonInteraction,
    id: CustomId,
    load: () => Promise<T>,
    build: (loaded: T) => Form | string,
  ): Promise<void>;
};

const PATIENCE_MS = 2_000;
const KEPT = 100;

export function createForms(texts: Texts): Forms {
  const late = new Map<string, Promise<unknown>>();
  return {
    async open(interaction, id, load, build) {
      const key = `${interaction.user.id} ${formatCustomId(id.verb, id.id, id.version)}`;
      // Only this function writes here, under a key that names what is loaded.
      const loading = (late.get(key) as ReturnType<typeof load> | undefined) ?? load();
      // What failed meanwhile is loaded anew by the press after this one.
      late.delete(key);
      const loaded = await within(PATIENCE_MS, loading);
      if (loaded === "late") {
        late.set(key, loading);
        const [oldest] = late.keys();
        if (late.size > KEPT && oldest !== undefined) late.delete(oldest);
        const again = button(id.verb, texts.say("button.open-form"), id.id, {
          version: id.version,
        });
        return whisper(interaction, { content: texts.say("form.ready"), components: [row(again)] });
      }
      const form = build(loaded.value);
      if (typeof form === "string") await whisper(interaction, form);
      else await interaction.showModal(form);
    },
  };
}

async function within<T>(ms: number, work: Promise<T>): Promise<{ readonly value: T } | "late"> {
  const stop = new AbortController();
  const timeout = sleep(ms, "late" as const, { signal: stop.signal, ref: false });
  timeout.catch(() => undefined);
  // When it is late its failure is met by the next press, not by nobody.
  work.catch(() => undefined);
  try {
    return await Promise.race([work.then((value) => ({ value })), timeout]);
  } finally {
    stop.abort();
  }
}
