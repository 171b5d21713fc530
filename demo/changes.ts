/** Records by key, each with its JSON, so that a change can be told from a repetition. */
export type Records = ReadonlyMap<string, string>;

export type Changes = {
  readonly set: Readonly<Record<string, unknown>>;
  readonly gone: readonly string[];
};

export function toRecords(entries: Iterable<readonly [string, unknown]>): Records {
  return new Map(Iterator.from(entries).map(([key, value]) => [key, JSON.stringify(value)]));
}

/** What somebody who knows `before` has to be told to know `after`; null when it is nothing. */
export function changesBetween(before: Records, after: Records): Changes | null {
  const set: Record<string, unknown> = {};
  for (const [key, json] of after) if (before.get(key) !== json) set[key] = JSON.parse(json);
  const gone = [...before.keys()].filter((key) => !after.has(key));
  return gone.length === 0 && Object.keys(set).length === 0 ? null : { set, gone };
}
