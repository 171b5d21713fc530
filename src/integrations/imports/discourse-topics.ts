import { z } from "zod";
import { htmlToText } from "./html-text.ts";
import { type ImportedPost, type ImportedRow, leftOut, unreadable } from "./imported-post.ts";
import { faultOf, Moment, Text } from "./row-fields.ts";

const Flag = z.boolean().nullish();
const Reply = z.object({
  post_number: z.number().int().optional(),
  /** 1 is a post that somebody wrote; 2 to 4 are notices and whispers. */
  post_type: z.number().int().default(1),
  username: z.string(),
  name: z.string().nullish(),
  created_at: Moment,
  cooked: z.string(),
  staff: Flag,
  admin: Flag,
  moderator: Flag,
});
type Reply = z.infer<typeof Reply>;

const Topic = z.object({
  id: Text,
  title: z.string(),
  created_at: Moment,
  category_id: Text.nullish(),
  tags: z.array(z.union([z.string(), z.object({ name: z.string() })])).default([]),
  archetype: z.string().optional(),
  post_stream: z.object({ posts: z.array(Reply) }),
});

const Listed = Topic.omit({ post_stream: true }).extend({
  excerpt: z.string().nullish(),
  posts_count: z.number().int().optional(),
  pinned: Flag,
  posters: z.array(z.object({ user_id: Text, description: z.string().nullish() })).default([]),
});

const User = z.object({ id: Text, username: z.string(), admin: Flag, moderator: Flag });
const List = z.object({
  users: z.array(User).default([]),
  topic_list: z.object({ topics: z.array(z.unknown()) }),
});

const ROBOTS = ["system", "discobot"];

export function isDiscourseTopic(value: unknown): boolean {
  return typeof value === "object" && value !== null && "post_stream" in value;
}

export function isDiscourseList(value: unknown): boolean {
  return typeof value === "object" && value !== null && "topic_list" in value;
}

/** A topic as `/t/<id>.json` gives it: the opening post is the ask, the others tell who answered. */
export function* readDiscourseTopic(value: unknown, where: string): Generator<ImportedRow> {
  const parsed = Topic.safeParse(value);
  if (!parsed.success) return yield unreadable(where, faultOf(parsed.error));
  const topic = parsed.data;
  const { posts } = topic.post_stream;
  const opening = posts.find((post, index) => (post.post_number ?? index + 1) === 1);
  if (!opening) return yield leftOut(where, "holds no opening post");
  const reason = reasonToSkip(topic.archetype, opening.username, isStaff(opening));
  if (reason !== null) return yield leftOut(where, reason);
  const replies = posts.filter(
    (post) => post.post_type === 1 && post.username !== opening.username && !isRobot(post.username),
  );
  const answeredBy = replies.some(isStaff) ? "staff" : replies.length > 0 ? "somebody" : "nobody";
  yield toPost(topic, where, {
    text: htmlToText(opening.cooked),
    author: { id: opening.username, name: opening.name || opening.username },
    postedAt: opening.created_at ?? topic.created_at,
    answeredBy,
  });
}

/** A list of topics as `latest.json` gives it; only excerpts of the posts are in it. */
export function* readDiscourseList(value: unknown, where: string): Generator<ImportedRow> {
  const parsed = List.safeParse(value);
  if (!parsed.success) return yield unreadable(where, faultOf(parsed.error));
  const users = new Map(parsed.data.users.map((user) => [user.id, user]));
  for (const [index, one] of parsed.data.topic_list.topics.entries()) {
    const at = `${where} topic_list.topics[${index}]`;
    const listed = Listed.safeParse(one);
    if (!listed.success) {
      yield unreadable(at, faultOf(listed.error));
      continue;
    }
    const topic = listed.data;
    const original =
      topic.posters.find(({ description }) => description?.startsWith("Original Poster")) ??
      topic.posters[0];
    const author = original ? users.get(original.user_id) : undefined;
    const reason = topic.pinned
      ? "pinned: an announcement"
      : reasonToSkip(topic.archetype, author?.username ?? "", author ? isStaff(author) : false);
    if (reason !== null) {
      yield leftOut(at, reason);
      continue;
    }
    const count = topic.posts_count;
    yield toPost(topic, at, {
      text: htmlToText(topic.excerpt ?? ""),
      author: author ? { id: author.username, name: author.username } : null,
      postedAt: topic.created_at,
      answeredBy: count === undefined ? null : count > 1 ? "somebody" : "nobody",
    });
  }
}

function toPost(
  topic: Omit<z.infer<typeof Topic>, "post_stream">,
  where: string,
  post: Pick<ImportedPost, "text" | "author" | "postedAt" | "answeredBy">,
): ImportedPost {
  return {
    type: "post",
    format: "discourse",
    where,
    id: topic.id,
    title: topic.title,
    parts: [post.text],
    channel: topic.category_id ? `category ${topic.category_id}` : null,
    url: null,
    tags: topic.tags.map((tag) => (typeof tag === "string" ? tag : tag.name)),
    attachments: [],
    ...post,
  };
}

function reasonToSkip(archetype: string | undefined, username: string, staff: boolean) {
  if (archetype === "private_message") return "a private message";
  if (isRobot(username)) return "written by a bot";
  return staff ? "written by staff" : null;
}

function isStaff(person: Partial<Pick<Reply, "staff" | "admin" | "moderator">>): boolean {
  return Boolean(person.staff || person.admin || person.moderator);
}

function isRobot(username: string): boolean {
  return ROBOTS.includes(username);
}
