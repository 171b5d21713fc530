import { copiesFromClient, type Subscription, toSubscription } from "../statement.ts";
import {
  channelOf,
  type Message,
  queryText,
  readStartup,
  refusal,
  searchPathOf,
  simpleQuery,
  splitMessages,
  welcome,
} from "./protocol.ts";

type Deps = {
  /** Runs protocol messages in the one session, and gives back what the server answers. */
  readonly execute: (bytes: Uint8Array) => Uint8Array;
  readonly send: (connection: number, bytes: Buffer) => void;
  /** How long others wait for a transaction that has fallen silent before they are refused. */
  readonly patienceMs: number;
};

type Connection = {
  readonly id: number;
  readonly channels: Set<string>;
  searchPath: string | undefined;
  started: boolean;
  unread: Buffer;
  gathered: Message[];
};

/** One exchange: everything up to the point where the server says that it is ready again. */
type Exchange = { readonly connection: Connection; readonly messages: readonly Message[] };

export type SharedSession = {
  receive(connection: number, bytes: Uint8Array): void;
  leave(connection: number): void;
};

/**
 * Lets many connections take turns on one PostgreSQL session. Whoever opens a transaction keeps the
 * session until it ends; notifications reach the connections that asked for them. Session settings,
 * temporary tables and prepared names are shared: use SET LOCAL and unnamed statements.
 */
export function createSharedSession({ execute, send, patienceMs }: Deps): SharedSession {
  const connections = new Map<number, Connection>();
  let waiting: Exchange[] = [];
  let holder: Connection | undefined;
  let searchPath: string | undefined;
  let impatience: NodeJS.Timeout | undefined;

  function take(): Exchange | undefined {
    const at = holder ? waiting.findIndex(({ connection }) => connection === holder) : 0;
    return at < 0 ? undefined : waiting.splice(at, 1)[0];
  }

  function work(): void {
    for (let next = take(); next; next = take()) run(next);
    clearTimeout(impatience);
    impatience = waiting.length > 0 ? setTimeout(refuseWaiting, patienceMs) : undefined;
  }

  function run({ connection, messages }: Exchange): void {
    if (messages.some((message) => copiesFromClient(queryText(message) ?? ""))) {
      send(connection.id, refusal("0A000", NO_COPY, holder === connection));
      return;
    }
    const usable = messages.map((message) => subscribe(connection, message));
    if (!holder) usePathOf(connection);
    answer(connection, execute(Buffer.concat(usable)));
  }

  /** A failed transaction keeps the session too, until its client rolls it back. */
  function answer(connection: Connection, bytes: Uint8Array): void {
    const { messages } = splitMessages(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length));
    const own: Buffer[] = [];
    for (const message of messages) {
      if (message.type === "A") notify(message, connection, own);
      else own.push(message.bytes);
      if (message.type === "Z") holder = message.bytes[5] === IDLE ? undefined : connection;
    }
    send(connection.id, Buffer.concat(own));
  }

  function notify(message: Message, speaker: Connection, own: Buffer[]): void {
    const channel = channelOf(message);
    for (const connection of connections.values()) {
      if (!connection.channels.has(channel)) continue;
      if (connection === speaker) own.push(message.bytes);
      else send(connection.id, Buffer.from(message.bytes));
    }
  }

  function usePathOf(connection: Connection): void {
    const wanted = connection.searchPath ?? DEFAULT_SEARCH_PATH;
    if (wanted === searchPath) return;
    execute(simpleQuery(`SET search_path TO ${wanted}`));
    searchPath = wanted;
  }

  function refuseWaiting(): void {
    const refused = waiting;
    waiting = [];
    for (const { connection } of refused) send(connection.id, refusal("55P03", WAITED_TOO_LONG));
  }

  return {
    receive(id, bytes) {
      const connection = connections.get(id) ?? newConnection(id);
      connections.set(id, connection);
      connection.unread = Buffer.concat([connection.unread, bytes]);
      if (!connection.started && !start(connection, send)) return;
      for (const messages of readExchanges(connection)) waiting.push({ connection, messages });
      work();
    },

    leave(id) {
      const connection = connections.get(id);
      if (!connection) return;
      connections.delete(id);
      waiting = waiting.filter((exchange) => exchange.connection !== connection);
      if (holder === connection) {
        execute(simpleQuery("ROLLBACK"));
        holder = undefined;
      }
      work();
    },
  };
}

const IDLE = "I".charCodeAt(0);
const DEFAULT_SEARCH_PATH = "public";
const NO_COPY = "The embedded database cannot copy from the client: use INSERT";
const WAITED_TOO_LONG =
  "The embedded database has one connection and an open transaction keeps it: end that transaction first, " +
  "or use the transaction's own client for this query";

function newConnection(id: number): Connection {
  return {
    id,
    channels: new Set(),
    searchPath: undefined,
    started: false,
    unread: Buffer.alloc(0),
    gathered: [],
  };
}

function start(connection: Connection, send: Deps["send"]): boolean {
  const startup = readStartup(connection.unread);
  if (!startup) return false;
  connection.started = true;
  connection.unread = startup.rest;
  connection.searchPath = searchPathOf(startup.settings);
  send(connection.id, welcome(connection.id));
  return true;
}

function readExchanges(connection: Connection): Message[][] {
  const { messages, rest } = splitMessages(connection.unread);
  connection.unread = rest;
  const whole: Message[][] = [];
  for (const message of messages) {
    if (message.type === "X") continue;
    connection.gathered.push(message);
    if (message.type !== "Q" && message.type !== "S") continue;
    whole.push(connection.gathered);
    connection.gathered = [];
  }
  return whole;
}

/**
 * The session itself never stops listening, since others may rely on it: an UNLISTEN is recorded
 * here and sent on for a channel that nobody uses, so that the answer is still the server's own.
 */
function subscribe({ channels }: Connection, message: Message): Buffer {
  const text = queryText(message);
  const subscription: Subscription | undefined = text === undefined ? text : toSubscription(text);
  if (!subscription) return message.bytes;
  if (subscription.type === "listen") channels.add(subscription.channel);
  else if (subscription.type === "unlisten") channels.delete(subscription.channel);
  else channels.clear();
  if (subscription.type === "listen" || message.type !== "Q") return message.bytes;
  return simpleQuery("UNLISTEN signalbox_nobody");
}
