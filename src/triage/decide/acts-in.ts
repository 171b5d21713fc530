import type { Act, Policy } from "../model/policy.ts";

/**
 * What each act is set to in an area: what was set for just this area stands over the rest. An act
 * that is off is off everywhere: whoever switches it off is not to hunt for areas.
 */
export function actsIn(
  area: string | null,
  { acts, actsByArea }: Pick<Policy, "acts" | "actsByArea">,
): Policy["acts"] {
  const own = Object.entries((area === null ? null : actsByArea[area]) ?? {});
  return { ...acts, ...Object.fromEntries(own.filter(([act]) => acts[act as Act] !== "off")) };
}
