import { type DiscordAPIError, REST, Routes } from "discord.js";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startDiscordSimulator } from "./server.ts";
import type { DiscordSimulator, DiscordSimulatorOptions } from "./simulator.ts";
import type { Json } from "./state.ts";

let sim: DiscordSimulator;
let rest: REST;
let now: number;

async function start(options: DiscordSimulatorOptions = {}) {
  now = Date.parse("2026-03-01T10:00:00Z");
  sim = await startDiscordSimulator({ clock: { now: () => now }, checkAnswers: true, ...options });
  rest = new REST({ api: sim.restBase, version: "10", retries: 0 }).setToken(sim.token);
}

beforeEach(() => start());

afterEach(async () => {
  expect(sim.stats()).toMatchObject({ wrongAnswers: [], crashes: [] });
  await sim.close();
});

const send = (channelId: string, body: unknown) =>
  rest.post(Routes.channelMessages(channelId), { body }) as Promise<Json & { id: string }>;

describe("messages", () => {
  it("are read newest first, page by page", async () => {
    const channel = sim.addTextChannel({ name: "general" });
    const ana = sim.addMember({ name: "Ana" });
    const ids = Array.from({ length: 7 }, (_, n) => ana.post(channel, `${n}`));
    const read = async (query: Record<string, string>) => {
      const options = { query: new URLSearchParams(query) };
      const page = (await rest.get(Routes.channelMessages(channel), options)) as Json[];
      return page.map(({ content }) => content).join("");
    };
    expect(await read({})).toBe("6543210");
    expect(await read({ limit: "2" })).toBe("65");
    expect(await read({ limit: "2", after: ids[2] ?? "" })).toBe("43");
    expect(await read({ limit: "2", before: ids[2] ?? "" })).toBe("10");
    expect(await read({ limit: "3", around: ids[3] ?? "" })).toBe("432");
    expect(await read({ after: "0" })).toBe("6543210");
  });

  it("carry files, whose addresses expire", async () => {
    const channel = sim.addTextChannel({ name: "general" });
    const files = [{ name: "log.md", data: Buffer.from("# Log"), contentType: "text/markdown" }];
    const body = { content: "see file", attachments: [{ id: "0", filename: "log.md" }] };
    const sent = await rest.post(Routes.channelMessages(channel), { body, files });
    const [file] = (sent as { attachments: { url: string; size: number }[] }).attachments;
    expect(file?.size).toBe(5);
    const url = file?.url ?? "";
    expect(await (await fetch(url)).text()).toBe("# Log");
    expect((await fetch(url.replace("hm=", "hm=0"))).status).toBe(404);
    now += 25 * 3_600_000;
    expect((await fetch(url)).status).toBe(404);
    expect(sim.stats().violations).toEqual([]);
  });

  it("with a known nonce are one message, for a few minutes", async () => {
    const channel = sim.addTextChannel({ name: "general" });
    const body = { content: "once", nonce: "a-1", enforce_nonce: true };
    const first = await send(channel, body);
    now += 60_000;
    expect((await send(channel, { ...body, content: "twice" })).id).toBe(first.id);
    now += 200_000;
    expect((await send(channel, body)).id).not.toBe(first.id);
    expect(sim.messages(channel)).toHaveLength(2);
    expect(sim.stats()).toMatchObject({ nonceHits: 1, publicMessages: 2, violations: [] });
  });

  it.each([
    { what: "too long", body: { content: "a".repeat(2_001) }, at: "content" },
    { what: "a wrong type", body: { content: 5 }, at: "content" },
    {
      what: "an embed too large in all",
      body: { embeds: [1, 2].map(() => ({ description: "a".repeat(3_100) })) },
      at: "embeds",
    },
    { what: "a long nonce", body: { content: "a", nonce: "a".repeat(26) }, at: "nonce" },
    {
      what: "26 options",
      body: { components: [{ type: 1, components: [aMenu(26)] }] },
      at: "components",
    },
    {
      what: "a long custom id",
      body: { components: [{ type: 1, components: [aButton("a".repeat(101))] }] },
      at: "components",
    },
    {
      what: "a custom id twice",
      body: { components: [{ type: 1, components: [aButton("a"), aButton("a")] }] },
      at: "components",
    },
    {
      what: "six buttons in a row",
      body: { components: [{ type: 1, components: [..."abcdef"].map(aButton) }] },
      at: "components",
    },
  ])("are refused with $what", async ({ body, at }) => {
    const channel = sim.addTextChannel({ name: "general" });
    const failed = await send(channel, body).catch((error: unknown) => error);
    expect(failed).toMatchObject({ status: 400, code: 50035 });
    expect((failed as DiscordAPIError).rawError).toHaveProperty(["errors", at]);
  });

  it("that are empty are refused", async () => {
    const channel = sim.addTextChannel({ name: "general" });
    await expect(send(channel, { content: " " })).rejects.toMatchObject({ code: 50006 });
  });

  it("against the description are recorded as violations", async () => {
    if (sim.stats().requestsChecked === null) return;
    const channel = sim.addTextChannel({ name: "general" });
    await send(channel, { content: "fine", colour: 3 });
    await send(channel, { content: "a", embeds: [{ title: 5 }] }).catch(() => undefined);
    const { violations } = sim.stats();
    expect(violations.map(({ operation }) => operation)).toEqual([
      "POST /channels/{channel_id}/messages",
      "POST /channels/{channel_id}/messages",
    ]);
    expect(violations[0]?.message).toBe("body/colour is not described");
    expect(violations[1]?.message).toContain("/embeds/0/title must be string");
  });
});

