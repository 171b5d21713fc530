import { refuseArchived, refuseSending } from "./access.ts";
import { apiError } from "./api-error.ts";
import { openDirectMessages } from "./community.ts";
import { type InteractionHandle, toHandle } from "./interaction-handle.ts";
import type { OpenModal } from "./interactions.ts";
import {
  type CommandOptions,
  runCommand,
  runMessageCommand,
  typeCommandOption,
} from "./people-commands.ts";
import { clickComponent, selectValues, submitModal } from "./people-components.ts";
import { type PersonMessage, toFiles, toMessages } from "./people-files.ts";
import {
  editOwnThread,
  type PostDraft,
  postForum,
  privateThread,
  type ThreadChange,
  threadFromMessage,
} from "./people-threads.ts";
import { has, type Permission, permissionsIn } from "./permissions.ts";
import { addReaction, removeReaction } from "./reactions.ts";
import { CHANNEL, type SimChannel, type SimMember, type SimMessage } from "./state.ts";
import { deleteThread } from "./threads.ts";
import type { World } from "./world.ts";
import { createMessage, deleteMessages, editMessage } from "./write-messages.ts";

/** What a person does in their Discord client. Whatever the client would not let them do throws. */
export type Person = {
  readonly id: string;
  /** Returns the message's id. */
  post(channelId: string, draft: PersonMessage | string): string;
  /** As many messages as the text needs, the rest of a very long one as message.txt. */
  postLong(channelId: string, text: string): readonly string[];
  /** Writes to the bot in private. */
  postDirect(draft: PersonMessage | string): string;
  /**
   * Returns the thread's id, once its first message stands, which has the same id. A content over
   * 2,000 characters goes on in further messages.
   */
  createForumPost(forumId: string, draft: PostDraft): Promise<string>;
  edit(messageId: string, content: string): void;
  delete(messageId: string): void;
  react(messageId: string, emoji: string): void;
  unreact(messageId: string, emoji: string): void;
  click(messageId: string, customId: string): InteractionHandle;
  select(messageId: string, customId: string, values: readonly string[]): InteractionHandle;
  submitModal(
    modal: OpenModal,
    values: Readonly<Record<string, string | readonly string[]>>,
  ): InteractionHandle;
  /** A slash command; of one with subcommands the whole path: `signalbox pause`. */
  command(name: string, options: CommandOptions, channelId: string): InteractionHandle;
  /** Types into an option that offers choices; the outcome holds what is offered. */
  autocomplete(
    name: string,
    options: CommandOptions,
    focused: string,
    channelId: string,
  ): InteractionHandle;
  /** Right click on a message, Apps, and the command's name. */
  messageCommand(name: string, messageId: string): InteractionHandle;
  /** Opens a thread on a message of a text channel. Returns the thread's id. */
  createThread(messageId: string, name: string): string;
  /** Opens a thread for those who are invited alone. Returns the thread's id. */
  createPrivateThread(channelId: string, name: string, invited?: readonly string[]): string;
  /** Takes a whole thread away, as moderators may. */
  deleteThread(threadId: string): void;
  /** Takes several messages away at once, as moderators may. */
  deleteMany(channelId: string, messageIds: readonly string[]): void;
  editThread(threadId: string, change: ThreadChange): void;
};

