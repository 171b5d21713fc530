import { createHash } from "node:crypto";
import type { Clock } from "./snowflakes.ts";

/** `documented` holds a bot to about what the live service does; `relaxed` only shows the headers. */
export type LimitsProfile = "documented" | "relaxed";

export type Refusal = {
  readonly retryAfterSeconds: number;
  readonly global: boolean;
  readonly scope: "user" | "global" | "shared";
};

export type Taken = {
  readonly headers: Readonly<Record<string, string>>;
  readonly refusal: Refusal | null;
};

export type Limits = {
  /** Counts a request against its bucket and against all; `major` is the id that the bucket goes by. */
  take(route: string, major: string, isGlobal: boolean, extra?: string): Taken;
};

type Allowance = { readonly bucket: string; readonly limit: number; readonly perMs: number };

// Discord publishes only the global limit and asks to read the rest from headers. These are what
// bots commonly see, and are a simulator's numbers, not a promise.
const ALLOWANCES: Readonly<Record<string, Allowance>> = {
  "POST /channels/:channelId/messages": { bucket: "send", limit: 5, perMs: 5_000 },
  "PATCH /channels/:channelId/messages/:messageId": { bucket: "edit", limit: 5, perMs: 5_000 },
  "DELETE /channels/:channelId/messages/:messageId": { bucket: "delete", limit: 5, perMs: 1_000 },
  "PUT /channels/:channelId/messages/:messageId/reactions/:emoji/@me": {
    bucket: "react",
    limit: 1,
    perMs: 250,
  },
  "DELETE /channels/:channelId/messages/:messageId/reactions/:emoji/@me": {
    bucket: "react",
    limit: 1,
    perMs: 250,
  },
  "POST /channels/:channelId/threads": { bucket: "thread", limit: 50, perMs: 300_000 },
  "POST /channels/:channelId/messages/:messageId/threads": {
    bucket: "thread",
    limit: 50,
    perMs: 300_000,
  },
  "PATCH /channels/:channelId": { bucket: "channel", limit: 10, perMs: 15_000 },
  "POST /webhooks/:applicationId/:token": { bucket: "follow-up", limit: 5, perMs: 2_000 },
  "PATCH /webhooks/:applicationId/:token/messages/:messageId": {
    bucket: "follow-up",
    limit: 5,
    perMs: 2_000,
  },
  // A limit inside a limit: the headers say nothing of it until it is hit.
  rename: { bucket: "rename", limit: 2, perMs: 600_000 },
};

const OTHERS = { limit: 50, perMs: 1_000 };
const GLOBAL: Allowance = { bucket: "global", limit: 50, perMs: 1_000 };
const RELAXED = { limit: 100_000, perMs: 1_000 };
const MAX_WINDOWS = 5_000;

type Window = { readonly endsAt: number; used: number };

export function createLimits(profile: LimitsProfile, clock: Clock, clockRate: number): Limits {
  const windows = new Map<string, Window>();

  function open(key: string, perMs: number): Window {
    const now = clock.now();
    const known = windows.get(key);
    if (known && known.endsAt > now) return known;
    if (windows.size > MAX_WINDOWS) {
      for (const [old, { endsAt }] of windows) if (endsAt <= now) windows.delete(old);
    }
    const fresh = { endsAt: now + perMs, used: 0 };
    windows.set(key, fresh);
    return fresh;
  }

  const secondsUntil = (time: number) => Math.max(0, time - clock.now()) / 1_000 / clockRate;

  function refuse(allowance: Allowance, major: string, scope: Refusal["scope"]): Refusal | null {
    const window = open(`${allowance.bucket} ${major}`, allowance.perMs);
    if (window.used < allowance.limit) {
      window.used += 1;
      return null;
    }
    const retryAfterSeconds = Math.ceil(secondsUntil(window.endsAt) * 1_000) / 1_000;
    return { retryAfterSeconds, global: scope === "global", scope };
  }

  return {
    take(route, major, isGlobal, extra) {
      const known = ALLOWANCES[route] ?? { bucket: route, ...OTHERS };
      const allowance = profile === "relaxed" ? { ...known, ...RELAXED } : known;
      const strict = profile === "documented";
      const refusal =
        (strict && isGlobal ? refuse(GLOBAL, "", "global") : null) ??
        refuse(allowance, major, "user") ??
        (strict && extra ? refuseExtra(extra, major) : null);
      const window = open(`${allowance.bucket} ${major}`, allowance.perMs);
      const resetAfter = secondsUntil(window.endsAt);
      const headers = {
        "X-RateLimit-Bucket": bucketHash(allowance.bucket),
        "X-RateLimit-Limit": `${allowance.limit}`,
        "X-RateLimit-Remaining": `${Math.max(0, allowance.limit - window.used)}`,
        // An absolute time, so it must be of the clock that the client reads.
        "X-RateLimit-Reset": (Date.now() / 1_000 + resetAfter).toFixed(3),
        "X-RateLimit-Reset-After": resetAfter.toFixed(3),
      };
      return { headers, refusal };
    },
  };

  function refuseExtra(name: string, major: string): Refusal | null {
    const allowance = ALLOWANCES[name];
    return allowance ? refuse(allowance, major, "user") : null;
  }
}

const hashes = new Map<string, string>();

function bucketHash(bucket: string): string {
  const known = hashes.get(bucket);
  if (known) return known;
  const hash = createHash("sha256").update(bucket).digest("hex").slice(0, 32);
  hashes.set(bucket, hash);
  return hash;
}
