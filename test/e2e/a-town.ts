import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";
import { buttonsOf } from "../../demo/headless/buttons.ts";
import { untilQuiet } from "../../demo/headless/quiet.ts";
import { whatStands } from "../../demo/headless/standing.ts";
import { startTown, type TownOptions } from "../../demo/town.ts";
import { createWarpClock } from "../../demo/warp-clock.ts";
import type { Verb } from "../../src/bot/presses/custom-id.ts";
import { Config } from "../../src/config/schema.ts";
import { createLog } from "../../src/log.ts";
import { SECOND } from "../../src/triage/model/clock.ts";
import {
  createFakeClassifier,
  createFakeDrafter,
  createFakeIndex,
  createFakeSameAsks,
} from "../fakes/engines.ts";
import { aClassification, aDraft, aPassage } from "../fakes/samples.ts";
import type { PersonFile } from "../simulators/discord/people-files.ts";

type Json = Readonly<Record<string, unknown>>;

const SETTINGS = {
  community: "acme",
  mode: "live",
  discord: {
    server: "Acme",
    channels: { help: "forum", general: "mention" },
    review_channel: "review",
    roles: { admin: ["Admin"], staff: ["DevRel"], helper: ["Helper"], opted_out: ["No AI"] },
  },
  acts: { ask: "auto", redirect: "draft", answer: "draft" },
  teams: [{ name: "sdk", members: ["kaja"] }],
  routing: [
    {
      when: { lane: ["security"] },
      route: { team: "sdk", repository: "acme/private", visibility: "private" },
    },
  ],
  fallback: { team: "sdk", repository: "acme/sdk", visibility: "public", labels: ["bug"] },
  redirects: { account: "Only support can see accounts: support.example" },
  revoke_pages: { default: "https://acme.example/keys" },
  needed: { bug: ["version"] },
  // Which of them come back depends on ids, which are new in each run.
  review: { silence_samples: 0 },
  limits: { profile: "relaxed", bundle: "20s" },
} as const;

/** How long anything may take in real time; the machine may be slow, the town never sleeps. */
const PATIENCE_MS = 50_000;

export type ATown = Awaited<ReturnType<typeof aTown>>;

/**
 * A small community with the real program in it: discord.js, Octokit, PGlite and BullMQ on
 * simulators, and engines that do what a test says.
 */