function aButton(customId: string) {
  return { type: 2, style: 1, label: "b", custom_id: customId };
}

function aMenu(count: number) {
  const options = Array.from({ length: count }, (_, n) => ({ label: `${n}`, value: `${n}` }));
  return { type: 3, custom_id: "menu", options };
}

describe("what the bot may not do", () => {
  it.each([
    { denied: "viewChannel", code: 50001 },
    { denied: "sendMessages", code: 50013 },
  ] as const)("without $denied, sending fails with $code", async ({ denied, code }) => {
    const channel = sim.addTextChannel({ name: "general" });
    sim.denyBot(channel, [denied]);
    await expect(send(channel, { content: "a" })).rejects.toMatchObject({ status: 403, code });
    expect(sim.stats().invalidRequests).toBe(1);
  });

  it("names what it does not know", async () => {
    const channel = sim.addTextChannel({ name: "general" });
    await expect(send("1", { content: "a" })).rejects.toMatchObject({ status: 404, code: 10003 });
    const gone = rest.get(Routes.channelMessage(channel, "1"));
    await expect(gone).rejects.toMatchObject({ code: 10008 });
    await expect(rest.get("/nowhere")).rejects.toMatchObject({ status: 404, code: 0 });
    const stranger = new REST({ api: sim.restBase, version: "10" }).setToken("x");
    await expect(stranger.get("/users/@me")).rejects.toMatchObject({ status: 401 });
  });

  it("leaves other people's messages as they are", async () => {
    const channel = sim.addTextChannel({ name: "general" });
    const id = sim.addMember({ name: "Ana" }).post(channel, "mine");
    const edit = rest.patch(Routes.channelMessage(channel, id), { body: { content: "x" } });
    await expect(edit).rejects.toMatchObject({ status: 403, code: 50005 });
    await rest.delete(Routes.channelMessage(channel, id));
    expect(sim.messages(channel)).toEqual([]);
  });

  it("does not reach a person whose direct messages are closed", async () => {
    const open = async (recipient_id: string) =>
      (await rest.post(Routes.userChannels(), { body: { recipient_id } })) as { id: string };
    const ana = sim.addMember({ name: "Ana" });
    const bo = sim.addMember({ name: "Bo", dmsClosed: true });
    await send((await open(ana.id)).id, { content: "hello" });
    const refused = send((await open(bo.id)).id, { content: "hello" });
    await expect(refused).rejects.toMatchObject({ status: 403, code: 50007 });
    expect(sim.directMessages(ana.id)).toMatchObject([{ content: "hello" }]);
    expect(sim.stats()).toMatchObject({ directMessages: 1, publicMessages: 0 });
  });
});

