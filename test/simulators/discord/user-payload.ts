import type { Json, SimUser } from "./state.ts";

export function userPayload(user: SimUser): Json {
  return {
    id: user.id,
    username: user.username,
    avatar: null,
    discriminator: user.bot ? "0001" : "0",
    public_flags: 0,
    flags: 0,
    bot: user.bot,
    banner: null,
    accent_color: null,
    global_name: user.globalName,
    avatar_decoration_data: null,
    collectibles: null,
    primary_guild: null,
  };
}
