import type { Counters, DiscordView, GitHubView, Status } from "./view.ts";

/** Both worlds as records: one a person, channel, message, repository and issue. */
export function* recordsOf(
  discord: DiscordView,
  github: GitHubView,
  counters: Counters,
  status: Status,
  meta: unknown,
): Generator<readonly [string, unknown]> {
  yield ["meta", meta];
  yield ["status", status];
  yield ["counters", counters];
  yield ["guild", { ...discord.guild, botId: discord.botId }];
  yield ["commands", discord.commands];
  for (const user of discord.users) yield [`user:${user.id}`, user];
  for (const channel of discord.channels) yield [`channel:${channel.id}`, channel];
  for (const message of discord.messages) yield [`message:${message.id}`, message];
  yield ["app", { login: github.appLogin }];
  for (const [order, repository] of github.repositories.entries()) {
    yield [`repository:${repository.name}`, { ...repository, order }];
  }
  for (const issue of github.issues) yield [`issue:${issue.repository}#${issue.number}`, issue];
}
