import type { IncomingMessage, Server } from "node:http";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";
import type { SimEvent } from "./bus.ts";
import { membersChunk, readyPayload } from "./gateway-payloads.ts";
import {
  CLOSE,
  type CloseReason,
  Identify,
  OP,
  Packet,
  RequestMembers,
  Resume,
} from "./gateway-protocol.ts";
import { createSession, type GatewaySession, type Shard } from "./gateway-session.ts";
import { guildCreatePayload } from "./guild-payloads.ts";
import { areValidIntents, INTENT } from "./intents.ts";
import { has, permissionsIn } from "./permissions.ts";
import { sign, type World } from "./world.ts";

export type Gateway = {
  /** What goes wrong on the live service now and then, on demand. */
  readonly faults: {
    /** Asks every client to connect anew and resume. */
    reconnect(): void;
    invalidSession(resumable: boolean): void;
    dropConnections(): void;
    /** Connections stay open but nobody answers or hears on them: a zombie. */
    freeze(): void;
    closeWith(code: number): void;
    /** The bot has grown: from now on it needs so many shards, and whoever has fewer is sent away. */
    requireShards(count: number): void;
    /** As after a long absence: whoever wants to resume must start anew. */
    forgetSessions(): void;
    /** The next event of this name never comes. */
    loseNext(name: string): void;
  };
  readonly identifies: () => number;
  /** As which shard of how many each session began. */
  readonly shards: () => readonly Shard[];
  readonly connections: () => number;
  /** Interactions that came while no client listened. */
  readonly unheard: ReadonlySet<string>;
  /** When events came that nobody heard at once, by the simulator's clock. */
  readonly missedAt: readonly number[];
  close(): Promise<void>;
};

type Connection = {
  readonly socket: WebSocket;
  session: GatewaySession | null;
  sends: { since: number; count: number };
  frozen: boolean;
};

const MAX_SENDS_PER_MINUTE = 120;

/** Serves the gateway on `/gateway` of the HTTP server, and tells its sessions what happens. */
export function startGateway(world: World, server: Server, url: string): Gateway {
  const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  const sessions = new Map<string, GatewaySession>();
  const connections = new Set<Connection>();
  const unheard = new Set<string>();
  const missedAt: number[] = [];
  const lost: string[] = [];
  let identifies = 0;
  const shards: Shard[] = [];

  server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (request.url?.startsWith("/gateway")) sockets.handleUpgrade(request, socket, head, connect);
    else socket.destroy();
  });

  const stopListening = world.bus.subscribe((event) => {
    if (!event.unheard && !isSomebodyThere()) {
      missedAt.push(world.clock.now());
      if (event.name === "INTERACTION_CREATE") unheard.add(String(event.data["id"]));
    }
    if (event.unheard || sessions.size === 0) return;
    const at = lost.indexOf(event.name);
    if (at >= 0) {
      lost.splice(at, 1);
      return;
    }
    if (event.channelId !== undefined && !botSees(world, event.channelId)) return;
    for (const session of sessions.values()) if (hears(world, session, event)) tell(session, event);
  });

  function isSomebodyThere(): boolean {
    return [...sessions.values()].some((session) => session.detachedSince() === null);
  }

  function connect(socket: WebSocket): void {
    const sends = { since: Date.now(), count: 0 };
    const connection: Connection = { socket, session: null, sends, frozen: false };
    connections.add(connection);
    send(connection, OP.hello, { heartbeat_interval: world.settings.heartbeatIntervalMs });
    socket.on("message", (data) => {
      if (!connection.frozen) receive(connection, data.toString());
    });
    socket.on("error", () => socket.terminate());
    socket.on("close", (code) => {
      connections.delete(connection);
      const { session } = connection;
      // A client that says goodbye ends its session; one that vanishes may come back to it.
      if (session && (code === 1000 || code === 1001)) sessions.delete(session.id);
      session?.detach(socket, world.clock.now());
    });
  }

  function receive(connection: Connection, text: string): void {
    const packet = Packet.safeParse(parseJson(text));
    const wrong = isFlooding(connection)
      ? "rateLimited"
      : packet.success
        ? perform(connection, packet.data.op, packet.data.d)
        : "decodeError";
    if (wrong !== undefined) connection.socket.close(CLOSE[wrong], wrong);
  }

  function perform(connection: Connection, op: number, d: unknown): CloseReason | undefined {
    switch (op) {
      case OP.heartbeat:
        send(connection, OP.heartbeatAck, null);
        return undefined;
      case OP.identify:
        return identify(connection, d);
      case OP.resume:
        return resume(connection, d);
      case OP.requestMembers:
        return sendMembers(connection, d);
      case OP.presence:
      case OP.voiceState:
        return undefined;
      default:
        return "unknownOpcode";
    }
  }

  function identify(connection: Connection, d: unknown): CloseReason | undefined {
    if (connection.session) return "alreadyAuthenticated";
    const parsed = Identify.safeParse(d);
    if (!parsed.success) return "decodeError";
    const { token, intents, shard = [0, 1] } = parsed.data;
    if (!isToken(world, token)) return "authenticationFailed";
    const [number, count] = shard;
    if (number >= count) return "invalidShard";
    if (count < world.settings.shards) return "shardingRequired";
    if (!areValidIntents(intents)) return "invalidIntents";
    if ((intents & disallowedIntents(world)) !== 0) return "disallowedIntents";
    identifies += 1;
    forgetOldSessions();
    const id = sign(`session ${world.nextId()}`).slice(0, 32);
    const session = createSession(id, intents, shard, world.settings.resumeBuffer);
    shards.push(shard);
    sessions.set(id, session);
    connection.session = session;
    session.attach(connection.socket);
    const isHome = hearsOfServer(world, session) && world.state.server !== "gone";
    session.dispatch("READY", readyPayload(world, { id, shard, isHome }, url));
    if (isHome && world.state.server === "there" && (intents & INTENT.guilds) !== 0) {
      session.dispatch("GUILD_CREATE", guildCreatePayload(world));
    }
    return undefined;
  }

  function resume(connection: Connection, d: unknown): CloseReason | undefined {
    if (connection.session) return "alreadyAuthenticated";
    const parsed = Resume.safeParse(d);
    if (!parsed.success) return "decodeError";
    const { token, session_id, seq } = parsed.data;
    if (!isToken(world, token)) return "authenticationFailed";
    forgetOldSessions();
    const session = sessions.get(session_id);
    if (session && seq > session.sequence()) return "invalidSequence";
    if (!session?.remembers(seq)) {
      sessions.delete(session_id);
      send(connection, OP.invalidSession, false);
      return undefined;
    }
    connection.session = session;
    session.attach(connection.socket, seq);
    session.dispatch("RESUMED", { _trace: [] });
    return undefined;
  }

  function sendMembers(connection: Connection, d: unknown): CloseReason | undefined {
    if (!connection.session) return "notAuthenticated";
    const parsed = RequestMembers.safeParse(d);
    if (!parsed.success) return "decodeError";
    connection.session.dispatch("GUILD_MEMBERS_CHUNK", membersChunk(world, parsed.data));
    return undefined;
  }

  function forgetOldSessions(): void {
    const oldest = world.clock.now() - world.settings.resumeWindowMs;
    for (const [id, session] of sessions) {
      const since = session.detachedSince();
      if (since !== null && since < oldest) sessions.delete(id);
    }
  }

  const each = (act: (connection: Connection) => void) => {
    for (const connection of [...connections]) act(connection);
  };
  const detach = (connection: Connection) => {
    connection.session?.detach(connection.socket, world.clock.now());
    connection.session = null;
  };

  return {
    faults: {
      reconnect: () => each((connection) => send(connection, OP.reconnect, null)),
      invalidSession(resumable) {
        if (!resumable) sessions.clear();
        each(detach);
        each((connection) => send(connection, OP.invalidSession, resumable));
      },
      dropConnections: () =>
        each((connection) => {
          detach(connection);
          connection.socket.terminate();
        }),
      freeze: () =>
        each((connection) => {
          connection.frozen = true;
          detach(connection);
        }),
      // Nothing goes through any more, though it takes both sides to close.
      closeWith: (code) =>
        each((connection) => {
          detach(connection);
          connection.socket.close(code);
        }),
      requireShards(count) {
        world.settings.shards = count;
        sessions.clear();
        each((connection) => {
          detach(connection);
          connection.socket.close(CLOSE.shardingRequired);
        });
      },
      forgetSessions: () => sessions.clear(),
      loseNext: (name) => lost.push(name),
    },
    identifies: () => identifies,
    shards: () => shards,
    connections: () => connections.size,
    unheard,
    missedAt,
    async close() {
      stopListening();
      sessions.clear();
      each(({ socket }) => socket.terminate());
      await new Promise<void>((done) => sockets.close(() => done()));
    },
  };
}

