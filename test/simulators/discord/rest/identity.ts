import { z } from "zod";
import { apiError } from "../api-error.ts";
import { anyChannelPayload } from "../channel-payloads.ts";
import { openDirectMessages } from "../community.ts";
import { parseBody } from "../message-body.ts";
import { bits } from "../permissions.ts";
import type { Json } from "../state.ts";
import { userPayload } from "../user-payload.ts";
import type { World } from "../world.ts";
import { type Call, ok, type Route } from "./call.ts";

export const identityRoutes: readonly Route[] = [
  { method: "GET", path: "/gateway", handle: ({ gatewayUrl }) => ok({ url: gatewayUrl }) },
  { method: "GET", path: "/gateway/bot", handle: gatewayBot },
  { method: "GET", path: "/users/@me", handle: ({ world }) => ok(ownUser(world)) },
  { method: "GET", path: "/users/@me/guilds", handle: ownGuilds },
  { method: "POST", path: "/users/@me/channels", handle: openDm },
  { method: "GET", path: "/users/:userId", handle: getUser },
  { method: "GET", path: "/applications/@me", handle: ({ world }) => ok(application(world)) },
  {
    method: "GET",
    path: "/oauth2/applications/@me",
    handle: ({ world }) => ok(application(world)),
  },
];

function gatewayBot({ world, gatewayUrl }: Call) {
  const { shards } = world.settings;
  // Bots of many servers may begin several sessions at once; all others one in five seconds.
  const together = shards > 1 ? 16 : 1;
  const limit = {
    total: 1_000,
    remaining: 1_000,
    reset_after: 86_400_000,
    max_concurrency: together,
  };
  return ok({ url: gatewayUrl, shards, session_start_limit: limit });
}

function ownUser({ state }: World): Json {
  return {
    ...userPayload(state.bot),
    mfa_enabled: true,
    locale: "en-US",
    verified: true,
    email: null,
  };
}

function ownGuilds({ world }: Call) {
  const { guild, server } = world.state;
  if (server === "gone") return ok([]);
  return ok([
    {
      id: guild.id,
      name: guild.name,
      icon: null,
      banner: null,
      owner: false,
      permissions: bits([]).toString(),
      features: ["COMMUNITY"],
    },
  ]);
}

const NewDm = z.object({ recipient_id: z.string() });

function openDm({ world, body }: Call) {
  const { recipient_id } = parseBody(NewDm, body);
  const user = world.state.users.get(recipient_id);
  if (!user) throw apiError("unknownUser");
  if (user.bot) throw apiError("cannotMessageUser");
  return ok(anyChannelPayload(world, openDirectMessages(world, user)));
}

function getUser({ world, param }: Call) {
  const user = world.state.users.get(param("userId"));
  if (!user) throw apiError("unknownUser");
  return ok(userPayload(user));
}

function application(world: World): Json {
  const { application: app, bot, users, guild } = world.state;
  const owner = users.get(guild.ownerId);
  return {
    id: app.id,
    name: bot.username,
    icon: null,
    description: "",
    type: null,
    bot: userPayload(bot),
    bot_public: false,
    bot_require_code_grant: false,
    verify_key: "0".repeat(64),
    flags: app.flags,
    flags_new: app.flags.toString(),
    redirect_uris: [],
    interactions_endpoint_url: null,
    role_connections_verification_url: null,
    owner: owner ? userPayload(owner) : null,
    approximate_guild_count: 1,
    approximate_user_install_count: 0,
    approximate_user_authorization_count: 0,
    explicit_content_filter: 0,
    eligible_oauth2_scopes: [],
    team: null,
  };
}
