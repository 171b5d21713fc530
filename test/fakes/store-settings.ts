import type { SettingsBook } from "../../src/triage/setup/community-settings.ts";
import { communityOf, type StoreState } from "./store-state.ts";

export function createFakeSettingsBook(state: StoreState): SettingsBook {
  const walks = new Map<string, { readonly walk: unknown; readonly at: number }>();
  const of = (communityId: string) => communityOf(state, communityId);
  const version = (communityId: string, keys: readonly string[]) =>
    of(communityId).settingChanges.filter(({ key }) => keys.includes(key)).length;

  return {
    version: async (communityId, keys) => version(communityId, keys),
    async save(communityId, { keys, seen, changes, by, at }) {
      if (version(communityId, keys) !== seen) return false;
      const { settings, settingChanges } = of(communityId);
      for (const { key, value } of changes) {
        settingChanges.push({ key, before: settings.get(key) ?? null, after: value, by, at });
        settings.set(key, value);
      }
      return true;
    },
    async history(communityId, { before, limit }) {
      return of(communityId)
        .settingChanges.map((change, index) => ({ ...change, id: String(index).padStart(6, "0") }))
        .filter(({ id }) => before === null || id < before)
        .toReversed()
        .slice(0, limit);
    },
    walk: async (communityId, id) => walks.get(`${communityId} ${id}`)?.walk ?? null,
    async keepWalk(communityId, id, walk, at) {
      walks.set(`${communityId} ${id}`, { walk: structuredClone(walk), at });
    },
    async dropWalk(communityId, id) {
      walks.delete(`${communityId} ${id}`);
    },
    async dropWalksBefore(communityId, before) {
      for (const [key, { at }] of walks) {
        if (key.startsWith(`${communityId} `) && at < before) walks.delete(key);
      }
    },
  };
}
