import {
  type AnyThreadChannel,
  type Client,
  Events,
  GatewayDispatchEvents,
  type Message,
} from "discord.js";
import { z } from "zod";
import { orGone } from "../discord/or-gone.ts";

const Edited = z.object({
  id: z.string(),
  channel_id: z.string(),
  guild_id: z.string(),
  edited_timestamp: z.string(),
  author: z.object({ id: z.string(), bot: z.boolean().default(false) }),
});
const ThreadChanged = z.object({
  id: z.string(),
  guild_id: z.string(),
  thread_metadata: z.object({ archived: z.boolean() }),
});

export type EditHandlers = {
  /** A message whose text, or whose forum post's title or tags, a person changed. */
  readonly onEdited: (channelId: string, read: () => Promise<Message | null>) => void;
  readonly onArchived: (threadId: string) => void;
};

/** Hears of edits, new titles and tags, also in threads that discord.js has forgotten. */
export function wireEdits(client: Client, serverId: string, handlers: EditHandlers): void {
  client.on(Events.MessageUpdate, (_before, after) => {
    if (after.guildId !== serverId || after.author?.bot) return;
    // Link previews and pins update a message too; only people set this.
    if (!after.partial && after.editedTimestamp === null) return;
    // What is not remembered is read by its ids: the thread may be forgotten by then as well.
    handlers.onEdited(after.channelId, async () =>
      after.partial ? readMessage(after.channelId, after.id) : after,
    );
  });

  client.ws.on(GatewayDispatchEvents.MessageUpdate, (data: unknown) => {
    const edit = Edited.safeParse(data).data;
    if (!edit || edit.guild_id !== serverId || edit.author.bot) return;
    if (client.channels.resolve(edit.channel_id)) return;
    handlers.onEdited(edit.channel_id, () => readMessage(edit.channel_id, edit.id));
  });

  client.on(Events.ThreadUpdate, (before, after) => {
    if (after.guildId !== serverId) return;
    if (after.archived) handlers.onArchived(after.id);
    if (before.name !== after.name || !sameTags(before, after)) retitled(after.id);
  });

  client.ws.on(GatewayDispatchEvents.ThreadUpdate, (data: unknown) => {
    const thread = ThreadChanged.safeParse(data).data;
    if (thread?.guild_id !== serverId || client.channels.resolve(thread.id)) return;
    if (thread.thread_metadata.archived) handlers.onArchived(thread.id);
    else retitled(thread.id);
  });

  function retitled(threadId: string): void {
    handlers.onEdited(threadId, async () => {
      const thread = await orGone(() => client.channels.fetch(threadId));
      if (!thread?.isThread()) return null;
      const starter = await orGone(() => thread.fetchStarterMessage({ cache: false }));
      return starter && !starter.author.bot ? starter : null;
    });
  }

  async function readMessage(channelId: string, messageId: string): Promise<Message | null> {
    const channel = await orGone(() => client.channels.fetch(channelId));
    if (!channel?.isTextBased()) return null;
    return orGone(() => channel.messages.fetch(messageId));
  }
}

function sameTags(a: AnyThreadChannel, b: AnyThreadChannel): boolean {
  return a.appliedTags.join() === b.appliedTags.join();
}
