import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { z } from "zod";
import { Kind, Lane } from "../../src/triage/model/classification.ts";

export type Source = "issues" | "chats" | "own";

/** A labelled post to learn from. A chat that asks for no feature may be of any other kind. */
export type TrainRow = {
  readonly source: Source;
  readonly group: string;
  readonly title: string;
  readonly text: string;
  readonly kinds: readonly Kind[];
  readonly lane: Lane;
};

export type Input = { readonly name: string; readonly rows: number; readonly sha256: string };

const Issue = z.object({ repo: z.string(), label: Kind, title: z.string(), body: z.string() });
const Chat = z.object({ body: z.string(), comments: z.array(z.object({ body: z.string() })) });
const Own = z.object({ title: z.string(), text: z.string(), kind: Kind, lane: Lane });

const CHATS = ["angular_feature", "angular_other", "bootstrap_feature", "bootstrap_other"];

/** Reads every row that the shipped weights learn from, and what the files were. */
export function readTrainRows(shared: string, ownFolder: string) {
  const inputs: Input[] = [];
  const rows: TrainRow[] = [];
  const take = (name: string, path: string, toRows: (text: string) => TrainRow[]) => {
    const bytes = readFileSync(path);
    const found = toRows(bytes.toString("utf8"));
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    inputs.push({ name, rows: found.length, sha256 });
    rows.push(...found);
  };
  const issues = "issues-nlbse24/issues_train.csv";
  take(issues, join(shared, "data", issues), readIssues);
  for (const name of CHATS) {
    const path = `chat-features/${name}.jsonl`;
    take(path, join(shared, "data", path), (text) => readChats(text, name));
  }
  for (const name of readdirSync(ownFolder).toSorted()) {
    take(`train/rows/${name}`, join(ownFolder, name), readOwn);
  }
  return { rows, inputs };
}

export function linesOf<T>(text: string, shape: z.ZodType<T>): T[] {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  return lines.map((line) => shape.parse(JSON.parse(line)));
}

function readIssues(text: string): TrainRow[] {
  return z
    .array(Issue)
    .parse(parse(text, { columns: true }))
    .map(({ repo, label, title, body }) => ({
      source: "issues",
      group: repo,
      title,
      text: body.replaceAll("\r", ""),
      kinds: [label],
      lane: "open",
    }));
}

function readChats(text: string, name: string): TrainRow[] {
  const notFeature = Kind.options.filter((kind) => kind !== "feature");
  return linesOf(text, Chat).map(({ body, comments }) => ({
    source: "chats",
    group: name,
    title: "",
    text: [body, ...comments.map((comment) => comment.body)]
      .filter((part) => part !== "")
      .join("\n"),
    kinds: name.endsWith("_feature") ? ["feature"] : notFeature,
    lane: "open",
  }));
}

export function readOwn(text: string): TrainRow[] {
  return linesOf(text, Own).map(({ title, text, kind, lane }) => ({
    source: "own",
    group: "own",
    title,
    text,
    kinds: [kind],
    lane,
  }));
}
