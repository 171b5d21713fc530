import type { KnownAsk } from "../../triage/ask-feed.ts";
import { targetKey } from "../../triage/candidate.ts";
import type { ContentsFeed } from "../../triage/embedding.ts";
import type { ExactNames } from "./exact-names.ts";
import { proseOf } from "./prose.ts";

/** What is kept of asks for the sake of their vectors. */
export type ToEmbed = {
  readonly held: Map<string, { readonly ask: KnownAsk; readonly names: ExactNames }>;
  /** Keys whose text is new, changed or gone since its vector was last seen to. */
  readonly unseen: Set<string>;
  /** Whether all vectors were compared with what there is. */
  swept: boolean;
};

/** What an ask is about, as it is embedded: its title, and what its author wrote. */
export function textOf({ title, text }: Pick<KnownAsk, "title" | "text">): string {
  return `${title}\n${proseOf(text)}`.trim();
}

/** What a team wrote in a private repository is sent to nobody: it is found by words. */
function mayBeSent(key: string, { target }: KnownAsk): boolean {
  const own = target.type === "issue" && key === targetKey(target);
  return !own || target.visibility === "public";
}

/** What is to be embedded: at first all asks, then those that changed. */
export function changesToEmbed(community: ToEmbed): Awaited<ReturnType<ContentsFeed["next"]>> {
  const { held, unseen } = community;
  if (unseen.size === 0 && community.swept) return null;
  const keys = [...unseen];
  const has = (key: string) => {
    const known = held.get(key);
    return known !== undefined && mayBeSent(key, known.ask);
  };
  const sent = keys.filter(has);
  const seen = new Map(keys.map((key) => [key, held.get(key)]));
  const whole = !community.swept;
  return {
    contents: {
      total: [...held].filter(([key, { ask }]) => mayBeSent(key, ask)).length,
      count: sent.length,
      items: (from, most) =>
        sent.slice(from, from + most).flatMap((key) => {
          const known = held.get(key);
          return known ? [{ key, text: textOf(known.ask), origin: null }] : [];
        }),
      gone: whole ? null : keys.filter((key) => !has(key)),
      has,
    },
    done: () => {
      community.swept = true;
      // What changed meanwhile is to be looked at again.
      for (const [key, was] of seen) if (held.get(key)?.names === was?.names) unseen.delete(key);
    },
  };
}
