import type { IncomingMessage, Server } from "node:http";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";
import { z } from "zod";
import type { SimEvent } from "./bus.ts";
import { createSession, type GatewaySession } from "./gateway-session.ts";
import { guildCreatePayload, memberPayload } from "./guild-payloads.ts";
import { areValidIntents, INTENT } from "./intents.ts";
import { has, permissionsIn } from "./permissions.ts";
import { userPayload } from "./user-payload.ts";
import { sign, type World } from "./world.ts";

const OP = {
  dispatch: 0,
  heartbeat: 1,
  identify: 2,
  presence: 3,
  voiceState: 4,
  resume: 6,
  reconnect: 7,
  requestMembers: 8,
  invalidSession: 9,
  hello: 10,
  heartbeatAck: 11,
} as const;

const CLOSE = {
  unknownOpcode: 4001,
  decodeError: 4002,
  notAuthenticated: 4003,
  authenticationFailed: 4004,
  alreadyAuthenticated: 4005,
  invalidSequence: 4007,
  rateLimited: 4008,
  invalidIntents: 4013,
  disallowedIntents: 4014,
} as const;

const MAX_SENDS_PER_MINUTE = 120;

const Packet = z.object({ op: z.int(), d: z.unknown() });
const Identify = z.object({ token: z.string(), intents: z.unknown() });
const Resume = z.object({ token: z.string(), session_id: z.string(), seq: z.int() });
const RequestMembers = z.object({
  guild_id: z.string(),
  query: z.string().optional(),
  limit: z.int().optional(),
  user_ids: z.union([z.string(), z.array(z.string())]).optional(),
  nonce: z.string().optional(),
});

export type Gateway = {
  /** What goes wrong on the live service now and then, on demand. */
  readonly faults: {
    reconnect(): void;
    invalidSession(resumable: boolean): void;
    dropConnections(): void;
    /** Connections stay open but nobody answers or hears on them: a zombie. */
    freeze(): void;
    closeWith(code: number): void;
    forgetSessions(): void;
  };
  readonly identifies: () => number;
  readonly connections: () => number;
  close(): Promise<void>;
};

type Connection = {
  readonly socket: WebSocket;
  session: GatewaySession | null;
  sends: { since: number; count: number };
  frozen: boolean;
};

