import type { Policy } from "../policy.ts";
import type { ModelImage } from "../ports.ts";
import type { Post } from "../post.ts";
import { isCredential } from "../redact.ts";
import type { Images } from "./kept-image.ts";

/** Together, so that a request stays well below what a vendor takes. */
const MOST_BYTES = 20_000_000;

/**
 * The images of a ticket that a model may be shown: only where the admin agreed, as many as one
 * post may have. None that moves, since models do not take them, and none of a post in which a
 * credential stood: its picture likely shows the same.
 */
export async function imagesToShow(
  communityId: string,
  posts: readonly Post[],
  { images: { use, perPost } }: Pick<Policy, "images">,
  images: Pick<Images, "read"> | undefined,
): Promise<readonly ModelImage[]> {
  if (use !== "model" || !images) return [];
  let room = MOST_BYTES;
  const ids = posts
    .filter(({ deletedAt, removed }) => deletedAt === null && !removed.some(isLeak))
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

const isLeak = ({ type }: Post["removed"][number]) => isCredential(type);
