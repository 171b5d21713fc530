// @ts-check
const relative = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
/** @type {[Intl.RelativeTimeFormatUnit, number][]} */
const UNITS = [
  ["year", 31_536_000_000],
  ["month", 2_592_000_000],
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
];

/** "3 minutes ago" @param {number} at @param {number} [now] */
export function relativeTime(at, now = Date.now()) {
  const past = at - now;
  for (const [unit, ms] of UNITS) {
    if (Math.abs(past) >= ms) return relative.format(Math.round(past / ms), unit);
  }
  return Math.abs(past) < 10_000 ? "just now" : relative.format(Math.round(past / 1000), "second");
}

/** "3m", as in lists @param {number} at */
export function shortAge(at) {
  const ms = Math.max(0, Date.now() - at);
  if (ms < 60_000) return "now";
  if (ms < 3_600_000) return `${Math.floor(ms / 60_000)}m`;
  if (ms < 86_400_000) return `${Math.floor(ms / 3_600_000)}h`;
  return `${Math.floor(ms / 86_400_000)}d`;
}

/** @type {Record<string, Intl.DateTimeFormatOptions>} */
const STYLES = {
  t: { timeStyle: "short" },
  T: { timeStyle: "medium" },
  d: { dateStyle: "short" },
  D: { dateStyle: "long" },
  f: { dateStyle: "long", timeStyle: "short" },
  F: { dateStyle: "full", timeStyle: "short" },
};

/** @param {number} at @param {string} style one of Discord's letters */
export function absoluteTime(at, style) {
  if (!Number.isFinite(at) || Math.abs(at) >= 8.64e15) return "some time";
  return new Intl.DateTimeFormat("en-GB", STYLES[style] ?? STYLES["f"]).format(at);
}

/** As Discord heads a message: the time today, day and time before. @param {number} at */
export function messageTime(at) {
  const day = new Date(at).toDateString();
  const time = absoluteTime(at, "t");
  if (day === new Date().toDateString()) return time;
  if (day === new Date(Date.now() - 86_400_000).toDateString()) return `Yesterday at ${time}`;
  return `${absoluteTime(at, "d")} ${time}`;
}

/** @param {number} bytes */
export function fileSize(bytes) {
  if (bytes < 1024) return `${bytes} bytes`;
  if (bytes < 1024 * 1024) return `${(bytes / 1024).toFixed(1)} KB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

/** @param {number} n @param {string} one @param {string} [many] */
export function count(n, one, many = `${one}s`) {
  return `${n} ${n === 1 ? one : many}`;
}
