import { z } from "zod";
import { idInMarker } from "../../src/bot/discord/marker.ts";
import { digestChannels } from "../../src/config/schema.ts";
import { markersIn } from "../../src/triage/text/marker.ts";
import type { Town } from "../town.ts";
import { buttonsOf } from "./buttons.ts";

export type Message = Readonly<Record<string, unknown>>;

/** What stands in the simulators right now. */
export type Standing = ReturnType<typeof whatStands>;

/** Reads both simulators once: what the bot said and filed, and what stands there twice. */
export function whatStands({
  discord,
  github,
  channels,
  config,
}: Pick<Town, "discord" | "github" | "channels" | "config">) {
  const staffOnly = channels.get(config.discord.review_channel) ?? "";
  const forStaff = new Set(digestChannels(config).map(({ channel }) => channels.get(channel)));
  const snapshot = discord.snapshot();
  const isOurs = (message: Message) => authorOf(message) === discord.botUserId;
  const direct = new Set(snapshot.directMessageChannels.map((channel) => String(channel["id"])));
  const all = Object.values(snapshot.messages).flat();
  const publicMessages = Object.entries(snapshot.messages).flatMap(([id, messages]) =>
    id === staffOnly || forStaff.has(id) || direct.has(id) ? [] : messages.filter(isOurs),
  );
  const issues = github.snapshot().repositories.flatMap((repository) => repository.issues);
  const comments = issues.flatMap((issue) => issue.comments);
  const ephemerals = Object.values(snapshot.ephemerals).flat();
  return {
    snapshot,
    isOurs,
    publicMessages,
    direct,
    issues,
    comments,
    memberMessages: all.filter((one) => !isOurs(one)).map((one) => String(one["id"])),
    /** Everything that the bot wrote anywhere. */
    botTexts: [
      ...[...all.filter(isOurs), ...ephemerals].map((message) => JSON.stringify(message)),
      ...issues
        .filter(({ author }) => author === github.appLogin)
        .map((one) => JSON.stringify(one)),
      ...comments.filter(({ author }) => author === github.appLogin).map(({ body }) => body),
    ],
    /** How many things of ours stand more than once. */
    repeated:
      repeated(publicMessages.flatMap(idsOf)) +
      repeated((snapshot.messages[staffOnly] ?? []).filter(isOurs).flatMap(idsOf)) +
      repeated(issues.flatMap((issue) => markersIn(issue.body ?? ""))) +
      repeated(comments.flatMap((comment) => markersIn(comment.body))),
  };
}

export function authorOf(message: Message): string {
  const author = message["author"];
  return author !== null && typeof author === "object" && "id" in author ? String(author.id) : "";
}

const Embeds = z.array(z.object({ url: z.string().optional() })).default([]);

/** What a message of ours carries: its buttons' ids, or, without buttons, its embed's. */
function idsOf(message: Message): string[] {
  const marked = Embeds.parse(message["embeds"]).flatMap(({ url }) => idInMarker(url) ?? []);
  return [...new Set([...marked, ...buttonsOf(message).map(({ id }) => id)])];
}

function repeated(ids: readonly string[]): number {
  return ids.length - new Set(ids).size;
}
