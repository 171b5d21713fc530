import type { DiscordSimulator } from "../simulators/discord/simulator.ts";

/** How often each kind of trouble came. */
export type Storms = Readonly<Record<string, number>>;

export type Weather = {
  /** Called once a post; brings whatever is due by then. */
  afterPost(n: number): void;
  readonly storms: Storms;
  /** When each trouble of the gateway came. */
  readonly log: readonly { readonly atMs: number; readonly name: string }[];
};

/** So many posts lie between two troubles of the gateway, at the most, and of the REST API. */
const GATEWAY_EVERY = 100;
const REST_EVERY = 25;
/** However few posts there are, each kind of trouble of the gateway is to come once. */
const TROUBLES = 8;

/** Spoils connections and answers in turn, so that each kind comes as often as the others. */
export function createWeather(
  { faults }: DiscordSimulator,
  posts: number,
  sinceStart: () => number,
): Weather {
  const gatewayEvery = Math.min(GATEWAY_EVERY, Math.ceil(posts / TROUBLES));
  const storms: Record<string, number> = {};
  const log: { atMs: number; name: string }[] = [];
  const gateway: Readonly<Record<string, () => void>> = {
    "connection dropped": faults.dropConnections,
    "reconnect asked for": faults.reconnect,
    "session invalid, resumable": () => faults.invalidSession(true),
    "connection frozen": faults.freeze,
    "session invalid": () => faults.invalidSession(false),
    "closed with 4000": () => faults.closeWith(4_000),
    "session forgotten": () => {
      faults.forgetSessions();
      faults.dropConnections();
    },
  };
  const rest: Readonly<Record<string, () => void>> = {
    "429 of a route": () => void faults.failNext(WRITE, { status: 429, retryAfterSeconds: 0.4 }),
    "429 shared": () =>
      void faults.failNext(WRITE, { status: 429, retryAfterSeconds: 0.4, scope: "shared" }),
    "429 while reading": () => void faults.failNext(READ, { status: 429, retryAfterSeconds: 0.4 }),
    "429 global": () =>
      void faults.failNext(WRITE, { status: 429, retryAfterSeconds: 0.4, scope: "global" }),
    "answer lost": () => void faults.failNext(WRITE, { status: 502, when: "after" }),
    "request failed": () => void faults.failNext(WRITE, { status: 503 }),
    "connection broke": () => void faults.failNext(WRITE, { when: "after" }),
    "read failed": () => void faults.failNext(READ, { status: 500 }),
  };

  function bring(kinds: Readonly<Record<string, () => void>>, turn: number): void {
    const names = Object.keys(kinds);
    const name = names[turn % names.length] ?? "";
    kinds[name]?.();
    storms[name] = (storms[name] ?? 0) + 1;
    if (kinds === gateway) log.push({ atMs: sinceStart(), name });
  }

  return {
    storms,
    log,
    afterPost(n) {
      if (n % gatewayEvery === gatewayEvery >> 1) bring(gateway, Math.floor(n / gatewayEvery));
      if (n % REST_EVERY === 10) bring(rest, Math.floor(n / REST_EVERY));
    },
  };
}

/** What the bot does of its own accord; responses to people are measured, and left alone. */
const WRITE = /^(POST|PATCH|PUT) \/channels\//;
const READ = /^GET \/channels\//;