describe("threads", () => {
  async function aPost(tags: string[] = []) {
    const forum = sim.addForum({ name: "help", tags: ["bug", { name: "staff", moderated: true }] });
    const ana = sim.addMember({ name: "Ana" });
    const id = await ana.createForumPost(forum, { title: "T", content: "text", tags });
    return { forum, ana, id };
  }

  const change = (id: string, body: unknown) => rest.patch(Routes.channel(id), { body });

  it("archived: refuse edits and reactions, and wake when written to", async () => {
    const { ana, id } = await aPost();
    const own = await send(id, { content: "answer" });
    ana.editThread(id, { archived: true });
    const edit = rest.patch(Routes.channelMessage(id, own.id), { body: { content: "b" } });
    await expect(edit).rejects.toMatchObject({ status: 400, code: 50083 });
    const react = rest.put(Routes.channelMessageOwnReaction(id, own.id, "%E2%9C%85"));
    await expect(react).rejects.toMatchObject({ code: 50083 });
    await send(id, { content: "news" });
    expect(sim.threads()).toMatchObject([{ id, thread_metadata: { archived: false } }]);
  });

  it("locked: let only moderators write", async () => {
    const { id } = await aPost();
    sim.owner().editThread(id, { locked: true, archived: true });
    await send(id, { content: "as moderator" });
    sim.owner().editThread(id, { archived: true });
    sim.setBotPermissions(["viewChannel", "sendMessagesInThreads", "readMessageHistory"]);
    await expect(send(id, { content: "a" })).rejects.toMatchObject({ code: 50083 });
    sim.owner().editThread(id, { archived: false });
    await expect(send(id, { content: "a" })).rejects.toMatchObject({ code: 160005 });
  });

  it("archive themselves when left alone, and are then listed elsewhere", async () => {
    const { forum, id } = await aPost();
    const active = () => rest.get(Routes.guildActiveThreads(sim.guildId));
    expect(await active()).toMatchObject({ threads: [{ id }] });
    now += 4 * 24 * 3_600_000;
    expect(await active()).toMatchObject({ threads: [] });
    const archived = await rest.get(Routes.channelThreads(forum, "public"));
    expect(archived).toMatchObject({ threads: [{ id }], has_more: false });
  });

  it("take tags of their forum, five at most, some from moderators only", async () => {
    const { forum, id, ana } = await aPost(["bug"]);
    await change(id, { applied_tags: [sim.tagId(forum, "staff")] });
    expect(sim.threads(forum)).toMatchObject([{ applied_tags: [sim.tagId(forum, "staff")] }]);
    await expect(change(id, { applied_tags: ["1"] })).rejects.toMatchObject({ code: 50035 });
    expect(() => ana.editThread(id, { tags: ["staff"] })).toThrow("Missing Permissions");
    sim.setBotPermissions(["viewChannel"]);
    await expect(change(id, { archived: true })).rejects.toMatchObject({ code: 50013 });
  });

  it("are opened by the bot, in a forum and from a message", async () => {
    const forum = sim.addForum({ name: "news" });
    const body = { name: "Post", message: { content: "first" } };
    const post = (await rest.post(Routes.threads(forum), { body })) as Json & { id: string };
    expect(sim.messages(post.id)).toMatchObject([{ id: post.id, content: "first" }]);
    await expect(send(forum, { content: "a" })).rejects.toMatchObject({ code: 50008 });
    const channel = sim.addTextChannel({ name: "general" });
    const id = sim.addMember({ name: "Ana" }).post(channel, "ask");
    await rest.post(Routes.threads(channel, id), { body: { name: "About it" } });
    expect(sim.message(id)).toMatchObject({ thread: { id, name: "About it" }, flags: 32 });
    const again = rest.post(Routes.threads(channel, id), { body: { name: "Again" } });
    await expect(again).rejects.toMatchObject({ code: 160004 });
    expect(sim.stats().violations).toEqual([]);
  });

  it("of a long text go on in further messages", async () => {
    const forum = sim.addForum({ name: "help" });
    const ana = sim.addMember({ name: "Ana" });
    const content = "word ".repeat(2_500);
    const id = await ana.createForumPost(forum, { title: "T", content });
    const messages = sim.messages(id);
    expect(messages).toHaveLength(5);
    expect(messages[4]).toMatchObject({ attachments: [{ filename: "message.txt" }] });
  });
});

