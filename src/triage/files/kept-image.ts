import { z } from "zod";
import { ImageType } from "./clean-image.ts";

/** What a post knows of an image that came with it; the bytes are kept under the id. */
export const ImageNote = z.object({
  id: z.string(),
  type: ImageType,
  width: z.number().int(),
  height: z.number().int(),
  animated: z.boolean(),
  /** Bytes as kept, without what was taken out. */
  size: z.number().int(),
});
export type ImageNote = z.infer<typeof ImageNote>;

/** How many images a model was shown, and why none where there were some. */
export const ShownImages = z.object({ count: z.number().int(), unseen: z.string().nullable() });
export type ShownImages = z.infer<typeof ShownImages>;

/** An image as it is stored: cleaned, of one post, until then. */
export type KeptImage = {
  readonly id: string;
  readonly postId: string;
  readonly type: ImageType;
  readonly bytes: Uint8Array;
  /** Milliseconds since the epoch. */
  readonly keepUntil: number;
};

/**
 * The bytes of images that came with posts; part of the store. `savePost` puts them there. They go
 * with their post's note of them: with a deletion, with `forget`, and when their time is over.
 */
export interface Images {
  /** Those of the ids that are still kept, in the order asked. */
  read(
    communityId: string,
    ids: readonly string[],
  ): Promise<readonly Pick<KeptImage, "id" | "type" | "bytes">[]>;
  /** Deletes those whose time is over. @returns how many */
  expire(communityId: string, now: number): Promise<number>;
}
