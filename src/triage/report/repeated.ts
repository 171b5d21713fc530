import { z } from "zod";
import type { GapLine } from "../gaps/gap-lines.ts";
import { rootOf, type TicketRow } from "./rows.ts";

/** The same ask, from several people, with the page that should have answered it. */
export const RepeatedAsk = z.object({
  title: z.string(),
  /** Distinct people who asked in the period. */
  people: z.number(),
  asks: z.number(),
  /** Of a linked ask it is the issue, which says how it stands. */
  page: z.object({ title: z.string(), url: z.string() }).nullable(),
  /** The page is an issue whose address members may not see. */
  isPrivate: z.boolean(),
  /**
   * `gap`: the docs lack it. `found`: they have it, and people asked all the same. `linked`: staff
   * said that it is the same.
   */
  because: z.enum(["gap", "found", "linked"]),
  /** Of the gap. */
  code: z.string().nullable(),
});
export type RepeatedAsk = z.infer<typeof RepeatedAsk>;

const LISTED = 15;
/** What one person asks is not repeated. */
const FROM_PEOPLE = 2;

/** What was asked again and again in the period, by most people first. */
export function repeatedAsks(
  asks: readonly TicketRow[],
  gaps: readonly Pick<GapLine, "code" | "title" | "asks" | "nearest">[],
): RepeatedAsk[] {
  const open = asks.filter(({ lane }) => lane === "open");
  const byCode = new Map(open.map((row) => [row.code, row]));
  const lacking = gaps.flatMap(({ code, title, asks: noted, nearest }) => {
    const rows = new Set(noted.flatMap((one) => byCode.get(one.code) ?? []));
    const page = nearest && { title: nameOf(nearest), url: nearest.url };
    const line = { title, ...countOf([...rows]), page, isPrivate: false };
    return [{ ...line, because: "gap" as const, code }];
  });
  const found = [...pagesOf(open)].map(([, { page, rows }]) => {
    const line = { title: page.title, ...countOf(rows), page, isPrivate: false };
    return { ...line, because: "found" as const, code: null };
  });
  return [...lacking, ...found, ...linkedAsks(open)]
    .filter(({ people }) => people >= FROM_PEOPLE)
    .toSorted((a, b) => b.people - a.people || b.asks - a.asks)
    .slice(0, LISTED);
}

function linkedAsks(asks: readonly TicketRow[]): RepeatedAsk[] {
  const byId = new Map(asks.map((row) => [row.id, row]));
  const groups = Map.groupBy(asks, (row) => rootOf(row, byId));
  return [...groups.values()].flatMap((rows) => {
    const [first, ...others] = rows;
    if (!first || others.length === 0) return [];
    const page = first.issue && { title: "the issue", url: first.issue.url };
    const title = first.title ?? first.code;
    const isPrivate = first.issue?.visibility === "private";
    const line = { title, ...countOf(rows), page, isPrivate };
    return [{ ...line, because: "linked" as const, code: first.code }];
  });
}

type Page = TicketRow["said"][number]["sources"][number];

/** Asks by the page that the answer to them rests on first. */
function pagesOf(asks: readonly TicketRow[]): Map<string, { page: Page; rows: TicketRow[] }> {
  const pages = new Map<string, { page: Page; rows: TicketRow[] }>();
  for (const row of asks) {
    const [page] = row.said.filter(({ say }) => say === "answer").flatMap(({ sources }) => sources);
    if (!page) continue;
    const url = page.url.replace(/#.*$/, "");
    const before = pages.get(url) ?? { page: { title: page.title, url }, rows: [] };
    pages.set(url, { ...before, rows: [...before.rows, row] });
  }
  return pages;
}

function countOf(rows: readonly TicketRow[]) {
  const people = new Set(rows.flatMap(({ personIds }) => personIds)).size;
  return { people, asks: rows.length };
}

function nameOf({ title, heading }: { title: string; heading: string }): string {
  return heading === title ? title : `${title}, ${heading}`;
}
