import { readFileSync } from "node:fs";
import { authorOf, whatStands } from "../../demo/headless/standing.ts";
import type { Services } from "../../demo/services.ts";
import { SECOND } from "../../src/triage/model/clock.ts";
import type { Crowd } from "./crowd.ts";
import type { Books } from "./questions.ts";

/** Each promise, and what breaks it: ids or words, empty when it holds. */
export type Broken = Readonly<Record<string, readonly string[]>>;

type Message = Readonly<Record<string, unknown>>;

/** An answer of a person is on its way to the bot, and what it says at once cannot know of it. */
const ON_THE_WAY_MS = 10_000;
/** What was answered while the gateway was away is read once it is back and has caught up. */
const CATCHING_UP_MS = 90_000;

/** As the books name the state. */
export const GIVEN_UP = " given-up ";

/** What was deleted, or a mark on what was put to sleep, in the same moment: nobody misses it. */
const MEANT = /^(mark|say|restate).*no longer exists|^mark .*thread is archived/;

/** Holds what stands in the simulators and in the store against what the design promises. */
export function findBroken(
  services: Services,
  crowd: Crowd,
  books: Books,
  { logFile, rate, left }: { logFile: string; rate: number; left: readonly string[] },
): Broken {
  const { discord, github, config } = services;
  const { snapshot, isOurs, repeated, botTexts, publicMessages } = whatStands(services);
  const log = readFileSync(logFile, "utf8");
  const ofOther = new Set(books.ofOther);
  const conversations = snapshot.threads.map((thread) => ({
    id: String(thread["id"]),
    messages: snapshot.messages[String(thread["id"])] ?? [],
  }));

  const tooMany: string[] = [];
  const afterPerson: string[] = [];
  const onSmallTalk: string[] = [];
  for (const { id, messages } of conversations) {
    const ours = messages.filter(isOurs);
    if (ours.length > config.limits.messages_per_conversation) tooMany.push(id);
    if (ours.length > 0 && ofOther.has(id) && !showsKey(messages)) onSmallTalk.push(id);
    const opener = crowd.openers.get(id);
    const answer = messages.find(
      (message) => opener !== undefined && !isOurs(message) && isAnother(message, opener),
    );
    const since = answer ? knownAt(timeOf(answer)) : Number.POSITIVE_INFINITY;
    if (ours.some((message) => timeOf(message) > since)) afterPerson.push(id);
  }

  /** Whose private messages are closed is told in the thread, whatever else stands there. */
  function showsKey(messages: readonly Message[]): boolean {
    const texts = messages.map(({ content }) => String(content));
    return crowd.planted.some((key) => texts.some((text) => text.includes(key)));
  }

  function knownAt(answeredAt: number): number {
    const missed = discord.missedAt().some((at) => Math.abs(at - answeredAt) < SECOND);
    return answeredAt + (missed ? CATCHING_UP_MS : ON_THE_WAY_MS) * rate;
  }

  /** A post that was deleted, when, and how long after the gateway had last missed something. */
  function deletion(id: string): string {
    const at = crowd.deleted.get(id) ?? 0;
    const missed = discord.missedAt().some((one) => Math.abs(one - at) < SECOND);
    return `${id}, deleted ${new Date(at).toISOString()} while the gateway was ${missed ? "away" : "there"}`;
  }

  const { violations, crashes } = discord.stats();
  return {
    "a message is lost": books.lost
      .filter((id) => !crowd.deleted.has(id))
      .map((id) => describe(discord.message(id))),
    "a message became two tickets": books.twice,
    "something stands twice": repeated === 0 ? [] : [`${repeated} times`],
    "something is left undone": [...left, ...books.undone.filter((one) => !one.includes(GIVEN_UP))],
    "something was given up": books.undone.filter(
      (one) => one.includes(GIVEN_UP) && !MEANT.test(one),
    ),
    "the text of a deleted post is kept": books.remembered.map(deletion),
    "a conversation got too many messages": tooMany,
    "something was said after a person had answered": afterPerson,
    "something was said on small talk": onSmallTalk,
    "somebody was mentioned": publicMessages
      .filter((message) => hasMentions(message))
      .map((message) => String(message["id"])),
    "a key got out": [
      ...books.leaks,
      ...crowd.planted.flatMap((key) => [
        ...(log.includes(key) ? ["the log"] : []),
        ...botTexts.filter((text) => text.includes(key)),
      ]),
    ],
    "Discord's description was broken": violations.map(({ message }) => message),
    "GitHub's description was broken": github.stats().violations.map((one) => JSON.stringify(one)),
    "a simulator failed": crashes,
    "an error was logged": errorsIn(log),
  };
}

/** Enough of a message to look for what became of it. */
function describe(message: Message | undefined): string {
  if (!message) return "one that is gone";
  const { id, channel_id, timestamp, content, author } = message;
  const shown = { id, channel_id, timestamp, content: String(content).slice(0, 60), author };
  return JSON.stringify(shown);
}

function isAnother(message: Message, opener: string): boolean {
  const author = message["author"] as { bot?: boolean };
  return authorOf(message) !== opener && author.bot !== true && Number(message["type"]) === 0;
}

function timeOf(message: Message): number {
  return Date.parse(String(message["timestamp"]));
}

function hasMentions(message: Message): boolean {
  return message["mention_everyone"] === true || (message["mentions"] as unknown[]).length > 0;
}

/**
 * What is logged as an error though somebody else's outage explains it. A machine that stands still
 * for ten seconds loses the locks of its jobs, which are run again: the other promises are about that.
 */
const EXPECTED =
  /An interaction expired|Could not catch up|Worker error: .*(renew lock|issing lock|issing key|ock mismatch|active state)/;

function errorsIn(log: string): string[] {
  const lines = log.split("\n").flatMap((line) => (line === "" ? [] : [JSON.parse(line)]));
  const found = new Map<string, number>();
  for (const { level, msg, err, error } of lines) {
    const words = `${msg}: ${(err ?? error)?.message ?? ""}`;
    if (level >= 50 && !EXPECTED.test(words)) found.set(words, (found.get(words) ?? 0) + 1);
  }
  return [...found].map(([words, times]) => `${times} × ${words}`);
}
