/** How long something that was told is not told again. */
const QUIET_MS = 10_000;
/** Different things that are remembered; what is forgotten is told again. */
const MOST = 100;

/**
 * Tells what repeats itself once in ten seconds, with how often it was left out since: BullMQ tries
 * again at once what a full disk refuses, hundreds of times a second.
 * @param now milliseconds of a clock that only goes forward
 */
export function createSparing(
  tell: (error: Error, about: string, leftOut: number) => void,
  now: () => number = () => performance.now(),
): (error: Error, about: string) => void {
  const told = new Map<string, { at: number; leftOut: number }>();
  return (error, about) => {
    // Ids and file names differ in what is the same trouble.
    const key = `${about} ${error.message.replaceAll(/\d+/g, "#")}`;
    const before = told.get(key);
    if (before && now() - before.at < QUIET_MS) {
      before.leftOut += 1;
      return;
    }
    if (told.size >= MOST) told.clear();
    told.set(key, { at: now(), leftOut: 0 });
    tell(error, about, before?.leftOut ?? 0);
  };
}
