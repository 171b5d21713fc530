import { randomBytes } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { SpecViolation } from "../spec-check.ts";
import { createDiscordSpecChecker } from "../specs.ts";
import { createBus, type SimEvent } from "./bus.ts";
import { anyChannelPayload } from "./channel-payloads.ts";
import {
  addChannel,
  addMember,
  addRole,
  type NewMember,
  publishChannel,
  publishRole,
  removeMember,
  setMemberRoles,
} from "./community.ts";
import { createRestFaults, type RestFaults } from "./faults.ts";
import { createFileStore } from "./files.ts";
import { type Gateway, startGateway } from "./gateway.ts";
import { APPLICATION_FLAG } from "./intents.ts";
import { createLimits, type LimitsProfile } from "./limits.ts";
import { messagePayload } from "./message-payloads.ts";
import { asPerson, type Person } from "./people.ts";
import { bits, PERMISSION, type Permission } from "./permissions.ts";
import { serveRest } from "./rest/serve.ts";
import { messagesIn, type Snapshot, takeSnapshot } from "./snapshot.ts";
import { type Clock, createSnowflakes } from "./snowflakes.ts";
import { CHANNEL, createState, type Json, type SimChannel, type SimMember } from "./state.ts";
import { settleAllThreads } from "./threads.ts";
import type { Counters, Settings, World } from "./world.ts";

export type DiscordSimulatorOptions = Partial<Settings> & {
  readonly clock?: Clock;
  readonly limits?: LimitsProfile;
  readonly guildName?: string;
  readonly botName?: string;
  /** What the bot's own role may do in the server; by default what a triage bot asks for. */
  readonly botPermissions?: readonly Permission[];
  /** Hold the simulator's own answers against the description too; for its own tests. */
  readonly checkAnswers?: boolean;
};

type ChannelOptions = {
  readonly name: string;
  readonly topic?: string;
  /** Only these roles and the bot see it. */
  readonly onlyRoles?: readonly string[];
};

export type DiscordSimulator = {
  readonly token: string;
  readonly guildId: string;
  readonly botUserId: string;
  readonly applicationId: string;
  /** For discord.js: `rest: { api, version: "10" }`. */
  readonly restBase: string;
  readonly gatewayUrl: string;
  addMember(draft: NewMember): Person;
  removeMember(memberId: string): void;
  /** Returns the role's id. */
  addRole(name: string, permissions?: readonly Permission[]): string;
  giveRole(memberId: string, roleId: string): void;
  removeRole(memberId: string, roleId: string): void;
  setDmsClosed(memberId: string, closed: boolean): void;
  /** Returns the channel's id, as do the other two. */
  addForum(
    options: ChannelOptions & { tags?: readonly (string | { name: string; moderated: boolean })[] },
  ): string;
  addTextChannel(options: ChannelOptions): string;
  /** What the bot may not do in a channel, beside what its role cannot. */
  denyBot(channelId: string, permissions: readonly Permission[]): void;
  setBotPermissions(permissions: readonly Permission[]): void;
  as(memberId: string): Person;
  owner(): Person;
  tagId(forumId: string, name: string): string;
  /** Messages of a channel or thread, oldest first, in Discord's shape. */
  messages(channelId: string): readonly Json[];
  message(messageId: string): Json | undefined;
  directMessages(memberId: string): readonly Json[];
  threads(parentId?: string): readonly Json[];
  snapshot(): Snapshot;
  /** Hears of every change, also of what the gateway does not tell. Returns how to stop. */
  onChange(listener: (event: SimEvent) => void): () => void;
  /** Lets time do its work where nobody looks: threads left alone are archived. */
  settle(): void;
  stats(): DiscordStats;
  readonly faults: Gateway["faults"] & Pick<RestFaults, "failNext">;
  close(): Promise<void>;
};

export type DiscordStats = Counters & {
  /** Null when no description was found to check against. */
  readonly requestsChecked: number | null;
  readonly violations: readonly SpecViolation[];
  readonly undescribed: readonly string[];
  /** What was wrong with the simulator's own answers, when they are checked. */
  readonly wrongAnswers: readonly string[];
  /** What failed inside the simulator itself. */
  readonly crashes: readonly string[];
  readonly identifies: number;
  readonly connections: number;
  readonly requests: number;
};

