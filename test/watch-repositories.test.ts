import { expect, it, vi } from "vitest";
import type { GitHubAccess } from "../src/integrations/github/access.ts";
import { createLog } from "../src/log.ts";
import { HOUR } from "../src/triage/model/clock.ts";
import { watchRepositories } from "../src/watch-repositories.ts";
import { createManualClock } from "./fakes/clock.ts";

it("looks again in an hour when the settings could not be read", async () => {
  const clock = createManualClock();
  const log = createLog("silent");
  const warned = vi.spyOn(log, "warn");
  const routing = { rules: [], fallback: null, priorityLabels: [] };
  const policy = vi
    .fn()
    .mockRejectedValueOnce(new Error("no connection"))
    .mockResolvedValue(routing);
  // No repository is routed to, so none is asked for.
  const access = {} as GitHubAccess;
  const watching = watchRepositories({ access, clock, log, policy });
  await vi.waitFor(() => expect(clock.waiting()).toBe(1));
  expect(warned).toHaveBeenCalledWith({ error: expect.any(Error) }, expect.any(String));
  clock.advance(HOUR);
  await vi.waitFor(() => expect(clock.waiting()).toBe(1));
  expect(policy).toHaveBeenCalledTimes(2);
  expect(warned).toHaveBeenCalledTimes(1);
  await watching.stop();
  expect(clock.waiting()).toBe(0);
});
