import { splitLikeClient } from "../../test/simulators/discord/split.ts";
import type { Town } from "../town.ts";
import type { Row } from "./rows.ts";

const LONGEST_TITLE = 100;

/**
 * Posts a row as a member would, from their own client: a forum post whose first line is its title
 * when it has none, long texts over several messages.
 * @returns source ids of the messages written
 */
export async function postRow(town: Town, row: Row, authorId: string): Promise<string[]> {
  const forum = forumOf(town, row.channel);
  const { title, text } = titled(row);
  const { messages, rest } = splitLikeClient(text.trim() === "" ? title : text);
  const attachments =
    rest === null ? [] : [{ name: "message.txt", content: rest, contentType: "text/plain" }];
  const person = town.discord.as(authorId);
  const [first = "", ...more] = messages;
  const threadId = await person.createForumPost(forum, {
    title,
    content: first,
    attachments: more.length === 0 ? attachments : [],
  });
  const ids = more.map((content, index) =>
    person.post(threadId, {
      content,
      attachments: index === more.length - 1 ? attachments : [],
    }),
  );
  return [threadId, ...ids];
}

/** Whether Discord would let anybody post it: a blank post has no Send button. */
export function isBlank({ title, text }: Row): boolean {
  return `${title}${text}`.trim() === "";
}

function forumOf({ channels, config }: Town, wanted: string | null): string {
  const listening = config.discord.channels;
  const isForum = (name: string) => listening[name] === "forum";
  const name = wanted && isForum(wanted) ? wanted : Object.keys(listening).find(isForum);
  const id = name && channels.get(name);
  if (!id) throw new Error("the config has no forum to post in");
  return id;
}

/** A forum post needs a title of at most 100 characters; Discord takes none that is blank. */
function titled({ title, text }: Row): { readonly title: string; readonly text: string } {
  const given = title.trim();
  if (given !== "" && given.length <= LONGEST_TITLE) return { title: given, text };
  if (given !== "") return { title: shortened(given), text: `${given}\n${text}` };
  const first = text.split("\n").find((line) => line.trim() !== "") ?? "";
  return { title: shortened(first.trim()), text };
}

function shortened(line: string): string {
  return line.length <= LONGEST_TITLE ? line : `${line.slice(0, LONGEST_TITLE - 1)}…`;
}
