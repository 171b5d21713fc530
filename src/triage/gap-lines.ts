import { askWords, wordShare } from "./ask-words.ts";
import type { Gap, GapAsk, GapReason } from "./gap.ts";
import type { Passage } from "./passage.ts";
import type { PassageIndex } from "./ports.ts";

/** A gap as people see it in a list. */
export type GapLine = {
  readonly code: string;
  readonly title: string;
  /** Distinct people who asked. */
  readonly askers: number;
  readonly asks: readonly {
    readonly code: string;
    readonly permalink: string;
    readonly ask: string;
    readonly reason: GapReason;
    readonly answeredByPerson: boolean;
  }[];
  /** The words that most of them used. */
  readonly words: readonly string[];
  /** The page that comes nearest; null when none is near. */
  readonly nearest: {
    readonly title: string;
    readonly heading: string;
    readonly url: string;
    readonly page: string;
    readonly file: string;
    readonly line: number;
  } | null;
  readonly filing: "not filed" | "under way" | "filed" | "failed";
  /** Why it failed; empty otherwise. */
  readonly trouble: string;
  readonly issueUrl: string | null;
  readonly since: number;
};

const WORDS = 8;
/** With a smaller share of the words on it a page is not near: the words are everywhere. */
const NEAR_FROM = 0.25;

/** One gap with what it rests on; the nearest page is looked for in the index as it is now. */
export async function lineOf(
  gap: Gap,
  asks: readonly GapAsk[],
  passages: PassageIndex,
): Promise<GapLine> {
  const nearest = await nearestTo(asks, passages);
  return {
    code: gap.code,
    title: gap.title,
    askers: new Set(asks.flatMap(({ personIds }) => personIds)).size,
    asks: asks.map(({ code, permalink, ask, reason, answeredByPerson }) => ({
      code,
      permalink,
      ask,
      reason,
      answeredByPerson,
    })),
    words: commonWords(asks),
    nearest: nearest && {
      title: nearest.pageTitle,
      heading: nearest.breadcrumbs.at(-1) ?? nearest.pageTitle,
      url: nearest.url,
      page: nearest.page,
      file: nearest.file,
      line: nearest.line,
    },
    ...filingOf(gap),
    issueUrl: gap.issue?.url ?? null,
    since: gap.createdAt,
  };
}

/** Where the docs were wrong or thin it is the page that was cited, else the best that is found. */
async function nearestTo(asks: readonly GapAsk[], passages: PassageIndex): Promise<Passage | null> {
  const cited = asks.filter(({ reason }) => reason !== "unanswered").flatMap(({ seen }) => seen);
  const [standing] = await passages.get(cited);
  if (standing) return standing;
  const [first] = asks;
  if (!first) return null;
  const text = asks.map(({ ask }) => ask).join("\n");
  const [found] = await passages.search({ title: first.title, text, top: 1 });
  if (!found) return null;
  const { pageTitle, breadcrumbs, text: said } = found.passage;
  const share = wordShare(
    `${first.title}\n${first.ask}`,
    [pageTitle, ...breadcrumbs, said].join("\n"),
  );
  return share >= NEAR_FROM ? found.passage : null;
}

function commonWords(asks: readonly GapAsk[]): string[] {
  const counted = new Map<string, { word: string; count: number }>();
  for (const { title, ask } of asks) {
    for (const [stem, word] of askWords(`${title}\n${ask}`)) {
      const before = counted.get(stem);
      counted.set(stem, { word: before?.word ?? word, count: (before?.count ?? 0) + 1 });
    }
  }
  return [...counted.values()]
    .toSorted((a, b) => b.count - a.count)
    .slice(0, WORDS)
    .map(({ word }) => word);
}

function filingOf({ filing, issue }: Gap): Pick<GapLine, "filing" | "trouble"> {
  if (issue) return { filing: "filed", trouble: "" };
  if (!filing) return { filing: "not filed", trouble: "" };
  if (filing.state === "given-up" || filing.state === "superseded") {
    return { filing: "failed", trouble: filing.outcome ?? "" };
  }
  return { filing: "under way", trouble: "" };
}
