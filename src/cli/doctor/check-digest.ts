import type { Server } from "../../bot/discord/server.ts";
import type { digestChannels } from "../../config/schema.ts";
import { type Finding, reporter } from "./finding.ts";

const { ok, warning, failure } = reporter("discord");

export type Digests = ReturnType<typeof digestChannels>;

/** A channel of the weekly digest: it names asks and issues, so that members should not read it. */
export function checkDigest(server: Server, { team, channel }: Digests[number]): Finding[] {
  const field = team === null ? "digest.channel" : `channel of the team ${team}`;
  const id = server.findPlace(channel);
  if (id === null) {
    return [
      failure(
        `There is no channel ${channel} that the bot can see, or there are two.`,
        `Create it, let the bot's role view it, or put another name or the channel's id in ${field}.`,
      ),
    ];
  }
  const missing = server.lacking(id, "review") ?? [];
  return [
    server.isOpenToAll(id)
      ? warning(
          `Everybody can read the weekly digest in ${channel}; it leaves out the addresses of private repositories there.`,
          `Name a channel of staff in ${field}, or deny View Channel to @everyone there.`,
        )
      : ok(`Channel ${channel} is there for the weekly digest.`),
    ...missing.map((permission) =>
      failure(
        `In #${channel} the bot's role lacks ${permission.replace(/(?<=[a-z])(?=[A-Z])/g, " ")}.`,
        "Allow it in the channel's settings, Permissions, for the bot's role.",
      ),
    ),
  ];
}
