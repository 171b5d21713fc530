import { sensitiveIn } from "../../triage/answers/say-nothing.ts";
import type { Claim, NoAnswer } from "../../triage/model/draft.ts";
import type { Passage } from "../../triage/model/passage.ts";
import type { Drafter } from "../../triage/ports/engines.ts";
import {
  answerProbability,
  coverage,
  type Rarity,
  signsOf,
  type Weighed,
  weigh,
  wordsOf,
} from "./answer-evidence.ts";
import { askOf, pointsElsewhere } from "./ask.ts";
import { languageOf } from "./language.ts";
import { type Quotable, quotablesOf } from "./quotable.ts";

/** Below this probability there is no answer; `bench/answerability` prints what it lets through. */
export const ANSWER_FLOOR = 0.6;

const MOST_CLAIMS = 3;
const PASSAGES_READ = 5;
/** A further quote must bring this share of the ask that the quotes before it do not hold. */
const NEWS = 0.12;
/** Pieces in a row that are quoted from one passage. */
const RUN = 2;
const OPENING = 0.3;
const POINTER_WORTH = 0.4;

type Deps = {
  readonly rarity: Rarity;
  /** 0 lets every draft through, for measuring. */
  readonly floor?: number;
};

/** Answers by quoting the best passages word for word, or says that there is no answer. */
export function createExtractiveDrafter({ rarity, floor = ANSWER_FLOOR }: Deps): Drafter {
  return {
    async draft({ title, text, language, passages, instruction }) {
      if (instruction !== null) {
        return none("unanswered", "the offline engine only quotes, it follows no instruction");
      }
      if (passages.length === 0) return none("no-passage", "no passage of the docs matches");
      const ask = askOf(title, text);
      const weighed = weigh(ask, rarity);
      const readable = passages
        .map(({ passage }) => passage)
        .filter((passage) => isReadBy(language, passage));
      const [best, ...others] = readable.slice(0, PASSAGES_READ).map(read);
      if (best === undefined) {
        const name = LANGUAGES.of(language) ?? language;
        return none("language", `asked in ${name}, and no page that was found is written in it`);
      }
      const [subject] = sensitiveIn(ask);
      if (subject !== undefined && !best.passage.official) {
        return none(
          "say-nothing",
          `asks about ${subject.replaceAll("-", " ")}, and no official source speaks of it`,
        );
      }
      const sentences = best.quotables.map(({ shown }) => shown);
      const confidence =
        weighed.mass === 0 ? 0 : answerProbability(signsOf(ask, weighed, readable, sentences));
      if (confidence < floor && saysTooLittle(ask, weighed)) {
        return none("unclear-ask", "it says too little to tell what is asked");
      }
      if (confidence < floor) {
        const share = Math.round(100 * coverage(wordsOf(best.passage), weighed));
        return none(
          "below-floor",
          `the best passage holds ${share} % of what is asked, too little to be its answer`,
        );
      }
      const claims = quote([best, ...others], weighed);
      if (claims.length === 0) {
        return none("below-floor", "the best passages hold no sentence to quote");
      }
      return {
        type: "drafted",
        call: null,
        draft: { claims, unanswered: [], clarify: null, confidence, stamp: STAMP },
      };
    },
  };
}

const STAMP = {
  engine: "offline",
  model: "extractive-1",
  prompt: null,
  promptHash: null,
  schemaHash: null,
  standsInBecause: null,
} as const;

/** "How do I configure it?", or nothing that a search could go by. */
function saysTooLittle(ask: string, { weights }: Weighed): boolean {
  return weights.size === 0 || (weights.size === 1 && pointsElsewhere(ask));
}

function none(because: NoAnswer, reason: string) {
  return { type: "none", because, reason, call: null } as const;
}

const LANGUAGES = new Intl.DisplayNames(["en"], { type: "language" });

/** Whoever writes English, or shows no language, reads whatever the docs are written in. */
function isReadBy(language: string, { pageTitle, text }: Passage): boolean {
  return language === "en" || language === "und" || languageOf(pageTitle, text) === language;
}

type Read = { readonly passage: Passage; readonly quotables: readonly Quotable[] };

function read(passage: Passage): Read {
  return { passage, quotables: quotablesOf(passage.text) };
}

/** The best passage speaks first, with its best two pieces in a row; others follow if they add to it. */
function quote(reads: readonly Read[], weighed: Weighed): Claim[] {
  const claims: Claim[] = [];
  let said = "";
  for (const { passage, quotables } of reads) {
    const room = MOST_CLAIMS - claims.length;
    const runs = quotables
      .map((_, at) => quotables.slice(at, at + Math.min(room, RUN)))
      // Code of a further passage, without the sentence before it, explains nothing.
      .filter(([first]) => claims.length === 0 || first?.kind === "sentence");
    const before = coverage(said, weighed);
    const [best] = runs
      .map((run) => ({ run, gain: worth(run, said, weighed) - before }))
      .toSorted((a, b) => b.gain - a.gain);
    if (best === undefined || room === 0 || (claims.length > 0 && best.gain < NEWS)) continue;
    for (const { shown, quote } of best.run) {
      claims.push({ text: shown, passageIds: [passage.id], quote });
      said += `\n${shown}`;
    }
  }
  return claims;
}

const POINTER =
  /^(see|for (more|general|further|details|a detailed)|learn more|refer to|check out|read more|you can (read|learn|find) more)\b/i;

/** How much of the ask is said with a run of quotes; what only points elsewhere says little. */
function worth(run: readonly Quotable[], said: string, weighed: Weighed): number {
  const [first] = run;
  const shown = run.map((quotable) => quotable.shown).join("\n");
  const whole = coverage(`${said}\n${shown}`, weighed);
  // Of two runs alike the one whose first sentence already speaks of the ask is the better start.
  const opening = coverage(first?.shown ?? "", weighed);
  return (whole + OPENING * opening) * (POINTER.test(first?.shown ?? "") ? POINTER_WORTH : 1);
}