function tell(session: GatewaySession, event: SimEvent): void {
  if (event.intent !== 0 && (session.intents & event.intent) === 0) return;
  const withheld = (session.intents & INTENT.messageContent) === 0 && event.withoutContent;
  session.dispatch(event.name, withheld ? withheld() : event.data);
}

/** A server's events go to one shard, by its id; private ones go to the first. */
function hears(world: World, session: GatewaySession, { name, data }: SimEvent): boolean {
  const isPrivate = !("guild_id" in data) && data["id"] !== world.state.guild.id;
  const isAway = world.state.server !== "there" && name !== "GUILD_DELETE";
  if (!isPrivate && isAway) return false;
  return isPrivate ? session.shard[0] === 0 : hearsOfServer(world, session);
}

function hearsOfServer({ state }: World, { shard: [number, count] }: GatewaySession): boolean {
  return (BigInt(state.guild.id) >> 22n) % BigInt(count) === BigInt(number);
}

function botSees({ state }: World, channelId: string): boolean {
  const channel = state.channels.get(channelId);
  const bot = state.members.get(state.bot.id);
  if (!channel || !bot) return false;
  return channel.recipientId !== null || has(permissionsIn(state, bot, channel), "viewChannel");
}

function send({ socket }: Connection, op: number, d: unknown): void {
  socket.send(JSON.stringify({ op, d, s: null, t: null }));
}

function isFlooding(connection: Connection): boolean {
  const now = Date.now();
  if (now - connection.sends.since > 60_000) connection.sends = { since: now, count: 0 };
  connection.sends.count += 1;
  return connection.sends.count > MAX_SENDS_PER_MINUTE;
}

function isToken({ settings }: World, token: string): boolean {
  return token.replace(/^Bot /, "") === settings.token;
}

function disallowedIntents({ settings }: World): number {
  const content = settings.messageContentEnabled ? 0 : INTENT.messageContent;
  const members = settings.guildMembersEnabled ? 0 : INTENT.guildMembers;
  return content | members | INTENT.guildPresences;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
