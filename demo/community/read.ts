import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { Kind, Lane } from "../../src/triage/model/classification.ts";

/** A post of the week before the visitor comes. */
export const HistoryPost = z.strictObject({
  id: z.string(),
  /** Minutes since the week began. */
  at: z.number().int().min(0).max(10_080),
  author: z.string().min(1),
  channel: z.string(),
  /** Of forum posts only. */
  title: z.string().min(1).max(100).optional(),
  text: z.string().min(1),
  replies: z
    .array(z.strictObject({ author: z.string(), at: z.number().int(), text: z.string() }))
    .default([]),
  /** Posts with the same value ask the same thing. */
  same: z.string().optional(),
  expected: z.strictObject({ kind: Kind, lane: Lane, area: z.string(), note: z.string() }),
});
export type HistoryPost = z.infer<typeof HistoryPost>;

/** Somebody with a part in the story. */
export const DemoPerson = z.strictObject({
  login: z.string(),
  name: z.string(),
  roles: z.array(z.enum(["admin", "staff", "helper"])),
  note: z.string(),
});
export type DemoPerson = z.infer<typeof DemoPerson>;

/** An issue that a team opened before the visitor comes. */
export const TeamIssue = z.strictObject({
  repository: z.string(),
  author: z.string(),
  title: z.string(),
  body: z.string(),
  labels: z.array(z.string()),
  closed: z.boolean(),
});
export type TeamIssue = z.infer<typeof TeamIssue>;

function readLines<T>(file: string, schema: z.ZodType<T>): T[] {
  const text = readFileSync(join(import.meta.dirname, file), "utf8");
  return text
    .trim()
    .split("\n")
    .map((line) => schema.parse(JSON.parse(line)));
}

export const readHistory = (): HistoryPost[] => readLines("posts.jsonl", HistoryPost);
export const readPeople = (): DemoPerson[] => readLines("people.jsonl", DemoPerson);
export const readTeamIssues = (): TeamIssue[] => readLines("issues.jsonl", TeamIssue);
