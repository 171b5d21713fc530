import { z } from "zod";
import { ImageNote } from "../files/kept-image.ts";

/** What redaction took out, by type, never the thing itself. */
export const Removed = z.object({ type: z.string(), count: z.number().int() });
export type Removed = z.infer<typeof Removed>;

/** A file that came with a post. Its bytes are copied at intake, since the source's links expire. */
export const Attachment = z.object({
  name: z.string(),
  contentType: z.string().nullable(),
  size: z.number().int(),
  /** The redacted text of a text file; null for anything else. */
  text: z.string().nullable(),
  /** What redaction took out of its text; absent when that is nothing. */
  removed: z.array(Removed).optional(),
  /** Of an image that was kept. */
  image: ImageNote.optional(),
  /** Why an image, or the text of a file, was not, for staff; see TOO_LARGE. */
  notKept: z.string().optional(),
});
export type Attachment = z.infer<typeof Attachment>;

/** Why a file was not kept whose size alone was in the way. */
export const TOO_LARGE = "too large";

/** What one person wrote, as it came from a source; its text is redacted before it is stored. */
export const Post = z.object({
  id: z.string(),
  source: z.string(),
  /** The source's id of it; snowflakes order by length, then as text. */
  sourceId: z.string(),
  /** The channel or forum that it was written in. */
  placeId: z.string(),
  /** The thread or forum post; null in a text channel where no thread exists yet. */
  conversationId: z.string().nullable(),
  /** Our pseudonymous id of the person, and the source's id and name as shown there. */
  personId: z.string(),
  authorSourceId: z.string(),
  authorName: z.string(),
  /** Title of the forum post; empty elsewhere. */
  title: z.string(),
  text: z.string(),
  removed: z.array(Removed),
  attachments: z.array(Attachment),
  /** Existing forum tags, as hints for kind and area. */
  tags: z.array(z.string()),
  permalink: z.string(),
  /** Milliseconds since the epoch, as the source says. */
  postedAt: z.number(),
  editedAt: z.number().nullable(),
  deletedAt: z.number().nullable(),
});
export type Post = z.infer<typeof Post>;

/** How many images of a post are read, and how large each may be. */
export type ImageLimits = { readonly count: number; readonly bytes: number };

/** An image as it came, or why it could not be read; `at` is its place among the attachments. */
export type ReadImage = { readonly at: number } & (
  | { readonly bytes: Uint8Array }
  | { readonly refused: string }
);

/** A post before redaction and before it has an id of ours. It lives in memory only. */
export type RawPost = Omit<
  Post,
  "id" | "personId" | "removed" | "editedAt" | "deletedAt" | "attachments"
> & {
  readonly attachments: readonly Attachment[];
  /** Reads what looks like an image at the source; absent where there is none. */
  readonly readImages?: (limits: ImageLimits) => Promise<readonly ReadImage[]>;
  readonly author: {
    readonly bot: boolean;
    /** Configured roles that the author holds. */
    readonly roles: readonly CommunityRole[];
    readonly optedOut: boolean;
  };
  /** False for joins, pins and other messages that nobody wrote. */
  readonly written: boolean;
  /** Source ids of people whom the message mentions, and whether it mentions us. */
  readonly mentionsUs: boolean;
  /** Whether it is a reply to another person, or begins with a mention of one. */
  readonly toSomebody?: boolean;
  /** Source id of the message that it replies to. */
  readonly repliesTo?: string | null;
  /** True when this message opens its conversation (the starter of a forum post). */
  readonly opens: boolean;
  /** Who opened the conversation; null outside threads. */
  readonly conversationOwnerId: string | null;
};

/** What went away at the source: messages, a whole conversation, or a whole place. */
export type Vanished =
  | { readonly sourceIds: readonly string[] }
  | { readonly conversationId: string }
  /** With every conversation in it. */
  | { readonly placeId: string };

export const CommunityRole = z.enum(["admin", "staff", "helper", "opted-out"]);
export type CommunityRole = z.infer<typeof CommunityRole>;

/** Title and text of several posts as one, in the order of writing. */
export function joinPosts(
  posts: readonly Pick<Post, "title" | "text" | "attachments" | "deletedAt">[],
): { title: string; text: string } {
  const standing = posts.filter((post) => post.deletedAt === null);
  const parts = standing.flatMap((post) => [
    post.text,
    ...post.attachments.flatMap((file) => (file.text ? [`${file.name}:\n${file.text}`] : [])),
  ]);
  return {
    title: standing.find((post) => post.title !== "")?.title ?? "",
    text: parts.filter((part) => part.trim() !== "").join("\n\n"),
  };
}
