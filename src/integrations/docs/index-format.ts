import { z } from "zod";
import type { LexicalIndex } from "./lexical-index.ts";

/** Raised whenever passages or terms are made differently, so that an old index is rebuilt in full. */
export const INDEX_FORMAT = 5;

export const IndexedPage = z.object({
  source: z.string(),
  version: z.string().nullable(),
  /** Whom it is written for; absent when for all. */
  audience: z.array(z.string()).optional(),
  page: z.string(),
  /** Of all that its passages are made from: a page with the same hash is not touched. */
  hash: z.string(),
  /** Of its words alone: of pages that say the same, one is shown. */
  words: z.string(),
  passages: z.number().int(),
  url: z.string().nullable(),
  names: z.array(z.string()),
  links: z.array(z.object({ to: z.string(), text: z.string() })),
});
export type IndexedPage = z.infer<typeof IndexedPage>;

/** `index.json`: which files make up the index that answers now. */
export const Manifest = z.object({
  format: z.literal(INDEX_FORMAT),
  version: z.string(),
  pagesFile: z.string(),
  passagesFile: z.string(),
  lexiconFile: z.string(),
});
export type Manifest = z.infer<typeof Manifest>;

const LISTS = ["starts", "passages", "counts", "pageFrequency"] as const;
const SINGLE = ["lengths", "pageStarts", "referrerStarts", "referrers"] as const;
const ARRAY_COUNT = 2 * LISTS.length + SINGLE.length;

function arraysOf(index: LexicalIndex): Uint32Array[] {
  return [
    ...LISTS.map((name) => index.words[name]),
    ...LISTS.map((name) => index.pairs[name]),
    ...SINGLE.map((name) => index[name]),
  ];
}

const Header = z.object({
  termBytes: z.number().int(),
  arrays: z.array(z.number().int()).length(ARRAY_COUNT),
});

/** The lexicon as bytes: header's length, header (JSON), terms by line, then the arrays, each aligned to 4 bytes. */
export function encodeLexicon(index: LexicalIndex): Buffer {
  const terms = pad(Buffer.from([...index.terms.keys()].join("\n"), "utf8"));
  const header = pad(
    Buffer.from(
      JSON.stringify({
        termBytes: terms.length,
        arrays: arraysOf(index).map(({ length }) => length),
      }),
      "utf8",
    ),
  );
  const length = Buffer.alloc(4);
  length.writeUInt32LE(header.length);
  const arrays = arraysOf(index).map((array) =>
    Buffer.from(array.buffer, array.byteOffset, array.byteLength),
  );
  return Buffer.concat([length, header, terms, ...arrays]);
}

/** Reads what encodeLexicon wrote; the arrays are views of one buffer. */
export function decodeLexicon(bytes: Buffer): LexicalIndex {
  // A pooled buffer may start anywhere, and the arrays must start on a multiple of four.
  const data = bytes.byteOffset % 4 === 0 ? bytes : Buffer.from(new Uint8Array(bytes).buffer);
  const headerEnd = 4 + data.readUInt32LE(0);
  const header = Header.parse(JSON.parse(data.toString("utf8", 4, headerEnd)));
  const termsEnd = headerEnd + header.termBytes;
  const terms = data.toString("utf8", headerEnd, termsEnd).trimEnd();
  const array = (number: number): Uint32Array => {
    const before = header.arrays.slice(0, number).reduce((sum, length) => sum + length * 4, 0);
    const start = data.byteOffset + termsEnd + before;
    return new Uint32Array(data.buffer, start, header.arrays[number]);
  };
  const lists = (first: number) => ({
    starts: array(first),
    passages: array(first + 1),
    counts: array(first + 2),
    pageFrequency: array(first + 3),
  });
  const names = terms === "" ? [] : terms.split("\n");
  return {
    terms: new Map(names.map((term, number) => [term, number])),
    words: lists(0),
    pairs: lists(LISTS.length),
    lengths: array(2 * LISTS.length),
    pageStarts: array(2 * LISTS.length + 1),
    referrerStarts: array(2 * LISTS.length + 2),
    referrers: array(2 * LISTS.length + 3),
  };
}

function pad(bytes: Buffer): Buffer {
  const rest = (4 - (bytes.length % 4)) % 4;
  return Buffer.concat([bytes, Buffer.alloc(rest, " ")]);
}
