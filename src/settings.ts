import type { Config } from "./config/schema.ts";
import { type Found, toPolicy } from "./policy.ts";
import { type Clock, SECOND } from "./triage/model/clock.ts";
import type { IssueForm } from "./triage/model/issue-form.ts";
import type { Policy } from "./triage/model/policy.ts";
import type { TicketStore } from "./triage/ports/ticket-store.ts";

/** How long settings that another process changed may go unseen. */
const STALE_MS = 2 * SECOND;

export type Settings = {
  policyOf(communityId: string): Promise<Policy>;
  /** Writes one setting with its audit line; in force at once here, within seconds elsewhere. */
  change(communityId: string, key: string, value: unknown, by: string): Promise<void>;
  /** What is remembered is stale: somebody here wrote to the store itself. */
  forget(communityId: string): void;
};

/** The community's policy, read from the store now and then and kept in memory in between. */
export function createSettings(
  config: Config,
  found: Found & {
    /** The forms of the teams' repositories, as last read. */
    readonly forms?: () => IssueForm[];
  },
  { tickets, clock }: { readonly tickets: TicketStore; readonly clock: Clock },
): Settings {
  const kept = new Map<string, { readonly policy: Policy; readonly readAt: number }>();
  /** How often something was changed here: what is being read meanwhile may be from before. */
  let changes = 0;

  async function read(communityId: string): Promise<Policy> {
    let settings = await tickets.settings(communityId);
    if (typeof settings["installedAt"] !== "number") {
      const change = { key: "installedAt", value: clock.now(), by: "signalbox", at: clock.now() };
      await tickets.changeSetting(communityId, change);
      settings = { ...settings, installedAt: change.value };
    }
    const policy = toPolicy(config, settings, found, Number(settings["installedAt"]));
    return { ...policy, forms: found.forms?.() ?? [] };
  }

  function forget(communityId: string): void {
    changes += 1;
    kept.delete(communityId);
  }

  return {
    async policyOf(communityId) {
      const before = kept.get(communityId);
      if (before && Math.abs(clock.now() - before.readAt) < STALE_MS) return before.policy;
      const seen = changes;
      const policy = await read(communityId);
      if (seen === changes) kept.set(communityId, { policy, readAt: clock.now() });
      return policy;
    },
    forget,
    async change(communityId, key, value, by) {
      await tickets.changeSetting(communityId, { key, value, by, at: clock.now() });
      forget(communityId);
    },
  };
}
