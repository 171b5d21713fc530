import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { PlacePolicy, Policy } from "../../src/triage/model/policy.ts";
import {
  aCommunity,
  aReviewer,
  type Community,
  createTestDeps,
  eventually,
  type Running,
  startTestBot,
  type TestDeps,
} from "./bot-harness.ts";

let community: Community;
let deps: TestDeps;
let running: Running;

beforeEach(async () => {
  community = await aCommunity();
  deps = createTestDeps(community);
  running = await startTestBot(community, deps);
  await running.bot.catchUpNow();
});

afterEach(async () => {
  await running.bot.stop();
  const stats = community.sim.stats();
  await community.sim.close();
  expect(stats).toMatchObject({ violations: [], crashes: [] });
});

const texts = () => deps.posts.map(({ text }) => text);

async function listen(placeId: string, listening: PlacePolicy): Promise<void> {
  const policy = await deps.policy();
  const places: Policy["places"] = { ...policy.places, [placeId]: listening };
  Object.assign(deps, { policy: async () => ({ ...policy, places }) });
}

describe("a private thread", () => {
  it("is left alone by the bot, which sees it only because it manages threads", async () => {
    const { sim, textId } = community;
    await listen(textId, "likely-questions");
    const [ana, bo] = [sim.addMember({ name: "Ana" }), sim.addMember({ name: "Bo" })];
    const thread = ana.createPrivateThread(textId, "Between us", [bo.id]);
    ana.post(thread, "live, in private");
    const mention = ana.post(thread, `<@${sim.botUserId}> how do I upload?`);
    bo.post(textId, "in public");
    await eventually(() => expect(texts()).toEqual(["in public"]));
    ana.edit(mention, `<@${sim.botUserId}> how do I upload it?`);
    await running.bot.stop();
    ana.post(thread, "while it was away");
    bo.post(textId, "in public, while it was away");
    running = await startTestBot(community, deps);
    await running.bot.catchUpNow();
    expect(texts()).toEqual(["in public", "in public, while it was away"]);
    expect(deps.edits).toEqual([]);
    expect([...deps.cursors.keys()]).not.toContain(thread);
  });

  it("is no place for /report, which would open a thread for everybody", async () => {
    const { sim, textId } = community;
    const ana = sim.addMember({ name: "Ana" });
    const thread = ana.createPrivateThread(textId, "Between us");
    const title = "The export of Acme's invoices fails";
    const inside = await ana.command("report", { title }, thread).reply();
    expect(inside["content"]).toMatch(/private thread/);
    const outside = await ana.command("report", { title }, textId).reply();
    expect(outside["content"]).not.toMatch(/private thread/);
  });

  it("is not sent into triage by a reaction or a menu, which says so", async () => {
    const { sim, textId } = community;
    const ana = sim.addMember({ name: "Ana" });
    const rae = aReviewer(community);
    const thread = ana.createPrivateThread(textId, "Between us", [rae.id]);
    const message = ana.post(thread, "It crashes.");
    rae.react(message, "🐛");
    const reply = await rae.messageCommand("Send to triage", message).reply();
    expect(reply["content"]).toMatch(/private thread/);
    rae.react(ana.post(textId, "It crashes in public."), "🐛");
    await eventually(() =>
      expect(deps.called.map(({ raw }) => raw.text)).toEqual(["It crashes in public."]),
    );
  });
});

describe("access that is taken away and given back", () => {
  /** A role that alone lets the bot see anything. */
  function aKeyRole({ sim }: Community): string {
    const key = sim.addRole("Key", ["viewChannel"]);
    sim.giveRole(sim.botUserId, key);
    const others = ["sendMessages", "sendMessagesInThreads", "readMessageHistory"] as const;
    sim.setBotPermissions(others);
    sim.setRolePermissions(sim.guildId, others);
    return key;
  }

  type Access = { how: string; over: (all: Community) => { hide(): void; show(): void } };
  it.each<Access>([
    {
      how: "in the channels",
      over: ({ sim, textId, forumId }) => ({
        hide: () => [textId, forumId].map((id) => sim.denyBot(id, ["viewChannel"])),
        show: () => [textId, forumId].map((id) => sim.showOnlyTo(id, null)),
      }),
    },
    {
      how: "by what a role may do",
      over(all) {
        const key = aKeyRole(all);
        return {
          hide: () => all.sim.setRolePermissions(key, []),
          show: () => all.sim.setRolePermissions(key, ["viewChannel"]),
        };
      },
    },
    {
      how: "with a role",
      over(all) {
        const key = aKeyRole(all);
        return {
          hide: () => all.sim.removeRole(all.sim.botUserId, key),
          show: () => all.sim.giveRole(all.sim.botUserId, key),
        };
      },
    },
  ])("$how: what was written meanwhile is read before what is written then", async ({ over }) => {
    const { sim, textId, forumId } = community;
    const access = over(community);
    await running.bot.catchUpNow();
    const ana = sim.addMember({ name: "Ana", roles: [sim.addRole("Member", ["viewChannel"])] });
    const old = await ana.createForumPost(forumId, { title: "T", content: "post" });
    ana.post(textId, "one");
    await eventually(() => expect(texts().toSorted()).toEqual(["one", "post"]));
    access.hide();
    ana.post(textId, "two");
    ana.post(old, "post, hidden");
    await ana.createForumPost(forumId, { title: "T", content: "post, all hidden" });
    access.show();
    ana.post(textId, "three");
    ana.post(old, "post, seen again");
    await eventually(() => expect(texts()).toContain("three"));
    await eventually(() => expect(texts()).toContain("post, seen again"));
    await running.bot.catchUpNow();
    const inPlace = (placeId: string) =>
      deps.posts.flatMap((post) => (post.placeId === placeId ? [post.text] : []));
    expect(inPlace(textId)).toEqual(["one", "two", "three"]);
    const inOld = deps.posts.filter(({ conversationId }) => conversationId === old);
    expect(inOld.map(({ text }) => text)).toEqual(["post", "post, hidden", "post, seen again"]);
    expect(inPlace(forumId)).toContain("post, all hidden");
  });
});
