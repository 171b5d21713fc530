import { createHmac, randomBytes } from "node:crypto";
import type { Bus } from "./bus.ts";
import type { FileStore } from "./files.ts";
import type { InteractionTable } from "./interactions.ts";
import type { Clock } from "./snowflakes.ts";
import type { State } from "./state.ts";

/** How this Discord differs from the default one. */
export type Settings = {
  readonly token: string;
  /** Privileged intents that are switched on in the developer portal. */
  readonly messageContentEnabled: boolean;
  readonly guildMembersEnabled: boolean;
  /** How long a nonce is remembered. Discord says "a few minutes". */
  readonly nonceWindowMs: number;
  /** How long an attachment's address works. */
  readonly attachmentTtlMs: number;
  /** The pause between a forum post's thread and its first message, in real time. */
  readonly starterDelayMs: number;
  readonly heartbeatIntervalMs: number;
  /** Events kept for a session that may resume, and for how long after it went away. */
  readonly resumeBuffer: number;
  /** As many as the gateway asks clients to make; more when a bot grows. */
  shards: number;
  readonly resumeWindowMs: number;
  readonly maxActiveThreads: number;
  /** Answers 401, 403 and 429 in ten minutes before Discord blocks the address. */
  readonly maxInvalidRequests: number;
  /** How many simulated milliseconds pass in a real one: durations in answers are divided by it. */
  readonly clockRate: number;
};

export type Counters = {
  publicMessages: number;
  staffMessages: number;
  directMessages: number;
  ephemeralReplies: number;
  rateLimited: number;
  invalidRequests: number;
  nonceHits: number;
};

/** Everything that a handler needs; passed first to every function here. */
export type World = {
  readonly settings: Settings;
  readonly clock: Clock;
  readonly nextId: () => string;
  readonly state: State;
  readonly bus: Bus;
  readonly files: FileStore;
  readonly interactions: InteractionTable;
  readonly nonces: Map<string, { readonly messageId: string; readonly at: number }>;
  readonly counters: Counters;
};

const secret = randomBytes(16);

/** Opaque text that only this process can make, as in attachment addresses. */
export function sign(text: string): string {
  return createHmac("sha256", secret).update(text).digest("hex");
}
