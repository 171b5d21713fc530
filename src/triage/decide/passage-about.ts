import { narrow } from "../answers/passage-filter.ts";
import type { Case } from "../model/case.ts";
import type { Classification } from "../model/classification.ts";
import type { Passage } from "../model/passage.ts";
import type { Policy } from "../model/policy.ts";
import { joinPosts } from "../model/post.ts";
import type { PassageIndex } from "../ports/docs.ts";

export const PASSAGES_COMPARED = 8;

/**
 * The passage that a matter of the docs seems to be about: of the page that the ask links to, else
 * the best one found. Null for every other ask.
 */
export async function passageAbout(
  { posts, ticket }: Pick<Case, "posts" | "ticket">,
  { kind, lane }: Pick<Classification, "kind" | "lane">,
  policy: Pick<Policy, "docs">,
  passages: Pick<PassageIndex, "search">,
): Promise<Passage | null> {
  if (kind !== "docs" || lane !== "open") return null;
  const ask = joinPosts(posts);
  const { filter } = narrow({ ...ask, placeId: ticket.placeId }, policy);
  const hits = await passages.search({ ...ask, filter, top: PASSAGES_COMPARED });
  const linked = hits.find(({ passage }) => ask.text.includes(passage.url.replace(/#.*$/, "")));
  return (linked ?? hits[0])?.passage ?? null;
}
