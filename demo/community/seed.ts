import type { DiscordSimulator } from "../../test/simulators/discord/simulator.ts";
import { splitLikeClient } from "../../test/simulators/discord/split.ts";
import type { GitHubSimulator } from "../../test/simulators/github/server.ts";
import type { DemoPerson, HistoryPost, TeamIssue } from "./read.ts";

/** Ids of what was set up in the simulated server, by name. */
export type SeededDiscord = {
  readonly channels: ReadonlyMap<string, string>;
  readonly roles: ReadonlyMap<string, string>;
  readonly members: ReadonlyMap<string, string>;
};

const ROLES = { admin: "Admin", staff: "DevRel", helper: "Helper" } as const;

/** Roles, channels and people of the sample server; nobody has said anything yet. */
export function seedDiscord(
  discord: DiscordSimulator,
  people: readonly DemoPerson[],
  history: readonly HistoryPost[],
): SeededDiscord {
  const admin = discord.addRole(ROLES.admin, ["administrator"]);
  const staff = discord.addRole(ROLES.staff);
  const roles = new Map<string, string>([
    [ROLES.admin, admin],
    [ROLES.staff, staff],
    [ROLES.helper, discord.addRole(ROLES.helper)],
    ["No AI", discord.addRole("No AI")],
  ]);
  const channels = new Map([
    [
      "announcements",
      discord.addTextChannel({ name: "announcements", topic: "News of Wrenfield" }),
    ],
    [
      "general",
      discord.addTextChannel({ name: "general", topic: "Anything about building with Wren" }),
    ],
    ["showcase", discord.addTextChannel({ name: "showcase", topic: "Show what you made" })],
    ["off-topic", discord.addTextChannel({ name: "off-topic", topic: "Fonts, mostly" })],
    [
      "help",
      discord.addForum({ name: "help", topic: "Ask how something is done", tags: TAGS.help }),
    ],
    [
      "bug-reports",
      discord.addForum({ name: "bug-reports", topic: "What is broken?", tags: TAGS.bugs }),
    ],
    [
      "feature-requests",
      discord.addForum({ name: "feature-requests", topic: "What do you miss?", tags: [] }),
    ],
    [
      "review",
      discord.addTextChannel({
        name: "review",
        topic: "Drafts that wait for a person",
        onlyRoles: [admin, staff],
      }),
    ],
  ]);
  const members = new Map<string, string>();
  for (const { login, name, roles: held } of people) {
    const ids = held.map((role) => roles.get(ROLES[role]) ?? "");
    members.set(login, discord.addMember({ name, roles: ids }).id);
  }
  const writers = history.flatMap((post) => [
    post.author,
    ...post.replies.map((one) => one.author),
  ]);
  for (const name of writers) {
    if (!members.has(name)) members.set(name, discord.addMember({ name }).id);
  }
  return { channels, roles, members };
}

const TAGS = {
  help: ["TypeScript", "Python", "CLI", "Solved"],
  bugs: ["TypeScript", "Python", "CLI", "API"],
} as const;

/** Repositories with their labels and teams, and what the teams themselves opened. */
export function seedGitHub(
  github: GitHubSimulator,
  repositories: readonly {
    readonly name: string;
    readonly private: boolean;
    readonly labels: readonly string[];
    readonly members: readonly string[];
  }[],
  issues: readonly TeamIssue[],
): void {
  for (const { members, ...repository } of repositories) {
    github.addRepository({
      ...repository,
      members: Object.fromEntries(members.map((login) => [login, "MEMBER" as const])),
    });
  }
  for (const { repository, author, title, body, labels, closed } of issues) {
    const person = github.as(author);
    const { number } = person.openIssue(repository, { title, body, labels });
    if (closed) person.closeIssue(repository, number);
  }
}

type Happening = {
  readonly at: number;
  readonly post: HistoryPost;
  readonly reply: HistoryPost["replies"][number] | null;
};

/**
 * Plays the week in its order. Text over Discord's limit goes out as several messages.
 * @param reach called before each message with its minute, so that a clock can be moved there
 */
export async function playHistory(
  discord: DiscordSimulator,
  { channels, members }: SeededDiscord,
  history: readonly HistoryPost[],
  reach: (minute: number) => void | Promise<void>,
): Promise<void> {
  const happenings: Happening[] = history.flatMap((post) => [
    { at: post.at, post, reply: null },
    ...post.replies.map((reply) => ({ at: reply.at, post, reply })),
  ]);
  const places = new Map<string, string>();
  for (const { at, post, reply } of happenings.toSorted((a, b) => a.at - b.at)) {
    await reach(at);
    const author = discord.as(members.get(reply?.author ?? post.author) ?? "");
    if (reply) {
      author.post(places.get(post.id) ?? "", reply.text);
      continue;
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
  }
}
