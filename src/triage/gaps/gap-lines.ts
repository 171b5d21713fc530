import { askWords, wordShare } from "../answers/ask-words.ts";
import type { OutsideAnswer } from "../answers/outside-answer.ts";
import type { Gap, GapAsk, GapReason } from "../model/gap.ts";
import type { Passage } from "../model/passage.ts";
import type { PassageIndex } from "../ports/docs.ts";

/** A place in the docs, with where it stands in its source. */
export type GapPage = {
  readonly title: string;
  readonly heading: string;
  readonly url: string;
  readonly page: string;
  readonly source: string;
  readonly version: string | null;
  readonly file: string;
  readonly line: number;
};

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
    /** Who answered instead of the docs; null when nobody whose word counts. */
    readonly answeredBy: OutsideAnswer["by"] | null;
  }[];
  /** The team's own answer, in its words; null when none is known. */
  readonly answer: string | null;
  /** Pages that were cited or that contradict each other. */
  readonly cited: readonly GapPage[];
  /** The words that most of them used. */
  readonly words: readonly string[];
  /** The page that comes nearest; null when none is near. */
  readonly nearest: GapPage | null;
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
  const cited = await passages.get(citedIn(asks));
  const nearest = cited[0] ?? (await nearestTo(asks, passages));
  return {
    code: gap.code,
    title: gap.title,
    askers: new Set(asks.flatMap(({ personIds }) => personIds)).size,
    asks: asks.map(({ code, permalink, ask, reason, answeredByPerson, answer }) => ({
      code,
      permalink,
      ask,
      reason,
      answeredByPerson,
      answeredBy: answer?.by ?? null,
    })),
    answer: bestAnswer(asks),
    cited: cited.map(toPage),
    words: commonWords(asks),
    nearest: nearest && toPage(nearest),
    ...filingOf(gap),
    issueUrl: gap.issue?.url ?? null,
    since: gap.createdAt,
  };
}

function toPage(passage: Passage): GapPage {
  const { pageTitle, breadcrumbs, url, page, source, version, file, line } = passage;
  const heading = breadcrumbs.at(-1) ?? pageTitle;
  return { title: pageTitle, heading, url, page, source, version, file, line };
}

/** Where the docs were wrong, thin or at odds with themselves these are the places to change. */
function citedIn(asks: readonly GapAsk[]): string[] {
  const cited: readonly GapReason[] = ["contradiction", "rewritten", "marked-wrong"];
  const ids = asks.flatMap(({ reason, seen }) => (cited.includes(reason) ? seen : []));
  return [...new Set(ids)];
}

/** Staff's word before a reviewer's rewriting, and that before what a help centre says. */
function bestAnswer(asks: readonly GapAsk[]): string | null {
  for (const by of ["staff", "reviewer", "help-centre"] as const) {
    const found = asks.find(({ answer }) => answer?.by === by && answer.text !== null);
    if (found?.answer?.text) return found.answer.text;
  }
  return null;
}

/** The best page that is found for what was asked. */
async function nearestTo(asks: readonly GapAsk[], passages: PassageIndex): Promise<Passage | null> {
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
