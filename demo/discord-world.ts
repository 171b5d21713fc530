import { z } from "zod";
import type { InteractionHandle, Outcome } from "../test/simulators/discord/interaction-handle.ts";
import type { OpenModal } from "../test/simulators/discord/interactions.ts";
import type { DiscordSimulator } from "../test/simulators/discord/simulator.ts";
import { toDiscordView } from "./discord-view.ts";
import { type Answered, type DiscordPerson, type DiscordWorld, NoAnswerError } from "./worlds.ts";

const Attachment = z.object({
  id: z.string(),
  url: z.string(),
  content_type: z.string().default("application/octet-stream"),
});

/** The simulated Discord as the page knows it. */
export function createDiscordWorld(simulator: DiscordSimulator): DiscordWorld {
  /** Forms that are open in front of somebody, by person and custom id. */
  const openForms = new Map<string, OpenModal>();

  async function answered(userId: string, handle: InteractionHandle): Promise<Answered> {
    const { modal } = await acknowledged(handle);
    if (!modal) return { modal: null };
    openForms.set(`${userId}:${modal.customId}`, modal);
    return {
      modal: { custom_id: modal.customId, title: modal.title, components: modal.components },
    };
  }

  function as(userId: string): DiscordPerson {
    const person = simulator.as(userId);
    return {
      async post(channelId, { text, replyTo, files }) {
        const draft = { content: text, attachments: files, ...(replyTo && { replyTo }) };
        return { messageId: person.post(channelId, draft) };
      },
      async createForumPost(forumId, { title, text, tagIds, files }) {
        const draft = { title, content: text, tags: tagIds, attachments: files };
        return { threadId: await person.createForumPost(forumId, draft) };
      },
      startThread: async (messageId, name) => ({ threadId: person.createThread(messageId, name) }),
      editThread: async (threadId, change) => person.editThread(threadId, change),
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
      async suggest(channelId, { name, options, focused }) {
        const { choices } = await acknowledged(
          person.autocomplete(name, options, focused, channelId),
        );
        return choices ?? [];
      },
    };
  }

  return {
    view: () => toDiscordView(simulator.snapshot(), simulator.botUserId),
    onChange: (listener) => simulator.onChange(() => listener()),
    as,
    async file(messageId, fileId) {
      const message = z.object({ attachments: z.array(Attachment) });
      const found = message
        .parse(simulator.message(messageId) ?? { attachments: [] })
        .attachments.find(({ id }) => id === fileId);
      if (!found) return null;
      const answer = await fetch(found.url);
      if (!answer.ok) return null;
      const content = new Uint8Array(await answer.arrayBuffer());
      return { content, contentType: found.content_type };
    },
  };
}

async function acknowledged(handle: InteractionHandle): Promise<Outcome> {
  try {
    return await handle.ack();
  } catch (error) {
    throw new NoAnswerError("The application did not respond", { cause: error });
  }
}