export const TRIAGE_BOT_PERMISSIONS: readonly Permission[] = [
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

/** Starts a Discord of one server on a free port of this machine. */
export async function startDiscordSimulator(
  options: DiscordSimulatorOptions = {},
): Promise<DiscordSimulator> {
  const clock = options.clock ?? { now: () => Date.now() };
  const http = createServer();
  await new Promise<void>((done) => http.listen(0, "127.0.0.1", done));
  const { port } = http.address() as AddressInfo;
  const origin = `http://127.0.0.1:${port}`;
  const gatewayUrl = `ws://127.0.0.1:${port}/gateway`;

  const world = createWorld(options, clock, origin);
  const { state, counters } = world;
  const checker = createDiscordSpecChecker();
  const faults = createRestFaults();
  const gateway = startGateway(world, http, () => gatewayUrl);
  const wrongAnswers = new Set<string>();
  const crashes: string[] = [];
  let requests = 0;

  const limits = createLimits(options.limits ?? "relaxed", clock, world.settings.clockRate);
  const deps = {
    world,
    limits,
    faults,
    checker,
    gatewayUrl: () => gatewayUrl,
    onAnswer(method: string, path: string, { status, body }: { status: number; body?: unknown }) {
      if (!options.checkAnswers) return;
      const wrong = checker?.checkResponse(method, path, status, body);
      if (wrong !== undefined) wrongAnswers.add(`${method} ${path} ${status}: ${wrong}`);
    },
  };
  http.on("request", (request, response) => {
    requests += 1;
    serveRest(deps, request, response).catch((error: unknown) => {
      // The client may have hung up; anything else is a fault of the simulator.
      if (!request.destroyed || request.complete) crashes.push(String(error));
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });

  const memberOf = (id: string): SimMember => {
    const member = state.members.get(id);
    if (!member) throw new Error(`no member ${id}`);
    return member;
  };
  const channelOf = (id: string): SimChannel => {
    const channel = state.channels.get(id);
    if (!channel) throw new Error(`no channel ${id}`);
    return channel;
  };
  const botRoleId = state.members.get(state.bot.id)?.roles[0] ?? "";

  function overwritesFor(onlyRoles: readonly string[] | undefined) {
    if (!onlyRoles) return [];
    const view = PERMISSION.viewChannel;
    const allowed = [...onlyRoles, botRoleId].map((id) => {
      return { id, type: 0 as const, allow: view, deny: 0n };
    });
    return [{ id: state.guild.id, type: 0 as const, allow: 0n, deny: view }, ...allowed];
  }

  return {
    token: world.settings.token,
    guildId: state.guild.id,
    botUserId: state.bot.id,
    applicationId: state.application.id,
    restBase: `${origin}/api`,
    gatewayUrl,

    addMember: (draft) => asPerson(world, addMember(world, draft).user.id),
    removeMember: (id) => removeMember(world, memberOf(id)),
    addRole: (name, permissions) =>
      addRole(world, name, permissions ? bits(permissions) : undefined).id,
    giveRole(memberId, roleId) {
      const member = memberOf(memberId);
      setMemberRoles(world, member, [...new Set([...member.roles, roleId])]);
    },
    removeRole(memberId, roleId) {
      const member = memberOf(memberId);
      const left = member.roles.filter((id) => id !== roleId);
      setMemberRoles(world, member, left);
    },
    setDmsClosed(memberId, closed) {
      memberOf(memberId).user.dmsClosed = closed;
    },

    addForum({ name, topic, onlyRoles, tags = [] }) {
      const drafts = tags.map((tag) => (typeof tag === "string" ? { name: tag } : tag));
      const made = drafts.map((tag) => {
        return { id: world.nextId(), moderated: false, emojiName: null, ...tag };
      });
      const type = CHANNEL.forum;
      const overwrites = overwritesFor(onlyRoles);
      return addChannel(world, { name, type, topic: topic ?? null, overwrites, tags: made }).id;
    },
    addTextChannel({ name, topic, onlyRoles }) {
      const type = CHANNEL.text;
      const overwrites = overwritesFor(onlyRoles);
      return addChannel(world, { name, type, topic: topic ?? null, overwrites }).id;
    },
    denyBot(channelId, permissions) {
      const channel = channelOf(channelId);
      const allow = channel.overwrites.get(botRoleId)?.allow ?? 0n;
      const deny = bits(permissions);
      channel.overwrites.set(state.bot.id, { id: state.bot.id, type: 1, allow: 0n, deny });
      if (allow !== 0n && deny !== 0n) {
        channel.overwrites.set(botRoleId, {
          id: botRoleId,
          type: 0,
          allow: allow & ~deny,
          deny: 0n,
        });
      }
      publishChannel(world, "CHANNEL_UPDATE", channel);
    },
    setBotPermissions(permissions) {
      const role = state.roles.get(botRoleId);
      if (!role) return;
      role.permissions = bits(permissions);
      publishRole(world, "GUILD_ROLE_UPDATE", role);
    },

    as: (memberId) => asPerson(world, memberId),
    owner: () => asPerson(world, state.guild.ownerId),
    tagId: (forumId, name) => channelOf(forumId).tags.find((tag) => tag.name === name)?.id ?? "",

    messages: (channelId) => messagesIn(world, channelId),
    message: (id) => readMessage(world, id),
    directMessages: (memberId) => messagesIn(world, state.dmOf.get(memberId) ?? ""),
    threads: (parentId) =>
      readThreads(world, parentId).map((thread) => anyChannelPayload(world, thread)),
    snapshot: () => takeSnapshot(world),
    onChange: (listener) => world.bus.subscribe(listener),
    settle: () => settleAllThreads(world),

    stats() {
      const checked = checker?.stats();
      return {
        ...counters,
        requestsChecked: checked?.requestsChecked ?? null,
        violations: checked?.violations ?? [],
        undescribed: checked?.undescribed ?? [],
        wrongAnswers: [...wrongAnswers],
        crashes: [...crashes],
        identifies: gateway.identifies(),
        connections: gateway.connections(),
        requests,
      };
    },

    faults: { ...gateway.faults, failNext: faults.failNext },

    async close() {
      await gateway.close();
      const closed = new Promise<void>((done) => http.close(() => done()));
      http.closeAllConnections();
      await closed;
    },
  };
}

function createWorld(options: DiscordSimulatorOptions, clock: Clock, origin: string): World {
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
    resumeWindowMs: options.resumeWindowMs ?? 120_000,
    maxActiveThreads: options.maxActiveThreads ?? Number.POSITIVE_INFINITY,
    clockRate: options.clockRate ?? 1,
  };
}

function readMessage(world: World, id: string): Json | undefined {
  const message = world.state.messages.get(id);
  return message && messagePayload(world, message);
}

function readThreads({ state }: World, parentId: string | undefined): SimChannel[] {
  const parents =
    parentId === undefined ? state.threadsOf.values() : [state.threadsOf.get(parentId)];
  return [...parents]
    .flatMap((ids) => [...(ids ?? [])])
    .flatMap((id) => state.channels.get(id) ?? []);
}
