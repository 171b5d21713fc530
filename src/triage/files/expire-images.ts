import { type Clock, HOUR } from "../model/clock.ts";
import type { Images } from "./kept-image.ts";

/** Nobody is shown an image whose time is over, so that its bytes may wait so long to go. */
const EVERY_MS = HOUR;

/** Deletes images whose time is over, at the start and then again and again. */
export function startExpiringImages(options: {
  readonly communityId: string;
  readonly images: Pick<Images, "expire">;
  readonly clock: Clock;
  readonly onError: (error: unknown) => void;
}): { stop(): Promise<void> } {
  const { communityId, images, clock, onError } = options;
  let stopped = false;
  let running: Promise<void> = Promise.resolve();
  let cancel = clock.after(0, run);

  function run(): void {
    running = images
      .expire(communityId, clock.now())
      .then(() => {}, onError)
      .then(() => {
        if (!stopped) cancel = clock.after(EVERY_MS, run);
      });
  }

  return {
    async stop() {
      stopped = true;
      cancel();
      await running;
    },
  };
}
