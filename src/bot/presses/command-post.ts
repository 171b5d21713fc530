import type { BaseInteraction } from "discord.js";
import type { RawPost } from "../../triage/model/post.ts";
import type { Person } from "../deps.ts";

/** The channel that a command was typed in; for a thread the one that it belongs to. */
export function placeOf({ channel, channelId }: BaseInteraction): string {
  return (channel?.isThread() ? channel.parentId : null) ?? channelId ?? "";
}

/** What was typed into a command, as if it had been posted where it was typed. */
export function commandPost(
  { id, channelId, guildId, createdTimestamp }: BaseInteraction,
  by: Person,
  text: string,
): RawPost {
  return {
    source: "discord",
    sourceId: id,
    placeId: channelId ?? "",
    conversationId: null,
    authorSourceId: by.sourceId,
    authorName: by.name,
    title: "",
    text,
    attachments: [],
    tags: [],
    permalink: `https://discord.com/channels/${guildId ?? "@me"}/${channelId ?? ""}`,
    postedAt: createdTimestamp,
    author: { bot: false, roles: [...by.roles], optedOut: by.roles.includes("opted-out") },
    written: true,
    mentionsUs: true,
    opens: false,
    conversationOwnerId: null,
  };
}
