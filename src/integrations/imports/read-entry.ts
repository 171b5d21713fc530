import { isDiscordExport, readDiscordExport } from "./discord-export.ts";
import {
  isDiscourseList,
  isDiscourseTopic,
  readDiscourseList,
  readDiscourseTopic,
} from "./discourse-topics.ts";
import { isGitHubIssue, readGitHubIssue } from "./github-issues.ts";
import type { ImportedRow } from "./imported-post.ts";
import { readPlainRow } from "./plain-row.ts";

/** Reads one JSON value as whatever it looks like; a list is read item by item. */
export function* readEntry(value: unknown, where: string): Generator<ImportedRow> {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) yield* readEntry(item, `${where}[${index}]`);
  } else if (isDiscordExport(value)) yield* readDiscordExport(value, where);
  else if (isDiscourseTopic(value)) yield* readDiscourseTopic(value, where);
  else if (isDiscourseList(value)) yield* readDiscourseList(value, where);
  else if (isGitHubIssue(value)) yield* readGitHubIssue(value, where);
  else yield* readPlainRow(value, where);
}