export async function aTown(
  options: {
    readonly settings?: Readonly<Record<string, unknown>>;
    /** Keeps the database in a folder, so that it outlives a restart. */
    readonly lasting?: boolean;
  } & Partial<Pick<TownOptions, "databaseUrl" | "redisUrl" | "reached" | "engines">> = {},
) {
  const classifier = createFakeClassifier();
  const drafter = createFakeDrafter();
  const passage = aPassage();
  const passages = createFakeIndex([passage]);
  const sameAsks = createFakeSameAsks();
  script({ classifier, drafter, passages, passage });
  const dataDir = options.lasting ? await mkdtemp(join(tmpdir(), "signalbox-town-")) : null;
  const lines: string[] = [];
  const { lasting: _, settings, ...rest } = options;
  const town = await startTown({
    config: Config.parse({
      ...SETTINGS,
      ...settings,
      review: { ...SETTINGS.review, ...Object(settings?.["review"]) },
    }),
    clock: createWarpClock(),
    engines: { classifier, drafter },
    sameAsks: () => sameAsks,
    passages,
    log: createLog("warn", { write: (line) => void lines.push(line) }),
    dataDir,
    ...rest,
  });
  const { discord, github, channels, roles, clock } = town;
  const review = channels.get("review") ?? "";
  const posted: string[] = [];
  let people = 0;

  const member = (draft: Partial<Parameters<typeof discord.addMember>[0]> = {}) =>
    discord.addMember({ name: `Member ${++people}`, ...draft });
  const staff = (name: string) => discord.addMember({ name, roles: [roles.get("DevRel") ?? ""] });
  const rita = staff("Rita");

  /** Works until nothing is left that could happen now. */
  const quiet = (deadline = Date.now() + PATIENCE_MS) => untilQuiet(town, posted, deadline);

  async function later(ms: number): Promise<void> {
    await quiet();
    clock.advance(ms);
    await quiet();
  }

  /** A forum post by somebody, its bundle closed. */
  async function ask(
    text: string,
    draft: { by?: ReturnType<typeof member>; files?: (string | PersonFile)[] } = {},
  ) {
    const { by = member(), files = [] } = draft;
    const thread = await by.createForumPost(channels.get("help") ?? "", {
      title: "Help, please",
      content: text,
      attachments: files.map((file) =>
        typeof file === "string" ? { name: file, content: "PNG", contentType: "image/png" } : file,
      ),
    });
    posted.push(...discord.messages(thread).map((message) => String(message["id"])));
    await later(20 * SECOND);
    return { by, thread };
  }

  const ours = (message: Json) => JSON.stringify(message["author"]).includes(discord.botUserId);
  const cards = () =>
    discord.messages(review).filter((message) => {
      const buttons = buttonsOf(message);
      return buttons.some(({ verb }) => verb === "dismiss");
    });

  /** Presses a button of the bot's on a message, as whoever. */
  function press(message: Json | undefined, verb: Verb, who = rita) {
    const button = message && buttonsOf(message).find((one) => one.verb === verb);
    if (!button) throw new Error(`no button ${verb} on ${JSON.stringify(message)}`);
    return who.click(String(message["id"]), button.customId);
  }

  return {
    ...town,
    classifier,
    drafter,
    passages,
    passage,
    sameAsks,
    lines,
    rita,
    member,
    staff,
    posted,
    quiet,
    later,
    ask,
    review,
    /** Review cards that stand open, oldest first. */
    cards,
    press,
    /** The first button of the only open card, and what it leads to. */
    async approve(verb: Verb = "send") {
      const [card] = cards();
      // The card is redrawn once everything on it is decided; the delay counts from then.
      await press(card, verb).updated(20 * SECOND);
      await later(11 * SECOND);
    },
    /** What the bot said in a conversation. */
    said: (thread: string) => discord.messages(thread).filter(ours),
    texts: (thread: string) =>
      discord
        .messages(thread)
        .filter(ours)
        .map((message) => JSON.stringify([message["content"], message["embeds"]])),
    issues: () =>
      github
        .snapshot()
        .repositories.flatMap((repository) => repository.issues)
        .filter(({ author }) => author === github.appLogin),
    async ticketOf(sourceId: string) {
      const { store, communityId } = town.signalbox();
      const [ticket] = await store.tickets.find(communityId, { postSourceId: sourceId });
      const known = ticket && (await store.tickets.load(communityId, ticket.id));
      if (!known) throw new Error(`no ticket of ${sourceId}`);
      return known;
    },
    /** Nothing stands twice, no rule of the vendors was broken, and nobody logged an error. */
    expectOrder({ errors = [] as readonly RegExp[] } = {}) {
      expect(whatStands(town).repeated, "things that stand twice").toBe(0);
      const { violations, crashes } = discord.stats();
      expect({ violations, crashes }).toEqual({ violations: [], crashes: [] });
      expect(github.stats().violations).toEqual([]);
      const unexpected = lines.filter((line) => !errors.some((one) => one.test(line)));
      expect(unexpected.filter((line) => JSON.parse(line).level >= 50)).toEqual([]);
    },
    async close() {
      await town.close();
      if (dataDir) await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** What posts are, by their words. */
function script({
  classifier,
  drafter,
  passages,
  passage,
}: {
  classifier: ReturnType<typeof createFakeClassifier>;
  drafter: ReturnType<typeof createFakeDrafter>;
  passages: ReturnType<typeof createFakeIndex>;
  passage: ReturnType<typeof aPassage>;
}): void {
  const is = (piece: string, overrides: Parameters<typeof aClassification>[0]) =>
    classifier.when(piece, {
      type: "classified",
      classification: aClassification(overrides),
      call: null,
    });
  is("", { kind: "other" });
  is("It hangs", { kind: "bug" });
  is("It crashes", { kind: "bug", missing: ["version"] });
  is("sdk 4.2.0", { kind: "bug" });
  is("How do I", { kind: "question" });
  is("my invoice", { kind: "question", lane: "account" });
  passages.when("How do I", [[passage.id, 9]]);
  drafter.when("How do I", {
    type: "drafted",
    call: null,
    draft: aDraft({
      claims: [{ text: passage.text, passageIds: [passage.id], quote: passage.text }],
    }),
  });
}
