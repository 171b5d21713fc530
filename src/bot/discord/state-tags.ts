import { type REST, Routes } from "discord.js";
import { z } from "zod";
import { MINUTE } from "../../triage/model/clock.ts";
import type { Mark } from "../../triage/model/say.ts";
import { callDiscord } from "./port-error.ts";

/** What each state's tag is called in the forums; a state without a name has no tag. */
export type StateTagNames = Readonly<Partial<Record<Mark, string>>>;

const Forum = z.object({
  available_tags: z.array(z.object({ id: z.string(), name: z.string() })).default([]),
});
const Post = z.object({ applied_tags: z.array(z.string()).default([]) });

/** As many tags as a forum post may have. */
const MOST = 5;
/** How long a forum's list of tags is remembered; admins change it now and then. */
const REMEMBERED_MS = 10 * MINUTE;

export type StateTags = {
  /**
   * Puts the state's tag on a forum post in place of ours that stood there; every other tag stays.
   * @returns false when there is no such tag, or no room for it: then a reaction has to do
   */
  put(forumId: string, postId: string, mark: Mark): Promise<boolean>;
};

export function createStateTags(rest: REST, names: StateTagNames, now = Date.now): StateTags {
  const remembered = new Map<string, { readonly at: number; readonly ids: Map<string, string> }>();

  async function tagsOf(forumId: string): Promise<ReadonlyMap<string, string>> {
    const known = remembered.get(forumId);
    if (known && now() - known.at < REMEMBERED_MS) return known.ids;
    const read = await callDiscord("readChannel", () => rest.get(Routes.channel(forumId)));
    const { available_tags: tags } = Forum.parse(read);
    const ids = new Map(tags.map(({ id, name }) => [name.toLowerCase(), id]));
    remembered.set(forumId, { at: now(), ids });
    return ids;
  }

  return {
    async put(forumId, postId, mark) {
      const name = names[mark];
      if (name === undefined) return false;
      const ids = await tagsOf(forumId);
      const wanted = ids.get(name.toLowerCase());
      if (wanted === undefined) return false;
      const ours = Object.values(names).map((one) => ids.get(one.toLowerCase()));
      const read = await callDiscord("readThread", () => rest.get(Routes.channel(postId)));
      const { applied_tags: before } = Post.parse(read);
      const others = before.filter((id) => !ours.includes(id));
      if (others.length >= MOST) return false;
      const after = [...others, wanted];
      if (after.length === before.length && after.every((id) => before.includes(id))) return true;
      const body = { applied_tags: after };
      await callDiscord("mark", () => rest.patch(Routes.channel(postId), { body }));
      return true;
    },
  };
}
