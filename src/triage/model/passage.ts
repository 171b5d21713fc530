import { z } from "zod";

/** A piece of a docs page: the unit that is retrieved and cited. */
export const Passage = z.object({
  /** Stable across runs while page, heading and text are unchanged. */
  id: z.string(),
  /** Name of the configured source, and its version if it has one. */
  source: z.string(),
  version: z.string().nullable(),
  /** Whom the source is written for; absent when for all. */
  audience: z.array(z.string()).optional(),
  /** Whether what it says is official: prices, limits and availability may be quoted only then. */
  official: z.boolean(),
  /** Path of the page within its source. */
  page: z.string(),
  pageTitle: z.string(),
  /** Headings from the page's title down to this passage. */
  breadcrumbs: z.array(z.string()),
  /** Link to the page with the heading's anchor; a path when the source has no public address. */
  url: z.string(),
  /** Markdown as shown to people; code blocks and tables are whole. */
  text: z.string(),
  /** Where it stands in the source, for patches: file and first line (1-based). */
  file: z.string(),
  line: z.number().int(),
  /** When the file last changed, ISO 8601, or null when unknown. */
  changedAt: z.string().nullable(),
});
export type Passage = z.infer<typeof Passage>;

export type PassageHit = { readonly passage: Passage; readonly score: number };

/** What a search is narrowed to; what is left out does not narrow it. */
export type PassageFilter = {
  /** Names of sources. */
  readonly sources?: readonly string[];
  /** Source → which of its versions. Elsewhere the newest version of each page counts. */
  readonly versions?: Readonly<Record<string, string>>;
  /** Leaves out what is written for others; what names no audience is for all. */
  readonly audience?: string;
};

export type PassageQuery = {
  /** The ask in a line; may be empty. */
  readonly title: string;
  /** The body; code and logs may be among it. */
  readonly text: string;
  /** How many passages at the most. */
  readonly top: number;
  readonly filter?: PassageFilter;
  /** Never by meaning: for whoever compares the scores, which are of another kind then. */
  readonly wordsOnly?: boolean;
};
