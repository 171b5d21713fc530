import type { Json } from "./state.ts";

/** Something happened, in the gateway's words. */
export type SimEvent = {
  readonly name: string;
  readonly data: Json;
  /** The intent bit that a session needs; 0 when every session hears of it. */
  readonly intent: number;
  /** Only told to a bot that may view this channel. */
  readonly channelId?: string;
  /** The same without what MESSAGE_CONTENT protects, made only if somebody needs it. */
  readonly withoutContent?: () => Json;
  /** Not told by the gateway; for watchers such as a live page only. */
  readonly unheard?: boolean;
};

export type Bus = {
  publish(event: SimEvent): void;
  /** Returns how to stop listening. */
  subscribe(listener: (event: SimEvent) => void): () => void;
};

export function createBus(): Bus {
  const listeners = new Set<(event: SimEvent) => void>();
  return {
    publish(event) {
      for (const listener of listeners) listener(event);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
