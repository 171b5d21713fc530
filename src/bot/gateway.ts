import { type Client, Events, GatewayDispatchEvents, type REST } from "discord.js";
import { z } from "zod";
import { type Clock, DAY, MINUTE, SECOND } from "../triage/model/clock.ts";
import { UserError } from "../triage/model/errors.ts";
import { registerCommands } from "./commands/register.ts";
import type { BotDeps } from "./deps.ts";
import { type ClientMemory, createClient, forgetThreads } from "./discord/client.ts";
import type { Log } from "./discord/log-type.ts";
import { onPermissionsChanged } from "./discord/open-places.ts";
import { wirePresence } from "./discord/presence.ts";
import { createRoleIds } from "./discord/role-ids.ts";
import { createSerial } from "./discord/serial.ts";
import { checkIntents, fatalClose } from "./discord/start-checks.ts";
import { type AttachmentLimits, DISCORD_FILES } from "./listen/attachments.ts";
import { catchUp } from "./listen/catch-up.ts";
import { wireIntake } from "./listen/intake-events.ts";
import { createLookAgain, MOST_LOOKED_AT } from "./listen/look-again.ts";
import { type CallReactions, wireReactions } from "./listen/reactions.ts";
import { createReadMessage } from "./listen/read-message.ts";
import { createReader } from "./listen/reader.ts";
import { createRepeating } from "./listen/repeating.ts";
import { wireInteractions } from "./presses/interactions.ts";
import { staffTexts } from "./words/staff-texts.ts";

export type StartBotOptions = {
  readonly token: string;
  /** From `createDiscordRest`, with the same token; the gateway's address is asked for there. */
  readonly rest: REST;
  /** The server; what happens in any other is ignored. */
  readonly serverId: string;
  readonly callReactions: CallReactions;
  readonly deps: BotDeps;
  readonly log: Log;
  readonly clock: Clock;
  /** Discord will not take the bot back: the process should end with the error's message. */
  readonly onFatal: (error: UserError) => void;
  /** Who sees which channel may have changed. */
  readonly onPermissionsChanged?: () => void;
  readonly attachments?: AttachmentLimits;
  readonly catchUpEveryMs?: number;
  readonly catchUpMaxAgeMs?: number;
  /** How many messages of one channel are read in a pass; the next pass follows at once. */
  readonly catchUpMostInAPass?: number;
  readonly memory?: ClientMemory;
};

export type Bot = {
  readonly ourId: string;
  /** Reads what was missed; resolves when a whole pass is through. */
  catchUpNow(): Promise<void>;
  /** Finishes what is under way, then leaves. */
  stop(): Promise<void>;
};

const Identified = z.object({ id: z.string() });

const RETRY_MS = 30 * SECOND;
/** Discord says when something was written, and its clock is not ours. */
const CLOCKS_DIFFER_MS = 10 * SECOND;

/**
 * Connects to Discord and wires its events to the core. Waits while Discord is down; rejects with
 * a UserError when a person has to mend something first.
 */
