import type { Policy } from "../model/policy.ts";
import type { Post } from "../model/post.ts";
import type { ModelImage } from "../ports/engines.ts";
import { isCredential } from "../redact/redact.ts";
import type { Images } from "./kept-image.ts";

/** Together, so that a request stays well below what a vendor takes. */
const MOST_BYTES = 20_000_000;

/**
 * The images of a ticket that a model may be shown: only where the admin agreed, as many as one
 * post may have. None that moves, since models do not take them, and none once a credential stood in
 * any of the posts: it may be split over them, and a picture likely shows the same.
 */
export async function imagesToShow(
  communityId: string,
  posts: readonly Post[],
  { images: { use, perPost } }: Pick<Policy, "images">,
  images: Pick<Images, "read"> | undefined,
): Promise<readonly ModelImage[]> {
  if (use !== "model" || !images) return [];
  if (posts.some(({ removed }) => removed.some(({ type }) => isCredential(type)))) return [];
  let room = MOST_BYTES;
  const ids = posts
    .filter(({ deletedAt }) => deletedAt === null)
    .flatMap(({ attachments }) => attachments.flatMap(({ image }) => image ?? []))
    .filter(({ animated, size }) => {
      if (animated || size > room) return false;
      room -= size;
      return true;
    })
    .slice(0, perPost)
    .map(({ id }) => id);
  return ids.length === 0 ? [] : images.read(communityId, ids);
}
