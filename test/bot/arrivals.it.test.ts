import { afterEach, beforeEach, expect, it } from "vitest";
import {
  aCommunity,
  type Community,
  createTestDeps,
  eventually,
  type Running,
  startTestBot,
} from "./bot-harness.ts";

let community: Community;
let running: Running;
/** What the core was told, in order. */
let told: string[];
/** Holds up whoever asks for the policy, as a slow store does. */
let gate: PromiseWithResolvers<void> | null;
let heldUp: number;

beforeEach(async () => {
  told = [];
  gate = null;
  heldUp = 0;
  community = await aCommunity();
  const deps = createTestDeps(community);
  running = await startTestBot(community, {
    ...deps,
    async policy() {
      if (gate) heldUp += 1;
      await gate?.promise;
      return deps.policy();
    },
    onPost: async ({ sourceId }) => void told.push(`post ${sourceId}`),
    onEdited: async ({ sourceId }) => void told.push(`edit ${sourceId}`),
    onDeleted: async ({ sourceIds }) => void told.push(`gone ${sourceIds}`),
  });
  await running.bot.catchUpNow();
});

afterEach(async () => {
  gate?.resolve();
  await running.bot.stop();
  await community.sim.close();
});

it("takes a message in before it takes it away, however long that takes", async () => {
  const { sim, textId, forumId } = community;
  const ana = sim.addMember({ name: "Ana" });
  gate = Promise.withResolvers();
  const id = ana.post(textId, "how do I upload?");
  ana.edit(id, "how do I upload a folder?");
  ana.delete(id);
  const after = ana.post(textId, "never mind");
  // What comes last, in another channel, says that the others are there as well.
  await ana.createForumPost(forumId, { title: "T", content: "elsewhere" });
  await eventually(() => expect(heldUp).toBeGreaterThan(1));
  expect(told).toEqual([]);
  gate.resolve();
  await eventually(() => expect(told).toContain(`post ${after}`));
  expect(told.indexOf(`gone ${id}`)).toBeGreaterThan(told.indexOf(`post ${id}`));
  expect(told.filter((one) => one === `gone ${id}`)).toHaveLength(1);
});
