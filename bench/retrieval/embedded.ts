import {
  type LoadedIndex,
  openIndex,
  rankPagesFused,
} from "../../src/integrations/docs/open-index.ts";
import { UserError } from "../../src/triage/model/errors.ts";
import { passageContents } from "../../src/vectors.ts";
import { type EmbeddedOptions, openBenchVectors } from "../open-vectors.ts";
import { distinct, type Question } from "./questions.ts";
import { type Places, placesOf } from "./score.ts";

const DEPTH = 50;

/** What production finds with vectors of a real model: by words and meaning fused, and by meaning alone. */
export async function placesEmbedded(
  dataDir: string,
  index: LoadedIndex,
  questions: readonly Question[],
  options: EmbeddedOptions,
): Promise<{ readonly fused: Places; readonly alone: Places; readonly tokens: number }> {
  const vectors = await openBenchVectors(options);
  try {
    const contents = await (await openIndex(dataDir)).contents();
    if (contents === null) throw new Error("the index was not built");
    const shelf = await vectors.shelf("retrieval", "passages", passageContents(contents));
    const fused: string[][] = [];
    const alone: string[][] = [];
    for (const { question } of questions) {
      const query = { title: "", text: question, top: DEPTH };
      const pages = await rankPagesFused(index, query, shelf.near);
      const found = await shelf.near.near(question, { top: DEPTH * 4 });
      if (pages === null || found === null) {
        throw new UserError("the endpoint gave no vector for a question");
      }
      fused.push(pages.map(({ page }) => pageNamed(index, page)));
      const numbers = found.hits.flatMap(({ key }) => index.numberOf(key) ?? []);
      alone.push(distinct(numbers.map((number) => pageNamed(index, index.pageOf(number)))));
    }
    return {
      fused: placesOf(questions, fused),
      alone: placesOf(questions, alone),
      tokens: shelf.tokens,
    };
  } finally {
    await vectors.close();
  }
}

function pageNamed({ pages }: LoadedIndex, number: number): string {
  return pages[number]?.page ?? "";
}
