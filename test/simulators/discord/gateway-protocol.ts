import { z } from "zod";

export const OP = {
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

/** How the gateway closes, and why. */
export const CLOSE = {
  unknownOpcode: 4001,
  decodeError: 4002,
  notAuthenticated: 4003,
  authenticationFailed: 4004,
  alreadyAuthenticated: 4005,
  invalidSequence: 4007,
  rateLimited: 4008,
  invalidShard: 4010,
  shardingRequired: 4011,
  invalidIntents: 4013,
  disallowedIntents: 4014,
} as const;

export type CloseReason = keyof typeof CLOSE;

export const Packet = z.object({ op: z.int(), d: z.unknown() });
export const Identify = z.object({
  token: z.string(),
  intents: z.unknown(),
  shard: z.tuple([z.int().min(0), z.int().min(1)]).optional(),
});
export const Resume = z.object({ token: z.string(), session_id: z.string(), seq: z.int() });
export const RequestMembers = z.object({
  guild_id: z.string(),
  query: z.string().optional(),
  limit: z.int().optional(),
  user_ids: z.union([z.string(), z.array(z.string())]).optional(),
  nonce: z.string().optional(),
});
