import { type Attachment, type Post, TOO_LARGE } from "../model/post.ts";
import { listed } from "../text/listed.ts";
import { filesOf, imageCount } from "./image-words.ts";
import { logExcerpt, OF_A_FILE, ON_A_CARD } from "./log-excerpt.ts";

type Posts = readonly Pick<Post, "title" | "text" | "attachments" | "deletedAt">[];
export type TextFile = { readonly name: string; readonly text: string };

/** The text files of standing posts, as they were redacted. */
export function textFiles(posts: readonly Pick<Post, "attachments" | "deletedAt">[]): TextFile[] {
  return posts
    .filter(({ deletedAt }) => deletedAt === null)
    .flatMap(({ attachments }) => attachments.flatMap(asText));
}

function asText({ name, text }: Attachment): TextFile[] {
  return text === null || text.trim() === "" ? [] : [{ name, text }];
}

/** Text files cut around their errors, one after the other. */
export function fileExcerpts(files: readonly TextFile[]): string {
  return files.map(({ name, text }) => `${name}:\n${logExcerpt(text, OF_A_FILE)}`).join("\n\n");
}

/** "1 screenshot and run.log", of what came with posts; empty when nothing did. */
export function filesInWords(posts: Posts): string {
  const names = textFiles(posts).map(({ name }) => name);
  return listed([imageCount(posts), ...names].filter((one) => one !== ""));
}

/** "1 file too large to keep"; empty when all were kept that could be. */
export function tooLargeCount(posts: Posts): string {
  const count = tooLarge(posts).length;
  if (count === 0) return "";
  return `${count} ${count === 1 ? "file" : "files"} too large to keep`;
}

function tooLarge(posts: Posts): Attachment[] {
  return filesOf(posts).filter(({ notKept }) => notKept === TOO_LARGE);
}

function inBytes(size: number): string {
  return size >= 1_000_000
    ? `${(size / 1_000_000).toFixed(1)} MB`
    : `${Math.max(1, Math.round(size / 1_000))} KB`;
}

const LONGEST_BESIDE_FILES = 700;

/** What was written, as a card shows it: short where files follow, and they around their errors. */
export function shownPosts(posts: Posts): string {
  const standing = posts.filter(({ deletedAt }) => deletedAt === null);
  const title = standing.find((post) => post.title !== "")?.title ?? "";
  const files = textFiles(standing);
  const whole = standing.map(({ text }) => text).filter((text) => text.trim() !== "");
  const words = whole.join("\n\n");
  const long = files.length > 0 && words.length > LONGEST_BESIDE_FILES;
  const said = long ? `${words.slice(0, LONGEST_BESIDE_FILES).toWellFormed()}…` : words;
  const shown = files.map(({ name, text }) => `${name}:\n${logExcerpt(text, ON_A_CARD)}`);
  const missing = tooLarge(standing).map(
    ({ name, size }) => `${name}, ${inBytes(size)}, was too large to keep.`,
  );
  return [title, said, ...missing, ...shown].filter((part) => part !== "").join("\n\n");
}
