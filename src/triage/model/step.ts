import type { Ids } from "./ids.ts";
import type { Policy } from "./policy.ts";

/** What a step needs besides the case: time in milliseconds, ids and the community's wishes. */
export type Step = { readonly now: number; readonly ids: Ids; readonly policy: Policy };
