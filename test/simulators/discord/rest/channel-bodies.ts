import { z } from "zod";
import { CHANNEL, type ForumTag, type Overwrite, type SimChannel } from "../state.ts";
import type { World } from "../world.ts";

const Bits = z.union([z.string().regex(/^\d+$/), z.int()]).transform((value) => BigInt(value));

export const OverwriteBody = z.object({
  id: z.string().optional(),
  type: z.union([z.literal(0), z.literal(1)]),
  allow: Bits.nullish(),
  deny: Bits.nullish(),
});

const Tag = z.object({
  id: z.string().nullish(),
  name: z.string().min(1).max(20),
  moderated: z.boolean().nullish(),
  emoji_name: z.string().nullish(),
});

const shared = {
  topic: z.string().max(4_096).nullish(),
  parent_id: z.string().nullish(),
  rate_limit_per_user: z.int().min(0).max(21_600).nullish(),
  permission_overwrites: z.array(OverwriteBody.extend({ id: z.string() })).nullish(),
  available_tags: z.array(Tag).max(20).nullish(),
  flags: z.int().nullish(),
};

export const NewChannel = z.object({
  name: z.string().min(1).max(100),
  type: z.int().nullish(),
  ...shared,
});

export const ChannelEdit = z.object({
  name: z.string().min(1).max(100).nullish(),
  ...shared,
});

export const ThreadEdit = z.object({
  name: z.string().min(1).max(100).nullish(),
  archived: z.boolean().nullish(),
  locked: z.boolean().nullish(),
  auto_archive_duration: z.union([60, 1_440, 4_320, 10_080].map((n) => z.literal(n))).nullish(),
  applied_tags: z.array(z.string()).max(5).nullish(),
  rate_limit_per_user: z.int().min(0).max(21_600).nullish(),
});

const TAG_REQUIRED = 1 << 4;

export function toChannelDraft(world: World, body: z.infer<typeof NewChannel>) {
  return {
    name: body.name,
    type: body.type ?? CHANNEL.text,
    topic: body.topic ?? null,
    parentId: body.parent_id ?? null,
    overwrites: toOverwrites(body.permission_overwrites ?? []),
    tags: toTags(world, body.available_tags ?? []),
    tagRequired: ((body.flags ?? 0) & TAG_REQUIRED) !== 0,
  };
}

/** Takes over what an edit names; what it leaves out stays. */
export function applyChannelEdit(
  world: World,
  channel: SimChannel,
  edit: z.infer<typeof ChannelEdit>,
): void {
  if (edit.name != null) channel.name = edit.name;
  if (edit.topic !== undefined) channel.topic = edit.topic;
  if (edit.parent_id !== undefined) channel.parentId = edit.parent_id;
  if (edit.rate_limit_per_user != null) channel.rateLimitPerUser = edit.rate_limit_per_user;
  if (edit.flags != null) channel.tagRequired = (edit.flags & TAG_REQUIRED) !== 0;
  if (edit.available_tags != null) channel.tags = toTags(world, edit.available_tags);
  if (edit.permission_overwrites != null) {
    channel.overwrites.clear();
    for (const overwrite of toOverwrites(edit.permission_overwrites)) {
      channel.overwrites.set(overwrite.id, overwrite);
    }
  }
}

export function toOverwrites(
  bodies: readonly (z.infer<typeof OverwriteBody> & { id: string })[],
): Overwrite[] {
  return bodies.map(({ id, type, allow, deny }) => ({
    id,
    type,
    allow: allow ?? 0n,
    deny: deny ?? 0n,
  }));
}

function toTags(world: World, tags: readonly z.infer<typeof Tag>[]): ForumTag[] {
  return tags.map(({ id, name, moderated, emoji_name }) => ({
    id: id ?? world.nextId(),
    name,
    moderated: moderated ?? false,
    emojiName: emoji_name ?? null,
  }));
}
