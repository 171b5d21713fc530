/** Columns that hold a moment: milliseconds in the core, timestamptz in the database. */
const MOMENTS = [
  "postedAt",
  "editedAt",
  "deletedAt",
  "dueAt",
  "createdAt",
  "updatedAt",
  "expiresAt",
  "snoozedUntil",
  "decidedAt",
  "notBefore",
  "claimedUntil",
  "drawnAt",
  "handledAt",
  "notedAt",
  "answerableAt",
  "closedAt",
  "acceptedAt",
  "since",
  "at",
] as const;
const isMoment: ReadonlySet<string> = new Set(MOMENTS);

type Written<T> = T extends string | number | boolean | null | undefined ? T : string;

/** The core's record as it is written: moments as ISO text, lists and objects as JSON text. */
export type Columns<T> = {
  [K in keyof T]: K extends (typeof MOMENTS)[number]
    ? string | Extract<T[K], null | undefined>
    : Written<T[K]>;
};

/** Milliseconds as a `timestamptz` parameter. */
export function moment(ms: number): string {
  return new Date(ms).toISOString();
}

/** PostgreSQL takes neither NUL nor half a surrogate pair, and people paste both. */
function storable(text: string): string {
  return text.toWellFormed().replaceAll("\0", "");
}

/** A value as the text of a `jsonb` parameter. */
export function json(value: unknown): string {
  return JSON.stringify(value, (_key, part) => (typeof part === "string" ? storable(part) : part));
}

/** Turns a record of the core into column values, under the same names. */
export function toColumns<T extends object>(record: T): Columns<T> {
  const columns = Object.entries(record).map(([key, value]) => {
    if (isMoment.has(key) && typeof value === "number") return [key, moment(value)];
    if (typeof value === "string") return [key, storable(value)];
    return [key, typeof value === "object" && value !== null ? json(value) : value];
  });
  return Object.fromEntries(columns) as Columns<T>;
}

/** Turns a row that came as JSON into the core's names and milliseconds; its schema checks it. */
export function fromRow(row: unknown): Record<string, unknown> {
  if (typeof row !== "object" || row === null) throw new TypeError("a row is an object");
  const fields = Object.entries(row).map(([column, value]) => {
    const key = column.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
    const isTime = isMoment.has(key) && typeof value === "string";
    return [key, isTime ? Date.parse(value) : value];
  });
  return Object.fromEntries(fields);
}
