import type { DiscordSimulator } from "../../test/simulators/discord/simulator.ts";
import { splitLikeClient } from "../../test/simulators/discord/split.ts";
import type { GitHubSimulator } from "../../test/simulators/github/server.ts";
import type { DemoPerson, HistoryPost, TeamIssue } from "./read.ts";

/** Names of roles as the demo's config has them. */
const ROLES = { admin: "Admin", staff: "DevRel", helper: "Helper" } as const;

/**
 * Lets everybody of the story and of the week before it join.
 * @param roles ids by name
 * @returns ids of members by login
 */
export function addPeople(
  discord: DiscordSimulator,
  roles: ReadonlyMap<string, string>,
  people: readonly DemoPerson[],
  history: readonly HistoryPost[],
): ReadonlyMap<string, string> {
  const members = new Map<string, string>();
  for (const { login, name, roles: held } of people) {
    const ids = held.flatMap((role) => roles.get(ROLES[role]) ?? []);
    members.set(login, discord.addMember({ name, roles: ids }).id);
  }
  const writers = history.flatMap((post) => [
    post.author,
    ...post.replies.map((one) => one.author),
  ]);
  for (const name of writers) {
    if (!members.has(name)) members.set(name, discord.addMember({ name }).id);
  }
  return members;
}

/** What the teams themselves opened before. */
export function openTeamIssues(github: GitHubSimulator, issues: readonly TeamIssue[]): void {
  for (const { repository, author, title, body, labels, closed } of issues) {
    const person = github.as(author);
    const { number } = person.openIssue(repository, { title, body, labels });
    if (closed) person.closeIssue(repository, number);
  }
}

/** Something that a member writes: a post, or a reply to one. */
export type Happening = {
  /** Minutes since the week began. */
  readonly at: number;
  readonly post: HistoryPost;
  readonly reply: HistoryPost["replies"][number] | null;
};

/** The week in its order. */
export function happeningsOf(history: readonly HistoryPost[]): Happening[] {
  return history
    .flatMap((post): Happening[] => [
      { at: post.at, post, reply: null },
      ...post.replies.map((reply) => ({ at: reply.at, post, reply })),
    ])
    .toSorted((a, b) => a.at - b.at);
}

/** Returns a function that lets a happening happen; text over Discord's limit goes out as several messages. */
export function createPlayer(
  discord: DiscordSimulator,
  channels: ReadonlyMap<string, string>,
  members: ReadonlyMap<string, string>,
): (happening: Happening) => Promise<void> {
  const places = new Map<string, string>();
  return async ({ post, reply }) => {
    const author = discord.as(members.get(reply?.author ?? post.author) ?? "");
    if (reply) {
      author.post(places.get(post.id) ?? "", reply.text);
      return;
    }
    const channelId = channels.get(post.channel) ?? "";
    const [first = "", ...rest] = splitLikeClient(post.text).messages;
    const place =
      post.title === undefined
        ? channelId
        : await author.createForumPost(channelId, { title: post.title, content: first });
    if (post.title === undefined) author.post(channelId, first);
    for (const part of rest) author.post(place, part);
    places.set(post.id, place);
  };
}
