import type { Choice, Interaction, OpenModal } from "./interactions.ts";
import { messagePayload } from "./message-payloads.ts";
import type { Json } from "./state.ts";
import type { World } from "./world.ts";
import { LOADING } from "./write-messages.ts";

/** What the bot made of an interaction so far. */
export type Outcome = {
  /** How long the first response took by the simulator's clock; null while there is none. */
  readonly ackedAfterMs: number | null;
  readonly ackType: number | null;
  /** Answers as they now stand, ephemeral and public, without those still loading. */
  readonly replies: readonly Json[];
  readonly modal: OpenModal | null;
  /** What the bot offers for the option being typed; null unless it was asked for that. */
  readonly choices: readonly Choice[] | null;
  /** How often the message that was clicked has been changed in response. */
  readonly updates: number;
};

/** Something a person started, on whose outcome one can wait. Times out in real milliseconds. */
export type InteractionHandle = {
  readonly id: string;
  outcome(): Outcome;
  until(done: (outcome: Outcome) => boolean, what: string, timeoutMs?: number): Promise<Outcome>;
  ack(timeoutMs?: number): Promise<Outcome>;
  /** The first answer that says something. */
  reply(timeoutMs?: number): Promise<Json>;
  modal(timeoutMs?: number): Promise<OpenModal>;
  /** The clicked message after the bot has changed it. */
  updated(timeoutMs?: number): Promise<Json>;
};

const PATIENCE_MS = 5_000;

export function toHandle(world: World, interaction: Interaction): InteractionHandle {
  const messageOf = (id: string) => {
    const message = world.state.messages.get(id);
    return message && (message.flags & LOADING) === 0 ? [messagePayload(world, message)] : [];
  };

  const outcome = (): Outcome => ({
    ackedAfterMs: interaction.response ? interaction.response.at - interaction.createdAt : null,
    ackType: interaction.response?.type ?? null,
    replies: interaction.replyIds.flatMap(messageOf),
    modal: interaction.modal,
    choices: interaction.choices,
    updates: interaction.sourceUpdates,
  });

  const until: InteractionHandle["until"] = (done, what, timeoutMs = PATIENCE_MS) =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        interaction.watchers.delete(look);
        reject(new Error(`the bot did not ${what} within ${timeoutMs} ms`));
      }, timeoutMs);
      const look = () => {
        const now = outcome();
        if (!done(now)) return;
        clearTimeout(timer);
        interaction.watchers.delete(look);
        resolve(now);
      };
      interaction.watchers.add(look);
      look();
    });

  return {
    id: interaction.id,
    outcome,
    until,
    ack: (timeoutMs) => until(({ ackType }) => ackType !== null, "respond", timeoutMs),
    async reply(timeoutMs) {
      const { replies } = await until((now) => now.replies.length > 0, "reply", timeoutMs);
      return replies[0] ?? {};
    },
    async modal(timeoutMs) {
      const now = await until(({ modal }) => modal !== null, "open a modal", timeoutMs);
      if (!now.modal) throw new Error("no modal");
      return now.modal;
    },
    async updated(timeoutMs) {
      await until(({ updates }) => updates > 0, "update the message", timeoutMs);
      const message = world.state.messages.get(interaction.sourceMessageId ?? "");
      if (!message) throw new Error("the message is gone");
      return messagePayload(world, message);
    },
  };
}
