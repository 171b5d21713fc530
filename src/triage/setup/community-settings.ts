import { z } from "zod";
import { Act, ActSetting, PlacePolicy } from "../model/policy.ts";

/** A channel or role as an admin chose it: its id counts, its name of then is for people. */
export const Chosen = z.object({ id: z.string().min(1), name: z.string() });
export type Chosen = z.infer<typeof Chosen>;

export const Watched = z.object({ name: z.string(), listening: PlacePolicy });
export type Watched = z.infer<typeof Watched>;

/** What an admin sets in the community itself, under the names that the file has for it. */
export const SetUp = z.object({
  /** By the channel's id; a channel that is not named here stays as the file says. */
  "discord.channels": z.record(z.string(), Watched),
  "discord.review_channel": Chosen,
  "discord.roles.staff": z.array(Chosen).min(1),
  "discord.roles.helper": z.array(Chosen),
  "discord.roles.opted_out": z.array(Chosen),
  /** Names of the teams whose directives need nobody's approval. */
  "teams.trusted": z.array(z.string()),
  /** An act that is not named here stays as the file says. */
  acts: z.partialRecord(Act, ActSetting),
  mode: z.enum(["shadow", "live"]),
});
export type SetUp = z.infer<typeof SetUp>;

export type SetUpKey = keyof SetUp;

/** Settings that were changed by a walk, or may be. */
export const SETUP_KEYS = Object.keys(SetUp.shape) as readonly SetUpKey[];

/** One line of the audit trail: a null stands for "as the file says". */
export type SettingChange = {
  readonly id: string;
  readonly key: string;
  readonly before: unknown;
  readonly after: unknown;
  readonly by: string;
  readonly at: number;
};

export type SettingOrder = { readonly key: string; readonly value: unknown };

/** A community's settings with their audit trail, and the walks that are under way; part of the store. */
export interface SettingsBook {
  /** Goes up with every change of one of these keys, whoever makes it. */
  version(communityId: string, keys: readonly string[]): Promise<number>;
  /**
   * Writes all changes with an audit line each, a null value meaning "as the file says"; none, and
   * false, when one of `keys` was changed since `version` was `seen`.
   */
  save(
    communityId: string,
    order: {
      readonly keys: readonly string[];
      readonly seen: number;
      readonly changes: readonly SettingOrder[];
      readonly by: string;
      readonly at: number;
    },
  ): Promise<boolean>;
  /** Newest first; those before the change of that id, when one is given. */
  history(
    communityId: string,
    page: { readonly before: string | null; readonly limit: number },
  ): Promise<readonly SettingChange[]>;
  /** What was kept of a walk; null when it is over or unknown. */
  walk(communityId: string, id: string): Promise<unknown>;
  keepWalk(communityId: string, id: string, walk: unknown, at: number): Promise<void>;
  dropWalk(communityId: string, id: string): Promise<void>;
  /** Forgets walks that nobody touched since then. */
  dropWalksBefore(communityId: string, at: number): Promise<void>;
}

/**
 * Stored values as the program reads them: what does not fit (an older release wrote it, somebody's
 * hand did) counts as not set, so that the file stands; what stands beside it still counts.
 */
export function readSetUp(stored: Readonly<Record<string, unknown>>): Partial<SetUp> {
  const read = SETUP_KEYS.flatMap((key) => {
    const value = SetUp.shape[key].safeParse(withoutMisfits(key, stored[key]));
    return value.success ? [[key, value.data] as const] : [];
  });
  return Object.fromEntries(read) as Partial<SetUp>;
}

/** Names of what is stored and does not fit, for example `acts.answer`. */
export function misfits(stored: Readonly<Record<string, unknown>>): string[] {
  return SETUP_KEYS.flatMap((key) => {
    const value = stored[key] ?? undefined;
    if (value === undefined || fits(key, value)) return [];
    if (!fits(key, withoutMisfits(key, value))) return [key];
    const parts = Array.isArray(value) ? [] : Object.entries(Object(value));
    const wrong = parts.flatMap(([name, part]) => (fits(key, { [name]: part }) ? [] : [name]));
    return wrong.length > 0 ? wrong.map((name) => `${key}.${name}`) : [key];
  });
}

const fits = (key: SetUpKey, value: unknown) => SetUp.shape[key].safeParse(value).success;

/** Settings that hold several are looked at one by one. */
function withoutMisfits(key: SetUpKey, value: unknown): unknown {
  if (fits(key, value)) return value;
  if (Array.isArray(value)) {
    const fitting = value.filter((part) => fits(key, [part]));
    // An empty list is somebody's choice, such as that no role opts out; this is nobody's.
    return fitting.length === 0 ? undefined : fitting;
  }
  if (typeof value !== "object" || value === null) return value;
  const parts = Object.entries(value).filter(([name, part]) => fits(key, { [name]: part }));
  return Object.fromEntries(parts);
}
