import { expect, it, vi } from "vitest";
import { HOUR, MINUTE } from "../../src/triage/model/clock.ts";
import { aTown } from "./a-town.ts";

const REPOSITORY = "acme/sdk";
const ISSUES = 60;
const THREADS_EACH = 5;

it("a release that closes 60 issues for 300 threads is one post, and /status", async () => {
  const town = await aTown({
    settings: {
      discord: {
        server: "Acme",
        channels: { help: "forum", general: "mention", news: "off" },
        announcements_channel: "news",
        review_channel: "review",
        roles: { admin: ["Admin"], staff: ["DevRel"], helper: ["Helper"], opted_out: ["No AI"] },
      },
    },
  });
  const { github, discord, channels, clock } = town;
  const { store, communityId, deps, queues } = town.signalbox();
  const followed = async () => {
    const { active, waiting } = (await queues.counts())["follow-up"];
    return active + waiting === 0;
  };
  const kaja = github.as("kaja");
  const mine = town.member({ name: "Mine" });
  await town.quiet();

  const issues = Array.from({ length: ISSUES }, (_, n) =>
    kaja.openIssue(REPOSITORY, { title: `Bug ${n + 1}` }),
  );
  for (const { nodeId, number, title } of issues) {
    const issue = {
      nodeId,
      repository: REPOSITORY,
      number,
      url: `https://github.com/${REPOSITORY}/issues/${number}`,
      title,
      body: "",
      state: "open",
      stateReason: null,
      visibility: "public",
      labels: [],
      milestone: null,
      assigned: false,
      ticketId: null,
      updatedAt: clock.now() - HOUR,
    } as const;
    for (let thread = 0; thread < THREADS_EACH; thread += 1) {
      const id = deps.ids();
      const authorSourceId = number === 1 && thread === 0 ? mine.id : id;
      const personId = await store.tickets.personId(communityId, "discord", authorSourceId);
      const post = {
        id,
        source: "discord",
        sourceId: id,
        placeId: channels.get("help") ?? "",
        conversationId: id,
        personId,
        authorSourceId,
        authorName: "Member",
        title,
        text: "It hangs",
        removed: [],
        attachments: [],
        tags: [],
        permalink: `https://discord.com/channels/1/${id}`,
        postedAt: clock.now(),
        editedAt: null,
        deletedAt: null,
      } as const;
      const { ticketId } = await store.tickets.savePost(
        communityId,
        { ...post, removed: [], attachments: [], tags: [] },
        { type: "open", dueAt: clock.now() + HOUR, silence: null },
      );
      await store.tickets.commit(communityId, ticketId, 1, {
        ticket: {
          state: "with-team",
          dueAt: null,
          kind: "bug",
          title,
          linkedTo: `issue:${nodeId}`,
          issueNodeId: nodeId,
        },
        issue,
        story: [],
      });
    }
  }

  for (const { number } of issues) kaja.closeIssue(REPOSITORY, number);
  const body = issues.map(({ number }) => `- Fixes #${number}`).join("\n");
  kaja.publishRelease(REPOSITORY, { tag: "v5.0", name: "acme-sdk 5.0", body });
  await github.webhooks.settled();
  // Sixty closings take a slow machine longer than a town may take to calm down.
  await vi.waitUntil(followed, { timeout: 200_000, interval: 500 });
  await town.later(6 * MINUTE);
  for (let hour = 0; hour < 3; hour += 1) await town.later(HOUR);

  const news = discord.messages(channels.get("news") ?? "");
  expect(news).toHaveLength(1);
  const words = JSON.stringify(news[0]);
  expect(words).toContain("These are fixed in acme-sdk 5.0");
  expect(words).toContain("300 reports are settled by this");
  expect(discord.stats().publicMessages).toBe(1);
  const waiting = await store.tickets.notices(communityId, 0);
  expect(waiting).toEqual([]);
  const status = await mine.command("status", {}, channels.get("general") ?? "").reply();
  expect(JSON.stringify(status)).toContain("Bug 1");
  town.expectOrder();
  await town.close();
}, 300_000);
