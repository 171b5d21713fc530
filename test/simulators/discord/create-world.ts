import { randomBytes } from "node:crypto";
import { createBus } from "./bus.ts";
import { createFileStore } from "./files.ts";
import { APPLICATION_FLAG } from "./intents.ts";
import { bits, type Permission } from "./permissions.ts";
import type { DiscordSimulatorOptions } from "./simulator.ts";
import { type Clock, createSnowflakes } from "./snowflakes.ts";
import { createState } from "./state.ts";
import type { Settings, World } from "./world.ts";

const TRIAGE_BOT_PERMISSIONS: readonly Permission[] = [
  "addReactions",
  "viewChannel",
  "sendMessages",
  "manageMessages",
  "embedLinks",
  "attachFiles",
  "readMessageHistory",
  "manageThreads",
  "createPublicThreads",
  "sendMessagesInThreads",
];

/** A world as the options want it, everything else as on the live service. */
export function createWorld(options: DiscordSimulatorOptions, clock: Clock, origin: string): World {
  const settings = withDefaults(options);
  const nextId = createSnowflakes(clock);
  const limitedMembers = settings.guildMembersEnabled ? APPLICATION_FLAG.guildMembersLimited : 0;
  const limitedContent = settings.messageContentEnabled
    ? APPLICATION_FLAG.messageContentLimited
    : 0;
  return {
    settings,
    clock,
    nextId,
    state: createState(nextId, clock.now(), {
      guild: options.guildName ?? "Sample community",
      bot: options.botName ?? "signalbox",
      botPermissions: bits(options.botPermissions ?? TRIAGE_BOT_PERMISSIONS),
      applicationFlags: limitedMembers | limitedContent,
    }),
    bus: createBus(),
    files: createFileStore(() => origin, settings.attachmentTtlMs),
    interactions: { byId: new Map(), byToken: new Map() },
    nonces: new Map(),
    counters: {
      publicMessages: 0,
      staffMessages: 0,
      directMessages: 0,
      ephemeralReplies: 0,
      rateLimited: 0,
      invalidRequests: 0,
      nonceHits: 0,
    },
  };
}

function withDefaults(options: DiscordSimulatorOptions): Settings {
  return {
    token: options.token ?? `simulated.${randomBytes(12).toString("hex")}`,
    messageContentEnabled: options.messageContentEnabled ?? true,
    guildMembersEnabled: options.guildMembersEnabled ?? true,
    nonceWindowMs: options.nonceWindowMs ?? 180_000,
    attachmentTtlMs: options.attachmentTtlMs ?? 24 * 3_600_000,
    starterDelayMs: options.starterDelayMs ?? 2,
    heartbeatIntervalMs: options.heartbeatIntervalMs ?? 41_250,
    resumeBuffer: options.resumeBuffer ?? 1_000,
    shards: options.shards ?? 1,
    resumeWindowMs: options.resumeWindowMs ?? 120_000,
    maxActiveThreads: options.maxActiveThreads ?? Number.POSITIVE_INFINITY,
    maxInvalidRequests: options.maxInvalidRequests ?? 10_000,
    clockRate: options.clockRate ?? 1,
  };
}
