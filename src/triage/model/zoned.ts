/** A time by the clocks of a place. */
export type LocalTime = {
  readonly year: number;
  /** From 1. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
};

/**
 * What the clocks of a zone show at a moment, and the day of the week (1 for Monday to 7).
 * @param zone an IANA name
 */
export function localTime(at: number, zone: string): LocalTime & { readonly weekday: number } {
  const parts = clockOf(zone).formatToParts(at);
  const read = (name: string) => Number(parts.find(({ type }) => type === name)?.value);
  const [year, month, day] = [read("year"), read("month"), read("day")];
  // By the date alone, whatever the zone: Sunday is 0 there.
  const weekday = new Date(Date.UTC(year, month - 1, day)).getUTCDay() || 7;
  return { year, month, day, hour: read("hour"), minute: read("minute"), weekday };
}

const clocks = new Map<string, Intl.DateTimeFormat>();

/** Making one is slow. */
function clockOf(zone: string): Intl.DateTimeFormat {
  const known = clocks.get(zone);
  if (known) return known;
  const clock = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    calendar: "gregory",
    numberingSystem: "latn",
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
  });
  clocks.set(zone, clock);
  return clock;
}

/**
 * The moment at which the clocks of a zone show a time. A time that they skip is taken as by the
 * clocks before the change, so that it comes an hour later; of one that comes twice it is the first.
 */
export function momentOf(local: LocalTime, zone: string): number {
  const wanted = asUtc(local);
  // The zone's distance from UTC is that at the moment itself, which lies within a day of this.
  const offsets = [-1, 1].map((days) => {
    const near = wanted + days * 86_400_000;
    return asUtc(localTime(near, zone)) - Math.floor(near / 60_000) * 60_000;
  });
  const guesses = offsets.map((offset) => wanted - offset);
  const right = guesses.filter((at) => asUtc(localTime(at, zone)) === wanted);
  return right.length > 0 ? Math.min(...right) : (guesses[0] ?? wanted);
}

function asUtc({ year, month, day, hour, minute }: LocalTime): number {
  return Date.UTC(year, month - 1, day, hour, minute);
}
