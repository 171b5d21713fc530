import { DefaultRestOptions, DiscordAPIError, HTTPError, REST, Routes } from "discord.js";
import { type Clock, MINUTE, SECOND } from "../../triage/model/clock.ts";
import { createRefusals, TooManyRefusals } from "./refusals.ts";

export type RestOptions = {
  readonly token: string;
  /** `https://discord.com/api` in production. */
  readonly url: string;
  readonly clock: Clock;
  /** Discord's documented 50; more only for a simulator that allows it. */
  readonly requestsPerSecond?: number;
  /** Discord takes the token no more: nothing works before a person mends it. */
  readonly onRefused?: (() => void) | undefined;
  /** After how many refusals in ten minutes none is risked any more. */
  readonly mostRefusals?: number;
};

const READ_ATTEMPTS = 4;

/**
 * The way to Discord's REST API, one a process, so that its rate limits are known in one place.
 * Writes are never repeated here: only the executor does that, after it has looked whether the
 * first try went through. Reads are.
 */
export function createDiscordRest(options: RestOptions): REST {
  const { token, url, clock, requestsPerSecond = 50, onRefused, mostRefusals } = options;
  const refusals = createRefusals(clock, mostRefusals);
  const rest = new REST({
    api: url,
    version: "10",
    retries: 0,
    timeout: 15 * SECOND,
    globalRequestsPerSecond: requestsPerSecond,
    // Every thread ever spoken in would be remembered for an hour.
    handlerSweepInterval: MINUTE,
    async makeRequest(address, request) {
      // Without the gateway's address a reconnect would end for good.
      if (!address.endsWith(Routes.gatewayBot())) refusals.check();
      const answer = await DefaultRestOptions.makeRequest(address, request);
      const { status, headers } = answer;
      refusals.note({ status, scope: headers.get("x-ratelimit-scope") });
      // What answers an interaction goes by another token than the bot's.
      if (status === 401 && "Authorization" in { ...request.headers }) onRefused?.();
      return answer;
    },
  });
  rest.setToken(token);
  const get = rest.get.bind(rest);
  rest.get = async (route, options) => {
    // The gateway's address is asked for in the middle of a reconnect, where a failure is final.
    const attempts = route === Routes.gatewayBot() ? Number.POSITIVE_INFINITY : READ_ATTEMPTS;
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await get(route, options);
      } catch (error) {
        if (attempt >= attempts || !mayPass(error)) throw error;
        await pause(clock, Math.min(60, 2 ** (attempt - 1)) * SECOND);
      }
    }
  };
  return rest;
}

/** Whether a failed read may work a moment later: outages, not refusals. */
function mayPass(error: unknown): boolean {
  if (error instanceof DiscordAPIError) return error.status >= 500;
  if (error instanceof HTTPError) return error.status >= 500;
  if (error instanceof TooManyRefusals) return false;
  return error instanceof Error && !/token/i.test(error.message);
}

function pause(clock: Clock, ms: number): Promise<void> {
  return new Promise((resolve) => {
    clock.after(ms, resolve);
  });
}
