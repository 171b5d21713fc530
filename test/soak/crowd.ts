import type { Services } from "../../demo/services.ts";
import type { Person } from "../simulators/discord/people.ts";
import { aFollowUp, aKey, aLongText, aPost, aReplyByOthers, type Written } from "./texts.ts";

/** What the crowd remembers of a post that it opened, to come back to it. */
export type Opened = {
  /** The message that opened it; in a forum also the thread's id. */
  readonly id: string;
  readonly authorId: string;
  readonly forum: boolean;
};

export type Crowd = {
  /** Somebody posts something somewhere. */
  post(): Promise<void>;
  /** Somebody comes back to what was posted lately: answers, adds, edits, deletes. */
  comeBack(): void;
  /** Every message that somebody wrote where the bot listens. */
  readonly written: string[];
  /** Of those, what was deleted, and when by the simulated clock; not before the bot could have seen it. */
  readonly deleted: Map<string, number>;
  /** Keys that stand in posts. */
  readonly planted: string[];
  /** Latest posts, oldest first. */
  readonly recent: Opened[];
  /** Who opened a conversation, by its id. */
  readonly openers: ReadonlyMap<string, string>;
  /** Messages that a person other than the opener wrote in a conversation, by its id. */
  readonly answers: ReadonlyMap<string, string>;
  readonly members: readonly Person[];
};

const MEMBERS = 400;
/** What happens after a post happens to one of the latest. */
const RECENT = 200;

type Deps = Pick<Services, "discord" | "channels" | "roles"> & {
  readonly random: () => number;
  readonly now: () => number;
  /** A post to be written as it is, in place of one that is made up. */
  readonly given: () => Written | null;
};

/** People who write in forums and text channels, as the seed has it. */
export function createCrowd({ discord, channels, roles, random, now, given }: Deps): Crowd {
  const written: string[] = [];
  const deleted = new Map<string, number>();
  const planted: string[] = [];
  const recent: Opened[] = [];
  const openers = new Map<string, string>();
  const answers = new Map<string, string>();

  const role = (name: string) => [roles.get(name) ?? ""];
  const place = (name: string) => channels.get(name) ?? "";
  const members = Array.from({ length: MEMBERS }, (_, n) =>
    discord.addMember({ name: `Member ${n}`, dmsClosed: n % 10 === 0 }),
  );
  const helper = discord.addMember({ name: "Hal", roles: role("Helper") });
  const moderator = discord.addMember({ name: "Mo", roles: role("DevRel") });
  const silent = discord.addMember({ name: "Sil", roles: role("No AI") });
  const rival = discord.addMember({ name: "rival", bot: true });
  const forums = ["help", "bug-reports", "feature-requests"].map(place);

  const oneOf = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
  const somebody = () => oneOf(members);
  const chance = (share: number) => random() < share;

  function remember(id: string, author: Person, forum: boolean): void {
    openers.set(id, author.id);
    recent.push({ id, authorId: author.id, forum });
    if (recent.length > RECENT) recent.shift();
  }

  function note(...ids: readonly string[]): void {
    written.push(...ids);
  }

  async function inForum(author: Person, { title, text }: Written, more: readonly string[] = []) {
    const file = { name: "run.log", content: `line 1\n${text}`, contentType: "text/plain" };
    const id = await author.createForumPost(oneOf(forums), {
      title,
      content: text,
      attachments: chance(0.03) ? [file] : [],
    });
    note(...discord.messages(id).map((message) => String(message["id"])));
    for (const line of more) note(author.post(id, line));
    return id;
  }

  function inChannel(name: string, author: Person, text: string): string {
    const id = author.post(place(name), text);
    note(id);
    return id;
  }

  async function post(): Promise<void> {
    const what = given() ?? aPost(random);
    const author = somebody();
    const kind = random();
    if (kind < 0.52) remember(await inForum(author, what), author, true);
    else if (kind < 0.6) remember(await inForum(author, what, [aFollowUp(random)]), author, true);
    else if (kind < 0.61) {
      const long = { ...what, text: aLongText(7_000, random) };
      remember(await inForum(author, long), author, true);
    } else if (kind < 0.62) {
      const key = aKey(random);
      planted.push(key);
      remember(await inForum(author, { ...what, text: `${what.text} ${key}` }), author, true);
    } else if (kind < 0.78) {
      const mention = `<@${discord.botUserId}> ${what.text}`.slice(0, 2_000);
      remember(inChannel("general", author, mention), author, false);
    } else if (kind < 0.87) inChannel("general", author, what.text.slice(0, 2_000));
    else if (kind < 0.9) {
      const id = inChannel("showcase", author, what.text.slice(0, 2_000));
      author.react(id, "🤖");
      openers.set(id, author.id);
    } else if (kind < 0.97) await inForum(oneOf([helper, moderator, silent, rival]), what);
    else note(discord.postAsWebhook(place("general"), "Mirror", what.text.slice(0, 2_000)));
  }

  function answer(at: Opened): void {
    if (!at.forum) return;
    const by = chance(0.3) ? helper : somebody();
    const id = by.post(at.id, aReplyByOthers(random));
    note(id);
    if (by.id !== at.authorId && !answers.has(at.id)) answers.set(at.id, id);
  }

  function remove(at: Opened): void {
    if (chance(0.7)) {
      discord.as(at.authorId).delete(at.id);
      deleted.set(at.id, now());
    } else if (at.forum) {
      for (const message of discord.messages(at.id)) deleted.set(String(message["id"]), now());
      discord.owner().deleteThread(at.id);
    }
    recent.splice(recent.indexOf(at), 1);
  }

  function comeBack(): void {
    // What was just posted may still be on its way; nobody answers in the same second.
    const at = recent[Math.floor(random() * (recent.length - 10))];
    if (!at) return;
    const author = discord.as(at.authorId);
    const kind = random();
    try {
      if (kind < 0.45) answer(at);
      else if (kind < 0.65 && at.forum) note(author.post(at.id, aFollowUp(random)));
      else if (kind < 0.8) author.edit(at.id, aPost(random).text);
      else if (kind < 0.88) remove(at);
      else if (kind < 0.94 && at.forum) author.editThread(at.id, { title: "Works now (solved)" });
      else if (at.forum) discord.owner().editThread(at.id, { archived: true });
    } catch (error) {
      // Their client says no: the thread is archived, or the post is gone.
      if (!(error instanceof Error && error.name === "ApiError")) throw error;
    }
  }

  return { post, comeBack, written, deleted, planted, recent, openers, answers, members };
}
