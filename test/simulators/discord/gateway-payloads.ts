import type { z } from "zod";
import type { RequestMembers } from "./gateway-protocol.ts";
import type { Shard } from "./gateway-session.ts";
import { memberPayload } from "./guild-payloads.ts";
import type { Json } from "./state.ts";
import { userPayload } from "./user-payload.ts";
import type { World } from "./world.ts";

export function readyPayload(
  { state }: World,
  session: { readonly id: string; readonly shard: Shard; readonly isHome: boolean },
  url: string,
): Json {
  return {
    v: 10,
    user: { ...userPayload(state.bot), mfa_enabled: true, verified: true, email: null },
    guilds: session.isHome ? [{ id: state.guild.id, unavailable: true }] : [],
    session_id: session.id,
    session_type: "normal",
    resume_gateway_url: url,
    shard: session.shard,
    private_channels: [],
    relationships: [],
    guild_join_requests: [],
    geo_ordered_rtc_regions: [],
    application: { id: state.application.id, flags: state.application.flags },
    _trace: [],
  };
}

/** Members by id, or those whose name begins so. */
export function membersChunk({ state }: World, asked: z.infer<typeof RequestMembers>): Json {
  const { query, limit, user_ids, nonce } = asked;
  const wanted = user_ids === undefined ? null : new Set([user_ids].flat());
  const prefix = (query ?? "").toLowerCase();
  const all = [...state.members.values()];
  const found = wanted
    ? all.filter(({ user }) => wanted.has(user.id))
    : all.filter(({ user }) => user.username.startsWith(prefix)).slice(0, limit || undefined);
  return {
    guild_id: state.guild.id,
    members: found.map(memberPayload),
    chunk_index: 0,
    chunk_count: 1,
    not_found: [...(wanted ?? [])].filter((id) => !state.members.has(id)),
    ...(nonce === undefined ? {} : { nonce }),
  };
}