/** Serves the gateway on `/gateway` of the HTTP server, and tells its sessions what happens. */
export function startGateway(world: World, server: Server, url: () => string): Gateway {
  const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  const sessions = new Map<string, GatewaySession>();
  const connections = new Set<Connection>();
  let identifies = 0;

  server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (request.url?.startsWith("/gateway")) sockets.handleUpgrade(request, socket, head, connect);
    else socket.destroy();
  });

  const stopListening = world.bus.subscribe((event) => {
    if (event.unheard) return;
    for (const session of sessions.values()) tell(session, event);
  });

  function tell(session: GatewaySession, event: SimEvent): void {
    if (event.intent !== 0 && (session.intents & event.intent) === 0) return;
    if (event.channelId !== undefined && !botSees(event.channelId)) return;
    const withheld = (session.intents & INTENT.messageContent) === 0 && event.withoutContent;
    session.dispatch(event.name, withheld ? withheld() : event.data);
  }

  function botSees(channelId: string): boolean {
    const { state } = world;
    const channel = state.channels.get(channelId);
    const bot = state.members.get(state.bot.id);
    if (!channel || !bot) return false;
    return channel.recipientId !== null || has(permissionsIn(state, bot, channel), "viewChannel");
  }

  function connect(socket: WebSocket): void {
    const connection: Connection = {
      socket,
      session: null,
      sends: { since: Date.now(), count: 0 },
      frozen: false,
    };
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

  function receive(connection: Connection, text: string): unknown {
    if (isFlooding(connection)) return connection.socket.close(CLOSE.rateLimited, "Rate limited.");
    const packet = Packet.safeParse(parseJson(text));
    if (!packet.success) return connection.socket.close(CLOSE.decodeError, "Decode error.");
    const { op, d } = packet.data;
    switch (op) {
      case OP.heartbeat:
        return send(connection, OP.heartbeatAck, null);
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
        return connection.socket.close(CLOSE.unknownOpcode, "Unknown opcode.");
    }
  }

  function identify(connection: Connection, d: unknown): unknown {
    const { socket } = connection;
    if (connection.session)
      return socket.close(CLOSE.alreadyAuthenticated, "Already authenticated.");
    const parsed = Identify.safeParse(d);
    if (!parsed.success) return socket.close(CLOSE.decodeError, "Decode error.");
    const { token, intents } = parsed.data;
    if (token.replace(/^Bot /, "") !== world.settings.token) {
      return socket.close(CLOSE.authenticationFailed, "Authentication failed.");
    }
    if (!areValidIntents(intents)) return socket.close(CLOSE.invalidIntents, "Invalid intent(s).");
    if ((intents & disallowedIntents(world)) !== 0) {
      return socket.close(CLOSE.disallowedIntents, "Disallowed intent(s).");
    }
    identifies += 1;
    forgetOldSessions();
    const id = sign(`session ${world.nextId()}`).slice(0, 32);
    const session = createSession(id, intents, world.settings.resumeBuffer);
    sessions.set(id, session);
    connection.session = session;
    session.attach(socket);
    session.dispatch("READY", {
      v: 10,
      user: { ...userPayload(world.state.bot), mfa_enabled: true, verified: true, email: null },
      guilds: [{ id: world.state.guild.id, unavailable: true }],
      session_id: id,
      session_type: "normal",
      resume_gateway_url: url(),
      shard: [0, 1],
      private_channels: [],
      relationships: [],
      guild_join_requests: [],
      geo_ordered_rtc_regions: [],
      application: { id: world.state.application.id, flags: world.state.application.flags },
      _trace: [],
    });
    if ((intents & INTENT.guilds) !== 0)
      session.dispatch("GUILD_CREATE", guildCreatePayload(world));
  }

  function resume(connection: Connection, d: unknown): unknown {
    const { socket } = connection;
    if (connection.session)
      return socket.close(CLOSE.alreadyAuthenticated, "Already authenticated.");
    const parsed = Resume.safeParse(d);
    if (!parsed.success) return socket.close(CLOSE.decodeError, "Decode error.");
    if (parsed.data.token.replace(/^Bot /, "") !== world.settings.token) {
      return socket.close(CLOSE.authenticationFailed, "Authentication failed.");
    }
    forgetOldSessions();
    const session = sessions.get(parsed.data.session_id);
    if (!session?.remembers(parsed.data.seq)) {
      if (session && parsed.data.seq > session.sequence()) {
        return socket.close(CLOSE.invalidSequence, "Invalid seq.");
      }
      sessions.delete(parsed.data.session_id);
      return send(connection, OP.invalidSession, false);
    }
    connection.session = session;
    session.attach(socket, parsed.data.seq);
    session.dispatch("RESUMED", { _trace: [] });
    return undefined;
  }

  function forgetOldSessions(): void {
    const oldest = world.clock.now() - world.settings.resumeWindowMs;
    for (const [id, session] of sessions) {
      const since = session.detachedSince();
      if (since !== null && since < oldest) sessions.delete(id);
    }
  }

  function sendMembers(connection: Connection, d: unknown): unknown {
    const parsed = RequestMembers.safeParse(d);
    if (!connection.session) {
      return connection.socket.close(CLOSE.notAuthenticated, "Not authenticated.");
    }
    if (!parsed.success) return connection.socket.close(CLOSE.decodeError, "Decode error.");
    const { query, limit, user_ids, nonce } = parsed.data;
    const wanted = user_ids === undefined ? null : new Set([user_ids].flat());
    const all = [...world.state.members.values()];
    const prefix = (query ?? "").toLowerCase();
    const found = wanted
      ? all.filter(({ user }) => wanted.has(user.id))
      : all.filter(({ user }) => user.username.startsWith(prefix)).slice(0, limit || undefined);
    connection.session.dispatch("GUILD_MEMBERS_CHUNK", {
      guild_id: world.state.guild.id,
      members: found.map(memberPayload),
      chunk_index: 0,
      chunk_count: 1,
      not_found: [...(wanted ?? [])].filter((id) => !world.state.members.has(id)),
      ...(nonce === undefined ? {} : { nonce }),
    });
    return undefined;
  }

  const each = (act: (connection: Connection) => void) => () => {
    for (const connection of [...connections]) act(connection);
  };

  return {
    faults: {
      reconnect: each((connection) => send(connection, OP.reconnect, null)),
      invalidSession: (resumable) => {
        if (!resumable) sessions.clear();
        each((connection) => {
          connection.session?.detach(connection.socket, world.clock.now());
          connection.session = null;
          send(connection, OP.invalidSession, resumable);
        })();
      },
      dropConnections: each(({ socket }) => socket.terminate()),
      freeze: each((connection) => {
        connection.frozen = true;
        connection.session?.detach(connection.socket, world.clock.now());
      }),
      closeWith: (code) => each(({ socket }) => socket.close(code))(),
      forgetSessions: () => sessions.clear(),
    },
    identifies: () => identifies,
    connections: () => connections.size,
    async close() {
      stopListening();
      sessions.clear();
      each(({ socket }) => socket.terminate())();
      await new Promise<void>((done) => sockets.close(() => done()));
    },
  };
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
