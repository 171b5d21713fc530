import { targetKey } from "../../triage/model/candidate.ts";
import type { KnownAsk } from "../../triage/same-asks/ask-feed.ts";
import type { ContentsFeed } from "../../triage/same-asks/embedding.ts";
import { proseOf } from "./prose.ts";

/** What is kept of asks for the sake of their vectors. */
export type ToEmbed = {
  readonly held: ReadonlyMap<string, Pick<KnownAsk, "target">>;
  /** Texts that are new, changed or (null) gone since their vector was last seen to; null: nobody asks. */
  unseen: Map<string, string | null> | null;
  /** Whether all vectors were compared with what there is. */
  swept: boolean;
};

/** What an ask is about, as it is embedded: its title, and what its author wrote. */
export function textOf({ title, text }: Pick<KnownAsk, "title" | "text">): string {
  return `${title}\n${proseOf(text)}`.trim();
}

/** What a team wrote in a private repository is sent to nobody: it is found by words. */
function mayBeSent(key: string, { target }: Pick<KnownAsk, "target">): boolean {
  const own = target.type === "issue" && key === targetKey(target);
  return !own || target.visibility === "public";
}

/** What is to be embedded: at first all asks, then those that changed. */
export function changesToEmbed(community: ToEmbed): Awaited<ReturnType<ContentsFeed["next"]>> {
  const { held } = community;
  const unseen = community.unseen ?? new Map<string, string | null>();
  if (unseen.size === 0 && community.swept) return null;
  const seen = new Map(unseen);
  const keys = [...seen.keys()];
  const has = (key: string) => {
    const known = held.get(key);
    return known !== undefined && mayBeSent(key, known);
  };
  const sent = keys.filter(has);
  const whole = !community.swept;
  return {
    contents: {
      total: [...held].filter(([key, known]) => mayBeSent(key, known)).length,
      count: sent.length,
      items: (from, most) =>
        sent.slice(from, from + most).flatMap((key) => {
          const text = seen.get(key) ?? null;
          return text === null ? [] : [{ key, text, origin: null }];
        }),
      gone: whole ? null : keys.filter((key) => !has(key)),
      has,
    },
    done: () => {
      community.swept = true;
      // What changed meanwhile is to be looked at again.
      for (const [key, was] of seen) if (unseen.get(key) === was) unseen.delete(key);
    },
  };
}
