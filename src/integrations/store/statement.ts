/** A statement without the comments before it: BullMQ's and Kysely's statements may begin with some. */
function withoutLeadingComments(sql: string): string {
  return sql.replace(/^(?:\s+|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)+/, "");
}

export function opensTransaction(sql: string): boolean {
  return /^(?:begin|start\s+transaction)\b/i.test(withoutLeadingComments(sql));
}

/** COPY from the client, which needs a dialogue in the middle of a statement. */
export function copiesFromClient(sql: string): boolean {
  return /^copy\b.*\bfrom\s+stdin\b/is.test(withoutLeadingComments(sql));
}

export type Subscription =
  | { readonly type: "listen"; readonly channel: string }
  | { readonly type: "unlisten"; readonly channel: string }
  | { readonly type: "unlisten-all" };

/** Reads LISTEN and UNLISTEN; undefined for any other statement. */
export function toSubscription(sql: string): Subscription | undefined {
  const found = /^(un)?listen\s+(?:"((?:[^"]|"")+)"|([\w$]+)|\*)\s*;?\s*$/i.exec(
    withoutLeadingComments(sql),
  );
  if (!found) return undefined;
  const [, un, quoted, plain] = found;
  const channel = quoted?.replaceAll('""', '"') ?? plain?.toLowerCase();
  if (channel === undefined) return un ? { type: "unlisten-all" } : undefined;
  return { type: un ? "unlisten" : "listen", channel };
}
