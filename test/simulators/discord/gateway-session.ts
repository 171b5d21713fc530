import type { WebSocket } from "ws";

export type Shard = readonly [number, number];

/** What a client may come back to: its intents, its numbering, and the events it may have missed. */
export type GatewaySession = {
  readonly id: string;
  readonly intents: number;
  /** Its number, and of how many. */
  readonly shard: Shard;
  dispatch(name: string, data: unknown): void;
  /** Takes over a connection; with a number, first sends again all that came after it. */
  attach(socket: WebSocket, after?: number): void;
  detach(socket: WebSocket, now: number): void;
  /** Since when nobody listens; null while somebody does. */
  detachedSince(): number | null;
  /** Whether everything after this number is still here. */
  remembers(sequence: number): boolean;
  sequence(): number;
};

export function createSession(
  id: string,
  intents: number,
  shard: Shard,
  bufferSize: number,
): GatewaySession {
  // A ring: the event with number n stands at n modulo the size.
  const buffer: string[] = [];
  let sequence = 0;
  let socket: WebSocket | null = null;
  let since: number | null = null;

  return {
    id,
    intents,
    shard,

    dispatch(name, data) {
      sequence += 1;
      const text = `{"op":0,"t":"${name}","s":${sequence},"d":${JSON.stringify(data)}}`;
      buffer[sequence % bufferSize] = text;
      socket?.send(text);
    },

    attach(next, after) {
      socket = next;
      since = null;
      if (after === undefined) return;
      for (let n = after + 1; n <= sequence; n += 1) next.send(buffer[n % bufferSize] ?? "");
    },

    detach(gone, now) {
      // An old connection may close after a new one has taken over.
      if (socket !== gone) return;
      socket = null;
      since = now;
    },

    detachedSince: () => since,
    remembers: (seen) => seen <= sequence && sequence - seen <= bufferSize,
    sequence: () => sequence,
  };
}