describe("faults on demand", () => {
  it("lose the answer after the deed", async () => {
    const channel = sim.addTextChannel({ name: "general" });
    sim.faults.failNext("POST /channels/:id/messages", { when: "after" });
    await expect(send(channel, { content: "a" })).rejects.toThrow();
    expect(sim.messages(channel)).toHaveLength(1);
  });

  it("fail before the deed, as often as told", async () => {
    const channel = sim.addTextChannel({ name: "general" });
    sim.faults.failNext(/POST .*messages/, { status: 502, times: 2 });
    await expect(send(channel, { content: "a" })).rejects.toMatchObject({ status: 502 });
    await expect(send(channel, { content: "a" })).rejects.toMatchObject({ status: 502 });
    await send(channel, { content: "a" });
    expect(sim.messages(channel)).toHaveLength(1);
  });
});

describe("limits", () => {
  it("relaxed: show headers and refuse nothing", async () => {
    const channel = sim.addTextChannel({ name: "general" });
    await Promise.all(Array.from({ length: 60 }, () => send(channel, { content: "a" })));
    expect(sim.stats().rateLimited).toBe(0);
  });

  it("documented: refuse the sixth message in five seconds and say when", async () => {
    await sim.close();
    await start({ limits: "documented" });
    const channel = sim.addTextChannel({ name: "general" });
    const post = () =>
      fetch(`${sim.restBase}/v10/channels/${channel}/messages`, {
        method: "POST",
        headers: { authorization: `Bot ${sim.token}`, "content-type": "application/json" },
        body: JSON.stringify({ content: "a" }),
      });
    for (let n = 4; n >= 0; n -= 1) {
      expect((await post()).headers.get("x-ratelimit-remaining")).toBe(`${n}`);
    }
    now += 1_000;
    const refused = await post();
    expect(refused.status).toBe(429);
    expect(refused.headers.get("x-ratelimit-scope")).toBe("user");
    expect(await refused.json()).toMatchObject({ retry_after: 4, global: false });
    now += 4_000;
    expect((await post()).status).toBe(200);
  });

  it("documented: count all routes together, fifty a second", async () => {
    await sim.close();
    await start({ limits: "documented" });
    const paths = ["users/@me", "applications/@me", `guilds/${sim.guildId}`];
    const headers = { authorization: `Bot ${sim.token}` };
    const get = (n: number) => fetch(`${sim.restBase}/v10/${paths[n % 3]}`, { headers });
    for (let n = 0; n < 50; n += 1) expect((await get(n)).status).toBe(200);
    const refused = await get(50);
    expect(refused.status).toBe(429);
    expect(refused.headers.get("x-ratelimit-global")).toBe("true");
    expect(await refused.json()).toMatchObject({ global: true, retry_after: 1 });
  });

  it("block an address that makes too many invalid requests", async () => {
    await sim.close();
    await start({ maxInvalidRequests: 3 });
    const channel = sim.addTextChannel({ name: "general" });
    sim.denyBot(channel, ["viewChannel"]);
    for (let n = 0; n < 4; n += 1) await send(channel, { content: "a" }).catch(() => undefined);
    const own = () =>
      fetch(`${sim.restBase}/v10/users/@me`, { headers: { authorization: `Bot ${sim.token}` } });
    expect((await own()).status).toBe(429);
    now += 10 * 60_000;
    expect((await own()).status).toBe(200);
  });

  it("documented: are obeyed by the real client, in scaled time", async () => {
    await sim.close();
    const started = Date.now();
    const clockRate = 50;
    const clock = { now: () => started + (Date.now() - started) * clockRate };
    await start({ limits: "documented", clock, clockRate });
    const channel = sim.addTextChannel({ name: "general" });
    const eager = new REST({ api: sim.restBase, version: "10", offset: 0 }).setToken(sim.token);
    const sends = Array.from({ length: 12 }, (_, n) =>
      eager.post(Routes.channelMessages(channel), { body: { content: `${n}` } }),
    );
    await Promise.all(sends);
    expect(sim.messages(channel)).toHaveLength(12);
    // Two full windows of five seconds had to pass.
    expect(clock.now() - started).toBeGreaterThanOrEqual(10_000);
  });
});