export async function startBot(options: StartBotOptions): Promise<Bot> {
  const { token, rest, serverId, deps, log, clock } = options;
  const applicationId = await patiently(options, () => checkIntents(rest));
  let leaving = false;
  const client = createClient(rest, options.memory);
  const serial = createSerial();
  /** Events of a channel, in the order in which they came. */
  const arrivals = createSerial();
  // A Discord elsewhere, such as a simulated one, serves its files itself.
  const origins = [...DISCORD_FILES.origins, new URL(rest.options.api).origin];
  const attachments = options.attachments ?? { ...DISCORD_FILES, origins };
  const roleIds = createRoleIds(deps.policy);
  const readMessage = createReadMessage({ roleIds, attachments, log });
  const maxAgeMs = options.catchUpMaxAgeMs ?? 7 * DAY;
  const { catchUpMostInAPass: mostInAPass } = options;
  const reader = createReader({
    deps,
    readMessage,
    serial,
    clock,
    maxAgeMs,
    ...(mostInAPass && { mostInAPass }),
    log,
  });
  const every = { wellMs: options.catchUpEveryMs ?? 10 * MINUTE, illMs: RETRY_MS };
  const again = createLookAgain({
    client,
    deps,
    readMessage,
    serial,
    forgetThreads: () => forgetThreads(client, options.memory),
    log,
  });
  /** Sessions that began, and the latest of them before which it is known what stood. */
  const sessions = { begun: 0, beganAt: 0, lookedBack: 0 };
  const passes = createRepeating(clock, every, async (stopping) => {
    const guild = client.guilds.resolve(serverId);
    if (!guild) return false;
    try {
      const { begun, beganAt } = sessions;
      const wasAway = begun > sessions.lookedBack;
      // What an earlier session was still reading stands from now on.
      if (wasAway) await arrivals.settled();
      if (wasAway) await serial.settled();
      // Before what was missed is read: that needs no second look, nor does what came since.
      const period = { since: beganAt - maxAgeMs, until: beganAt + CLOCKS_DIFFER_MS };
      if (wasAway) again.add(await deps.standing(period, MOST_LOOKED_AT));
      sessions.lookedBack = begun;
      const read = await catchUp({ guild, reader, deps, clock, maxAgeMs, log, stopping });
      if (read.messages > 0) log.info({ messages: read.messages }, "Caught up with Discord");
      forgetThreads(client, options.memory);
      // Away once more: what was missed meanwhile is read first.
      const changed = await again.run(() => stopping.aborted || sessions.begun > begun);
      if (changed > 0) log.info({ messages: changed }, "Messages changed during an absence");
      if (read.unfinished.length > 0) passes.now();
      return read.failed.length === 0;
    } catch (error) {
      log.warn({ err: error }, "Could not catch up with Discord");
      return false;
    } finally {
      forgetThreads(client, options.memory);
    }
  });

  wireIntake(client, {
    serverId,
    deps,
    reader,
    readMessage,
    arrivals,
    serial,
    clock,
    log,
    onTrouble: passes.soon,
  });
  wireReactions(client, { ...options, roleIds, readMessage });
  const commands = wireInteractions(client, { ...options, roleIds, readMessage });
  // Before anything of the new session is handled, the old one's knowledge is void.
  const freshSession = () => {
    sessions.begun += 1;
    sessions.beganAt = clock.now();
    reader.freshSession();
  };
  client.ws.on(GatewayDispatchEvents.Ready, freshSession);
  client.on(Events.ShardReady, passes.now);
  // After an outage of the server alone the session goes on, but what was written never came.
  client.ws.on(GatewayDispatchEvents.GuildCreate, (server: unknown) => {
    if (Identified.safeParse(server).data?.id === serverId) freshSession();
  });
  client.on(Events.GuildAvailable, passes.now);
  const register = () => registerCommands(rest, { applicationId, serverId }, commands.data, log);
  onPermissionsChanged(client, serverId, options.onPermissionsChanged ?? (() => {}));
  wirePresence(client, {
    serverId,
    applicationId,
    deps,
    log,
    async onBack() {
      passes.now();
      await register();
    },
  });
  client.on(Events.ShardError, (error) => log.warn({ err: error }, "Gateway connection failed"));
  client.on(Events.ShardResume, () => log.info({}, "Gateway session resumed"));
  client.on(Events.ShardReconnecting, () => {
    if (!leaving) log.warn({}, "Gateway reconnects");
  });
  client.on(Events.Error, (error) => log.error({ err: error }, "Discord client failed"));
  client.on(Events.Warn, (warning) => log.warn({ warning }, "Discord client warns"));

  async function stop(): Promise<void> {
    leaving = true;
    await passes.stop();
    await client.destroy();
    // The client forgets the token on its way out, but others go on speaking by the same REST.
    rest.setToken(token);
    await arrivals.idle();
    await serial.idle();
  }

  try {
    await connected(client, token, options);
    if (!client.guilds.resolve(serverId)) {
      throw new UserError(staffTexts.start.notInvited(serverId));
    }
    await deps.onPresence(true);
    await register();
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    ourId: client.user?.id ?? applicationId,
    catchUpNow: passes.whenDone,
    stop,
  };
}

/** Resolves when the gateway is ready; a fatal close rejects, now or, later, ends the process. */
async function connected(
  client: Client,
  token: string,
  { onFatal, log, ...options }: StartBotOptions,
): Promise<void> {
  let ready = false;
  await new Promise<void>((resolve, reject) => {
    client.once(Events.ClientReady, () => {
      ready = true;
      resolve();
    });
    client.on(Events.ShardDisconnect, ({ code }) => {
      const fatal = fatalClose(code);
      if (!fatal) return;
      log.error({ code }, "Discord closed the connection for good");
      if (ready) onFatal(fatal);
      else reject(fatal);
    });
    patiently({ log, ...options }, () => client.login(token)).catch(reject);
  });
}

/** Discord being down means waiting; only what a person has to mend ends it. */
export async function patiently<T>(
  { clock, log }: Pick<StartBotOptions, "clock" | "log">,
  attempt: () => Promise<T>,
): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (error instanceof UserError || isRefusal(error)) throw error;
      const ms = Math.min(MINUTE, 2 ** tries * SECOND);
      log.warn({ err: error, ms }, "Discord does not answer; waiting");
      await new Promise<void>((resolve) => {
        clock.after(ms, resolve);
      });
    }
  }
}

function isRefusal(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "TokenInvalid";
}
