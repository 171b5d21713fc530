import { type Changes, changesBetween, type Records, toRecords } from "./changes.ts";
import { recordsOf } from "./records.ts";
import type { Status } from "./view.ts";
import type { DiscordWorld, GitHubWorld, ReadCounters } from "./worlds.ts";

type Deps = {
  readonly discord: DiscordWorld;
  readonly github: GitHubWorld;
  readonly counters: ReadCounters;
  readonly status: () => Status;
  readonly meta: unknown;
  /** Changes within this time are told together. */
  readonly gatherMs: number;
};

/** Follows both worlds and tells each watcher what changed since it was last told. */
export function createLive({ discord, github, counters, status, meta, gatherMs }: Deps) {
  const watchers = new Set<() => void>();
  let records: Records = new Map();
  let timer: NodeJS.Timeout | null = null;

  /** Readings that are under way. */
  const running = new Set<Promise<void>>();

  function refresh(): Promise<void> {
    const work = read().finally(() => running.delete(work));
    running.add(work);
    return work;
  }

  async function read(): Promise<void> {
    const counted = await counters();
    records = toRecords(recordsOf(discord.view(), github.view(), counted, status(), meta));
    for (const tell of watchers) tell();
  }

  function soon(): void {
    if (watchers.size === 0) return;
    timer ??= setTimeout(() => {
      timer = null;
      refresh().catch((error) => console.error("The page could not be brought up to date", error));
    }, gatherMs);
  }

  const stops = [discord.onChange(soon), github.onChange(soon)];

  return {
    soon,
    /** Tells everything first and changes from then on. Returns how to stop. */
    async watch(tell: (changes: Changes) => void): Promise<() => void> {
      let told: Records = new Map();
      const watcher = () => {
        const changes = changesBetween(told, records);
        told = records;
        if (changes) tell(changes);
      };
      await refresh();
      watcher();
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    /** Resolves when nothing asks either world or the store any more. */
    async close(): Promise<void> {
      for (const stop of stops) stop();
      if (timer) clearTimeout(timer);
      watchers.clear();
      await Promise.allSettled(running);
    },
  };
}
