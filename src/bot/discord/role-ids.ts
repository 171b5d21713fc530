import { setTimeout as sleep } from "node:timers/promises";
import type { Policy } from "../../triage/model/policy.ts";
import type { RoleIds } from "./people.ts";

/** Discord waits three seconds for an answer, and the store may be slow. */
const PATIENCE_MS = 500;

/**
 * Which roles count as what, asked for with every press: an admin may change it at any time. When
 * the store does not answer soon, it is as it was last known.
 */
export function createRoleIds(policy: () => Promise<Policy>): () => Promise<RoleIds> {
  let known: RoleIds | null = null;
  return async () => {
    const reading = policy().then(({ roleIds }) => {
      known = roleIds;
      return roleIds;
    });
    if (!known) return reading;
    const before = known;
    const late = sleep(PATIENCE_MS, before, { ref: false });
    return Promise.race([reading.catch(() => before), late]);
  };
}
