import { once } from "node:events";
import {
  type Client,
  type ClientOptions,
  Events,
  GatewayIntentBits,
  type Message,
} from "discord.js";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { aClient, login } from "./connect.ts";
import { startDiscordSimulator } from "./server.ts";
import type { DiscordSimulator, DiscordSimulatorOptions } from "./simulator.ts";

let sim: DiscordSimulator;
const clients: Client[] = [];

async function start(options: DiscordSimulatorOptions = {}) {
  sim = await startDiscordSimulator(options);
}

async function connected(options: Partial<ClientOptions> = {}) {
  const client = aClient(sim, options);
  clients.push(client);
  const heard: Message[] = [];
  client.on("messageCreate", (message) => heard.push(message));
  return { client: await login(client, sim), heard };
}

beforeEach(() => start());

afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.destroy()));
  await sim.close();
});

describe("logging in", () => {
  it("fails with a wrong token", async () => {
    const client = aClient(sim);
    clients.push(client);
    await expect(client.login("wrong.token")).rejects.toThrow(/invalid token/i);
  });

  it("fails with an intent that the portal does not allow", async () => {
    await sim.close();
    await start({ messageContentEnabled: false });
    const client = aClient(sim);
    clients.push(client);
    const failed = new Promise<string>((done) => {
      client.on(Events.ShardDisconnect, ({ code }) => done(`closed ${code}`));
      client.on(Events.Error, (error) => done(error.message));
      client.login(sim.token).catch((error: Error) => done(error.message));
    });
    expect(await failed).toMatch(/disallowed intents|4014/i);
  });
});

describe("without the message content intent", () => {
  it("withholds what others wrote, but not words to the bot, its own and private ones", async () => {
    const channel = sim.addTextChannel({ name: "general" });
    const { client, heard } = await connected({
      intents: [
        GatewayIntentBits.Guilds,
        GatewayIntentBits.GuildMessages,
        GatewayIntentBits.DirectMessages,
      ],
    });
    const ana = sim.addMember({ name: "Ana" });
    ana.post(channel, { content: "secret", attachments: [{ name: "a.log", content: "x" }] });
    ana.post(channel, `<@${sim.botUserId}> hello`);
    ana.postDirect("in private");
    const room = await client.channels.fetch(channel);
    if (room?.isSendable()) await room.send("own words");
    await vi.waitFor(() => expect(heard).toHaveLength(4));
    expect(heard.map(({ content }) => content)).toEqual([
      "",
      `<@${sim.botUserId}> hello`,
      "in private",
      "own words",
    ]);
    expect(heard[0]?.attachments.size).toBe(0);
  });
});

describe("a connection that breaks", () => {
  it.each([
    { how: "a request to reconnect", fault: () => sim.faults.reconnect() },
    { how: "a dropped connection", fault: () => sim.faults.dropConnections() },
    { how: "close code 4000", fault: () => sim.faults.closeWith(4000) },
    { how: "an invalid session that may resume", fault: () => sim.faults.invalidSession(true) },
  ])("resumes after $how and hears what it missed, once", async ({ fault }) => {
    const channel = sim.addTextChannel({ name: "general" });
    const { client, heard } = await connected();
    const ana = sim.addMember({ name: "Ana" });
    ana.post(channel, "before");
    await vi.waitFor(() => expect(heard).toHaveLength(1));
    const resumed = once(client, Events.ShardResume);
    fault();
    ana.post(channel, "meanwhile");
    await resumed;
    ana.post(channel, "after");
    await vi.waitFor(() =>
      expect(heard.map(({ content }) => content)).toEqual(["before", "meanwhile", "after"]),
    );
    expect(sim.stats().identifies).toBe(1);
  });

  it("starts a new session when the old one is forgotten, and misses what was said", async () => {
    const channel = sim.addTextChannel({ name: "general" });
    const { client, heard } = await connected();
    const ana = sim.addMember({ name: "Ana" });
    const ready = once(client, Events.ShardReady);
    sim.faults.invalidSession(false);
    ana.post(channel, "meanwhile");
    await ready;
    ana.post(channel, "after");
    await vi.waitFor(() => expect(heard.map(({ content }) => content)).toEqual(["after"]));
    expect(sim.stats().identifies).toBe(2);
  });

  it("cannot resume past the buffer", async () => {
    await sim.close();
    await start({ resumeBuffer: 5 });
    const channel = sim.addTextChannel({ name: "general" });
    const { client } = await connected();
    const ana = sim.addMember({ name: "Ana" });
    const ready = once(client, Events.ShardReady);
    sim.faults.dropConnections();
    for (let n = 0; n < 6; n += 1) ana.post(channel, `${n}`);
    await ready;
    expect(sim.stats().identifies).toBe(2);
  });

  it("leaves a zombie when nobody answers its heartbeats", async () => {
    await sim.close();
    await start({ heartbeatIntervalMs: 200 });
    const channel = sim.addTextChannel({ name: "general" });
    const { client, heard } = await connected();
    const resumed = once(client, Events.ShardResume);
    sim.faults.freeze();
    sim.addMember({ name: "Ana" }).post(channel, "meanwhile");
    await resumed;
    await vi.waitFor(() => expect(heard).toHaveLength(1));
  });
});

