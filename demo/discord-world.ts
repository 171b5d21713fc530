import type { InteractionHandle } from "../test/simulators/discord/interaction-handle.ts";
import type { OpenModal } from "../test/simulators/discord/interactions.ts";
import type { DiscordSimulator } from "../test/simulators/discord/simulator.ts";
import { toDiscordView } from "./discord-view.ts";
import type { Answered, DiscordPerson, DiscordWorld } from "./worlds.ts";

/** The simulated Discord as the page knows it. */
export function createDiscordWorld(simulator: DiscordSimulator): DiscordWorld {
  /** Forms that are open in front of somebody, by person and custom id. */
  const openForms = new Map<string, OpenModal>();

  async function answered(userId: string, handle: InteractionHandle): Promise<Answered> {
    await handle.ack();
    const { modal } = handle.outcome();
    if (!modal) return { modal: null };
    openForms.set(`${userId}:${modal.customId}`, modal);
    return {
      modal: { custom_id: modal.customId, title: modal.title, components: modal.components },
    };
  }

  function as(userId: string): DiscordPerson {
    const person = simulator.as(userId);
    return {
      async post(channelId, text, replyTo) {
        const draft = replyTo === null ? text : { content: text, replyTo };
        return { messageId: person.post(channelId, draft) };
      },
      async createForumPost(forumId, { title, text, tagIds }) {
        return {
          threadId: await person.createForumPost(forumId, { title, content: text, tags: tagIds }),
        };
      },
      edit: async (messageId, text) => person.edit(messageId, text),
      remove: async (messageId) => person.delete(messageId),
      react: async (messageId, emoji, on) =>
        on ? person.react(messageId, emoji) : person.unreact(messageId, emoji),
      click: (messageId, customId) => answered(userId, person.click(messageId, customId)),
      select: (messageId, customId, values) =>
        answered(userId, person.select(messageId, customId, values)),
      async submitModal(customId, values) {
        const modal = openForms.get(`${userId}:${customId}`);
        if (!modal) throw new Error("This form is no longer open.");
        openForms.delete(`${userId}:${customId}`);
        return answered(userId, person.submitModal(modal, values));
      },
      command: (channelId, { name, options, targetId }) =>
        answered(
          userId,
          targetId === null
            ? person.command(name, options, channelId)
            : person.messageCommand(name, targetId),
        ),
    };
  }

  return {
    view: () => toDiscordView(simulator.snapshot(), simulator.botUserId),
    onChange: (listener) => simulator.onChange(() => listener()),
    as,
  };
}
