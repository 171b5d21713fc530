import type { Clock } from "../model/clock.ts";
import type { Ids } from "../model/ids.ts";
import type { Policy } from "../model/policy.ts";
import type { Attachment, Post, RawPost } from "../model/post.ts";
import { isCredential } from "../redact/redact.ts";
import { cleanImage } from "./clean-image.ts";
import type { KeptImage } from "./kept-image.ts";

const BESIDE_CREDENTIAL = "a credential stood in the post, and may stand in its pictures";

type Deps = { readonly ids: Ids; readonly clock: Clock };

/**
 * Copies the images of a post that was admitted, as far as the policy lets them be kept: their links
 * expire. Bytes live in memory until they are cleaned; what cannot be kept is noted with its reason.
 */
export async function keepImages(
  post: Post,
  { readImages }: Pick<RawPost, "readImages">,
  { images: { use, perPost, mostBytes, keepMs } }: Pick<Policy, "images">,
  { ids, clock }: Deps,
): Promise<{ readonly post: Post; readonly images: readonly KeptImage[] }> {
  if (use === "off" || !readImages) return { post, images: [] };
  if (post.removed.some(({ type }) => isCredential(type))) {
    return { post: withoutPictures(post), images: [] };
  }
  const read = await readImages({ count: perPost, bytes: mostBytes });
  const images: KeptImage[] = [];
  const noted = new Map<number, Partial<Attachment>>();
  for (const one of read) {
    const clean = "refused" in one ? one : cleanImage(one.bytes);
    if ("refused" in clean) {
      noted.set(one.at, { notKept: clean.refused });
      continue;
    }
    const { type, width, height, animated, bytes } = clean;
    const id = ids();
    images.push({ id, postId: post.id, type, bytes, keepUntil: clock.now() + keepMs });
    noted.set(one.at, { image: { id, type, width, height, animated, size: bytes.length } });
  }
  const attachments = post.attachments.map((file, at) => ({ ...file, ...noted.get(at) }));
  return { post: { ...post, attachments }, images };
}

/** Not even read, so that nothing keeps the author from hearing of the credential. */
function withoutPictures(post: Post): Post {
  return { ...post, attachments: besideCredential(post.attachments) };
}

/** Files as they are known when a credential stands beside them: their pictures are not kept. */
export function besideCredential(files: readonly Attachment[]): Attachment[] {
  return files.map(({ image, ...file }) =>
    image || file.contentType?.startsWith("image/")
      ? { ...file, notKept: BESIDE_CREDENTIAL }
      : file,
  );
}
