import { type Client, Events, type MessageReaction, type PartialMessageReaction } from "discord.js";
import type { Kind } from "../../triage/model/classification.ts";
import type { IntakeDeps, Person } from "../deps.ts";
import type { Log } from "../discord/log-type.ts";
import { heldBy, memberOf, type RoleIds } from "../discord/people.ts";
import { isPrivateThread, remember, threadOrChannel } from "../discord/whereabouts.ts";
import type { ReadMessage } from "./read-message.ts";

/** Which reactions send a message into triage, and as what kind (null: let it be found out). */
export type CallReactions = Readonly<Record<string, Kind | null>>;

export type ReactionsDeps = {
  readonly serverId: string;
  readonly deps: Pick<IntakeDeps, "policy" | "onCalled">;
  readonly readMessage: ReadMessage;
  readonly roleIds: () => Promise<RoleIds>;
  readonly callReactions: CallReactions;
  readonly log: Log;
};

/**
 * A configured reaction sends a message into triage: staff and helpers may do that anywhere,
 * others with their own message where the channel's policy says so.
 */
export function wireReactions(client: Client, options: ReactionsDeps): void {
  const { serverId, deps, readMessage, roleIds, callReactions, log } = options;

  async function onReaction(
    reaction: MessageReaction | PartialMessageReaction,
    userId: string,
    kind: Kind | null,
  ): Promise<void> {
    const message = await reaction.message.fetch();
    if (!message.inGuild() || message.author.bot) return;
    await remember(message);
    if (isPrivateThread(message.channel)) return;
    const member = await memberOf(message.guild, userId, message.guild.members.resolve(userId));
    if (!member || member.user.bot) return;
    const roles = heldBy(member, await roleIds());
    const by: Person = { sourceId: userId, name: member.displayName, roles };
    if (!roles.some((role) => role === "staff" || role === "admin" || role === "helper")) {
      const { places } = await deps.policy();
      const own = message.author.id === userId;
      if (!own || places[threadOrChannel(message.channel).placeId] !== "reaction") return;
    }
    await deps.onCalled(await readMessage(message), { by, via: "reaction", kind });
  }

  client.on(Events.MessageReactionAdd, (reaction, user) => {
    const { emoji, message } = reaction;
    const kind = emoji.name === null ? undefined : callReactions[emoji.name];
    if (kind === undefined || message.guildId !== serverId) return;
    if (user.id === client.user?.id) return;
    onReaction(reaction, user.id, kind).catch((error: unknown) =>
      log.error({ err: error, sourceId: message.id }, "Could not follow a reaction"),
    );
  });
}
