import { type CardDeps, readCard } from "../review/read-card.ts";
import { filesOf, notKeptWords } from "./image-words.ts";
import type { Images, KeptImage } from "./kept-image.ts";

/** What a reviewer is shown of the images behind a card. */
export type CardImages = {
  readonly images: readonly Pick<KeptImage, "type" | "bytes">[];
  /** What is not shown and why, a sentence each. */
  readonly notes: readonly string[];
};

/** Together they must fit one message. */
const MOST_SHOWN = 10;
const MOST_BYTES = 9_000_000;

/** The images of a card's posts, on a reviewer's demand; null when the card is gone. */
export async function cardImages(
  communityId: string,
  cardId: string,
  deps: CardDeps & { readonly images: Images },
): Promise<CardImages | null> {
  const read = await readCard(communityId, cardId, deps);
  if (!read) return null;
  const posts = read.found.cases.flatMap((one) => one.posts);
  const files = [...new Set(filesOf(posts).flatMap(({ image }) => image ?? []))];
  let room = MOST_BYTES;
  const fitting = files.slice(0, MOST_SHOWN).filter(({ size }) => {
    if (size > room) return false;
    room -= size;
    return true;
  });
  const ids = fitting.map(({ id }) => id);
  const images = await deps.images.read(communityId, ids);
  const over = ids.length - images.length;
  const more = files.length - fitting.length;
  return {
    images,
    notes: [
      ...(over > 0 ? [`${over} no longer kept: the time for which they are is over.`] : []),
      ...(more > 0 ? [`${more} more do not fit in here.`] : []),
      ...notKeptWords(posts),
    ],
  };
}