export function asPerson(world: World, userId: string): Person {
  const { state } = world;
  const member = state.members.get(userId);
  if (!member || member.user.id === state.bot.id) throw new Error(`no member ${userId}`);
  const { user } = member;

  function visible(messageId: string): SimMessage {
    const message = state.messages.get(messageId);
    const channel = message && state.channels.get(message.channelId);
    const isTheirs = message?.ephemeralFor === null || message?.ephemeralFor === userId;
    if (!message || !channel || !isTheirs || !sees(world, currentMember(), channel)) {
      throw apiError("unknownMessage");
    }
    return message;
  }

  // Roles change while a person is at work.
  function currentMember(): SimMember {
    const now = state.members.get(userId);
    if (!now) throw apiError("unknownMember");
    return now;
  }

  function own(messageId: string): SimMessage {
    const message = visible(messageId);
    if (message.author.id !== userId) throw apiError("notTheAuthor");
    return message;
  }

  function refuseArchivedAt(message: SimMessage): void {
    const channel = state.channels.get(message.channelId);
    if (channel) refuseArchived(channel);
  }

  function send(channel: SimChannel, draft: PersonMessage | string): string {
    const {
      content = "",
      attachments = [],
      replyTo,
    } = typeof draft === "string" ? { content: draft } : draft;
    if (content.length > 2_000) throw new Error("over 2,000 characters: use splitLikeClient");
    if (content.trim() === "" && attachments.length === 0) throw apiError("emptyMessage");
    const body = {
      content,
      ...(replyTo === undefined ? {} : { message_reference: { message_id: replyTo } }),
    };
    return createMessage(world, channel, { author: user, body, files: toFiles(attachments) }).id;
  }

  return {
    id: userId,

    post(channelId, draft) {
      const channel = writable(world, currentMember(), channelId);
      return send(channel, draft);
    },

    postLong: (channelId, text) =>
      toMessages(text).map((draft) => send(writable(world, currentMember(), channelId), draft)),

    postDirect: (draft) => send(openDirectMessages(world, user), draft),

    async createForumPost(forumId, { content, attachments = [], ...draft }) {
      const forum = state.channels.get(forumId);
      if (!forum || !sees(world, currentMember(), forum)) throw apiError("unknownChannel");
      const [first = { content: "" }, ...more] = toMessages(content, attachments);
      const thread = await postForum(world, currentMember(), forum, { ...draft, ...first });
      for (const next of more) send(thread, next);
      return thread.id;
    },

    edit(messageId, content) {
      const message = own(messageId);
      refuseArchivedAt(message);
      editMessage(world, message, { content });
    },

    delete(messageId) {
      const message = visible(messageId);
      const channel = state.channels.get(message.channelId);
      if (!channel) throw apiError("unknownChannel");
      const manages = has(permissionsIn(state, currentMember(), channel), "manageMessages");
      if (message.author.id !== userId && !manages) throw apiError("missingPermissions");
      deleteMessages(world, channel, [messageId]);
    },

    react(messageId, emoji) {
      const message = visible(messageId);
      refuseArchivedAt(message);
      addReaction(world, message, userId, emoji);
    },
    unreact: (messageId, emoji) => removeReaction(world, visible(messageId), userId, emoji),

    click: (messageId, customId) =>
      toHandle(world, clickComponent(world, userId, visible(messageId), customId)),
    select: (messageId, customId, values) =>
      toHandle(world, selectValues(world, userId, visible(messageId), customId, values)),
    submitModal: (modal, values) => toHandle(world, submitModal(world, userId, modal, values)),
    command: (name, options, channelId) =>
      toHandle(world, runCommand(world, currentMember(), name, options, channelId)),
    autocomplete: (name, options, focused, channelId) =>
      toHandle(world, typeCommandOption(world, currentMember(), name, options, focused, channelId)),
    messageCommand: (name, messageId) =>
      toHandle(world, runMessageCommand(world, currentMember(), name, visible(messageId))),

    createThread: (messageId, name) =>
      threadFromMessage(world, currentMember(), visible(messageId), name).id,
    createPrivateThread(channelId, name, invited = []) {
      const parent = writable(world, currentMember(), channelId);
      return privateThread(world, currentMember(), parent, { name, invited }).id;
    },
    deleteThread(threadId) {
      deleteThread(world, managed(world, currentMember(), threadId, "manageThreads"));
    },
    deleteMany(channelId, messageIds) {
      const channel = managed(world, currentMember(), channelId, "manageMessages");
      deleteMessages(world, channel, messageIds);
    },
    editThread: (threadId, change) => editOwnThread(world, currentMember(), threadId, change),
  };
}

function sees({ state }: World, member: SimMember, channel: SimChannel): boolean {
  if (channel.recipientId !== null) return channel.recipientId === member.user.id;
  return has(permissionsIn(state, member, channel), "viewChannel");
}

/** Slow mode: a client lets its owner wait. */
function refuseTooSoon(world: World, channel: SimChannel, userId: string): void {
  const waits = channel.rateLimitPerUser * 1_000;
  if (waits === 0) return;
  const own = (id: string) => world.state.messages.get(id)?.author.id === userId;
  const last = world.state.messages.get(channel.messageIds.findLast(own) ?? "");
  if (last && world.clock.now() - last.createdAt < waits) throw apiError("slowMode");
}

function managed(world: World, member: SimMember, id: string, needed: Permission): SimChannel {
  const channel = world.state.channels.get(id);
  if (!channel) throw apiError("unknownChannel");
  if (!has(permissionsIn(world.state, member, channel), needed)) {
    throw apiError("missingPermissions");
  }
  return channel;
}

function writable(world: World, member: SimMember, channelId: string): SimChannel {
  const { state } = world;
  const channel = state.channels.get(channelId);
  if (!channel || !sees(world, member, channel)) throw apiError("unknownChannel");
  if (channel.type === CHANNEL.forum) throw apiError("notATextChannel");
  if (channel.recipientId !== null) return channel;
  const sum = permissionsIn(state, member, channel);
  const needed = channel.thread ? "sendMessagesInThreads" : "sendMessages";
  if (!has(sum, needed)) throw apiError("missingPermissions");
  refuseSending(channel, has(sum, "manageThreads"));
  if (!has(sum, "manageMessages")) refuseTooSoon(world, channel, member.user.id);
  return channel;
}
