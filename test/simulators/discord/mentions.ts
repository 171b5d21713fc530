import type { MessageBody } from "./message-body.ts";
import { has, permissionsIn } from "./permissions.ts";
import type { SimChannel, SimMember, State } from "./state.ts";

type Mentions = {
  readonly userIds: string[];
  readonly roleIds: string[];
  readonly everyone: boolean;
};

/** Whom a message pings: what its text names, as far as `allowed_mentions` and rights let it. */
export function findMentions(
  state: State,
  author: SimMember | undefined,
  channel: SimChannel,
  content: string,
  allowed: MessageBody["allowed_mentions"],
): Mentions {
  const users = matchAll(content, /<@!?(\d+)>/g).filter((id) => state.users.has(id));
  const roles = matchAll(content, /<@&(\d+)>/g).filter((id) => state.roles.has(id));
  const everyone = /@(everyone|here)\b/.test(content);
  const mayPingAll = author && has(permissionsIn(state, author, channel), "mentionEveryone");
  if (!allowed)
    return { userIds: users, roleIds: roles, everyone: everyone && mayPingAll === true };
  const kinds = allowed.parse ?? [];
  const pick = (found: string[], kind: "users" | "roles", listed: readonly string[]) =>
    kinds.includes(kind) ? found : found.filter((id) => listed.includes(id));
  return {
    userIds: pick(users, "users", allowed.users ?? []),
    roleIds: pick(roles, "roles", allowed.roles ?? []),
    everyone: everyone && mayPingAll === true && kinds.includes("everyone"),
  };
}

function matchAll(text: string, pattern: RegExp): string[] {
  return [...new Set(Array.from(text.matchAll(pattern), (match) => match[1] ?? ""))];
}
