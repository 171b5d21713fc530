import type { Policy } from "./policy.ts";

/** What each act is set to in an area: what was set for just this area stands over the rest. */
export function actsIn(
  area: string | null,
  { acts, actsByArea }: Pick<Policy, "acts" | "actsByArea">,
): Policy["acts"] {
  return { ...acts, ...(area === null ? {} : actsByArea[area]) };
}
