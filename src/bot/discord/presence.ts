import { type Client, Events } from "discord.js";
import type { IntakeDeps } from "../deps.ts";
import type { Log } from "./log-type.ts";
import { inviteLink } from "./permissions.ts";

/**
 * Follows the bot out of the server and back in. An outage of the server is neither: Discord says
 * so, and what happens there waits.
 */
export function wirePresence(
  client: Client,
  {
    serverId,
    applicationId,
    deps,
    log,
    onBack,
  }: {
    readonly serverId: string;
    readonly applicationId: string;
    readonly deps: Pick<IntakeDeps, "onPresence">;
    readonly log: Log;
    readonly onBack: () => Promise<void>;
  },
): void {
  client.on(Events.GuildDelete, ({ id }) => {
    if (id !== serverId) return;
    const invite = inviteLink(applicationId);
    log.error(
      { serverId, invite },
      "The bot was removed from the server: everything waits until it is invited again",
    );
    note(deps.onPresence(false));
  });

  client.on(Events.GuildCreate, ({ id }) => {
    if (id !== serverId) return;
    log.info({ serverId }, "The bot is back in the server");
    note(deps.onPresence(true).then(onBack));
  });

  function note(work: Promise<void>): void {
    work.catch((error: unknown) =>
      log.error({ err: error }, "Could not follow the bot out of the server, or back in"),
    );
  }
}