describe("what the gateway tells", () => {
  it("covers edits, deletions, reactions, threads, channels and members", async () => {
    const channel = sim.addTextChannel({ name: "general" });
    const forum = sim.addForum({ name: "help", tags: ["bug"] });
    const { client } = await connected();
    const told: string[] = [];
    client.on("raw", ({ t }: { t: string | null }) => t && told.push(t));
    const ana = sim.addMember({ name: "Ana" });
    const first = ana.post(channel, "one");
    ana.edit(first, "two");
    ana.react(first, "👍");
    ana.unreact(first, "👍");
    ana.delete(first);
    const post = await ana.createForumPost(forum, { title: "T", content: "text" });
    ana.editThread(post, { tags: ["bug"], archived: true });
    sim.addTextChannel({ name: "other" });
    const role = sim.addRole("Helper");
    sim.giveRole(ana.id, role);
    sim.removeMember(ana.id);
    const expected = [
      "GUILD_MEMBER_ADD",
      "MESSAGE_CREATE",
      "MESSAGE_UPDATE",
      "MESSAGE_REACTION_ADD",
      "MESSAGE_REACTION_REMOVE",
      "MESSAGE_DELETE",
      "THREAD_CREATE",
      "MESSAGE_CREATE",
      "THREAD_UPDATE",
      "CHANNEL_CREATE",
      "GUILD_ROLE_CREATE",
      "GUILD_MEMBER_UPDATE",
      "GUILD_MEMBER_REMOVE",
    ];
    await vi.waitFor(() => expect(told).toEqual(expected));
  });

  it("covers several deletions at once, whole threads, webhooks and system messages", async () => {
    const channel = sim.addTextChannel({ name: "general" });
    const { client, heard } = await connected();
    const told: Record<string, unknown>[] = [];
    client.on("raw", (packet: { t: string; d: object }) => told.push({ t: packet.t, ...packet.d }));
    const ana = sim.addMember({ name: "Ana" });
    const [first = "", second = ""] = ["a", "b"].map((text) => ana.post(channel, text));
    const thread = ana.createThread(first, "About it");
    expect(() => ana.deleteMany(channel, [first, second])).toThrow("Missing Permissions");
    sim.owner().deleteMany(channel, [first, second]);
    sim.owner().deleteThread(thread);
    sim.postAsWebhook(channel, "Mirror", "from afar");
    sim.postSystemMessage(channel, ana.id, 7);
    await vi.waitFor(() => expect(heard).toHaveLength(4));
    expect(heard[2]).toMatchObject({ webhookId: expect.any(String), content: "from afar" });
    expect(heard[3]?.system).toBe(true);
    expect(told).toContainEqual(
      expect.objectContaining({ t: "MESSAGE_DELETE_BULK", ids: [first, second] }),
    );
    expect(told).toContainEqual(expect.objectContaining({ t: "THREAD_DELETE", id: thread }));
  });

  it("leaves a gap between a forum post and its first message", async () => {
    await sim.close();
    await start({ starterDelayMs: 300 });
    const forum = sim.addForum({ name: "help" });
    const { client } = await connected();
    const ana = sim.addMember({ name: "Ana" });
    const seen = once(client, "threadCreate");
    const posted = ana.createForumPost(forum, { title: "T", content: "text" });
    const [thread] = await seen;
    await expect(thread.fetchStarterMessage()).rejects.toMatchObject({ code: 10008 });
    await expect(thread.send("too early")).rejects.toMatchObject({ code: 40058 });
    await posted;
    expect((await thread.fetchStarterMessage()).content).toBe("text");
  });
});
