import { describe, expect, it } from "vitest";
import { opensTransaction, toSubscription } from "../../../src/integrations/store/statement.ts";

describe("opensTransaction", () => {
  it.each([
    { sql: "BEGIN", opens: true },
    { sql: "begin isolation level serializable", opens: true },
    { sql: "-- why\n/* and\nhow */ START  TRANSACTION READ ONLY", opens: true },
    { sql: "--BEGIN\nSELECT 1", opens: false },
    { sql: "SELECT 'BEGIN'", opens: false },
    { sql: "BEGINNING", opens: false },
    { sql: "-- only a comment", opens: false },
    { sql: "", opens: false },
  ])("$sql: $opens", ({ sql, opens }) => {
    expect(opensTransaction(sql)).toBe(opens);
  });
});

describe("toSubscription", () => {
  it.each([
    { sql: "LISTEN news", found: { type: "listen", channel: "news" } },
    { sql: "-- c\n\nLISTEN News;\n", found: { type: "listen", channel: "news" } },
    { sql: 'listen "Big ""News"""', found: { type: "listen", channel: 'Big "News"' } },
    { sql: "/* c */ UNLISTEN news ;", found: { type: "unlisten", channel: "news" } },
    { sql: "UNLISTEN *", found: { type: "unlisten-all" } },
    { sql: "LISTEN *", found: undefined },
    { sql: "NOTIFY news", found: undefined },
    { sql: "SELECT 'LISTEN news'", found: undefined },
    { sql: "LISTEN one; LISTEN two", found: undefined },
  ])("$sql", ({ sql, found }) => {
    expect(toSubscription(sql)).toEqual(found);
  });
});
