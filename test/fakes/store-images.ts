import type { Images } from "../../src/triage/files/kept-image.ts";
import type { Clock } from "../../src/triage/model/clock.ts";
import { communityOf, type StoreState } from "./store-state.ts";

export function createFakeImages(state: StoreState, clock: Clock): Images {
  return {
    async read(communityId, ids) {
      const { images } = communityOf(state, communityId);
      return ids.flatMap((id) => {
        const image = images.get(id);
        if (!image || image.keepUntil <= clock.now()) return [];
        return [{ id, type: image.type, bytes: image.bytes }];
      });
    },

    async expire(communityId, now) {
      const { images } = communityOf(state, communityId);
      const over = [...images.values()].filter(({ keepUntil }) => keepUntil <= now);
      for (const { id } of over) images.delete(id);
      return over.length;
    },
  };
}
