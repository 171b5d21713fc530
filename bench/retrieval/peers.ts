import { PGlite } from "@electric-sql/pglite";
import { create, insertMultiple, search } from "@orama/orama";
import MiniSearch from "minisearch";
import type { Passage } from "../../src/triage/model/passage.ts";
import { type CorpusPage, distinct, type Question } from "./questions.ts";

export type Peer = {
  readonly name: string;
  rank(
    pages: readonly CorpusPage[],
    passages: readonly Passage[],
    questions: readonly Question[],
  ): Promise<string[][]>;
};

const DEPTH = 100;

/** Well-kept search libraries with their defaults, over the same pages or the same passages as ours. */
export const PEERS: readonly Peer[] = [
  {
    name: "MiniSearch, defaults, pages",
    async rank(pages, _passages, questions) {
      const engine = new MiniSearch({
        fields: ["page", "text"],
        storeFields: ["page"],
        idField: "page",
      });
      engine.addAll(pages.map(({ page, text }) => ({ page, text })));
      return questions.map(({ question }) =>
        engine.search(question).map(({ page }) => String(page)),
      );
    },
  },
  {
    name: "MiniSearch, defaults, our passages",
    async rank(_pages, passages, questions) {
      const engine = new MiniSearch({
        fields: ["title", "heading", "path", "text"],
        storeFields: ["path"],
      });
      engine.addAll(passages.map(toRow));
      return questions.map(({ question }) =>
        distinct(engine.search(question).map(({ path }) => String(path))),
      );
    },
  },
  {
    name: "Orama, defaults, our passages",
    async rank(_pages, passages, questions) {
      const engine = create({
        schema: { title: "string", heading: "string", path: "string", text: "string" },
      });
      await insertMultiple(engine, passages.map(toRow), 1_000);
      const ranked: string[][] = [];
      for (const { question } of questions) {
        const { hits } = await search(engine, { term: question, limit: DEPTH });
        ranked.push(distinct(hits.map(({ document }) => document.path)));
      }
      return ranked;
    },
  },
  {
    name: "PostgreSQL ts_rank_cd (PGlite), our passages",
    async rank(_pages, passages, questions) {
      const database = new PGlite();
      await database.exec("create table passage (path text, words tsvector)");
      for (let at = 0; at < passages.length; at += 500) {
        await database.query(
          `insert into passage select row->>'path',
             setweight(to_tsvector('english', row->>'title'), 'A') || setweight(to_tsvector('english', row->>'heading'), 'B')
             || to_tsvector('english', row->>'text')
           from jsonb_array_elements($1::jsonb) as row`,
          [JSON.stringify(passages.slice(at, at + 500).map(toRow))],
        );
      }
      const ranked: string[][] = [];
      for (const { question } of questions) {
        const { rows } = await database.query<{ path: string }>(
          `select path from passage, (select replace(plainto_tsquery('english', $1)::text, '&', '|')::tsquery as asked) as query
           where words @@ asked order by ts_rank_cd(words, asked, 1) desc limit ${DEPTH}`,
          [question],
        );
        ranked.push(distinct(rows.map(({ path }) => path)));
      }
      await database.close();
      return ranked;
    },
  },
];

function toRow(passage: Passage, id: number) {
  return {
    id: String(id),
    title: passage.pageTitle,
    heading: passage.breadcrumbs.slice(1).join(" "),
    path: passage.page,
    text: passage.text,
  };
}
