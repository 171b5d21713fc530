import { REST } from "discord.js";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { InteractionHandle } from "./interaction-handle.ts";
import type { Person } from "./people.ts";
import { startDiscordSimulator } from "./server.ts";
import type { DiscordSimulator } from "./simulator.ts";
import type { Json } from "./state.ts";

let sim: DiscordSimulator;
let rest: REST;
let now: number;
let tokens: Map<string, string>;
let ana: Person;
let cardId: string;

beforeEach(async () => {
  now = Date.parse("2026-03-01T10:00:00Z");
  sim = await startDiscordSimulator({ clock: { now: () => now }, checkAnswers: true });
  rest = new REST({ api: sim.restBase, version: "10", retries: 0 }).setToken(sim.token);
  tokens = new Map();
  sim.onChange(({ name, data }) => {
    if (name === "INTERACTION_CREATE") tokens.set(String(data["id"]), String(data["token"]));
  });
  ana = sim.addMember({ name: "Ana" });
  const channel = sim.addTextChannel({ name: "general" });
  const button = { type: 2, style: 1, label: "Go", custom_id: "go" };
  const body = { content: "card", components: [{ type: 1, components: [button] }] };
  cardId = String(((await rest.post(`/channels/${channel}/messages`, { body })) as Json)["id"]);
});

afterEach(async () => {
  expect(sim.stats()).toMatchObject({ violations: [], wrongAnswers: [], crashes: [] });
  await sim.close();
});

const respond = ({ id }: InteractionHandle, body: unknown, query = "") =>
  rest.post(`/interactions/${id}/${tokens.get(id)}/callback`, {
    body,
    auth: false,
    query: new URLSearchParams(query),
  }) as Promise<Json>;

const hook = ({ id }: InteractionHandle, rest = "") =>
  `/webhooks/${sim.applicationId}/${tokens.get(id)}${rest}` as const;

describe("the first response", () => {
  it("must come within three seconds", async () => {
    const clicked = ana.click(cardId, "go");
    now += 3_001;
    await expect(respond(clicked, { type: 6 })).rejects.toMatchObject({ status: 404, code: 10062 });
    const prompt = ana.click(cardId, "go");
    now += 2_900;
    await respond(prompt, { type: 6 });
    expect(await prompt.ack()).toMatchObject({ ackedAfterMs: 2_900, ackType: 6 });
  });

  it("is only one", async () => {
    const clicked = ana.click(cardId, "go");
    await respond(clicked, { type: 6 });
    const again = respond(clicked, { type: 4, data: { content: "a" } });
    await expect(again).rejects.toMatchObject({ status: 400, code: 40060 });
  });

  it("tells the message that it made when asked", async () => {
    const clicked = ana.click(cardId, "go");
    const answer = await respond(
      clicked,
      { type: 4, data: { content: "hi" } },
      "with_response=true",
    );
    expect(answer).toMatchObject({
      interaction: { id: clicked.id, type: 3, response_message_ephemeral: false },
      resource: { type: 4, message: { content: "hi" } },
    });
  });

  it("cannot be a form when it was deferred", async () => {
    const clicked = ana.click(cardId, "go");
    await respond(clicked, { type: 5 });
    const input = { type: 4, custom_id: "t", style: 1, label: "Text" };
    const data = { custom_id: "m", title: "M", components: [{ type: 1, components: [input] }] };
    await expect(respond(clicked, { type: 9, data })).rejects.toMatchObject({ code: 40060 });
  });
});

describe("what follows", () => {
  it("is unknown before the first response, and dead after fifteen minutes", async () => {
    const clicked = ana.click(cardId, "go");
    const early = rest.post(hook(clicked), { body: { content: "a" }, auth: false });
    await expect(early).rejects.toMatchObject({ status: 404, code: 10015 });
    await respond(clicked, { type: 6 });
    await rest.patch(hook(clicked, "/messages/@original"), { body: { content: "b" }, auth: false });
    expect(await clicked.updated()).toMatchObject({ id: cardId, content: "b" });
    now += 15 * 60_000 + 1;
    const late = rest.post(hook(clicked), { body: { content: "a" }, auth: false });
    await expect(late).rejects.toMatchObject({ status: 401, code: 50027 });
  });

  it("fills a deferred reply first, then adds messages", async () => {
    const clicked = ana.click(cardId, "go");
    await respond(clicked, { type: 5, data: { flags: 64 } });
    expect(clicked.outcome().replies).toEqual([]);
    await rest.post(hook(clicked), { body: { content: "one" }, auth: false });
    await rest.post(hook(clicked), { body: { content: "two", flags: 64 }, auth: false });
    expect(clicked.outcome().replies).toMatchObject([
      { content: "one", flags: 64 },
      { content: "two", flags: 64 },
    ]);
    const original = await rest.get(hook(clicked, "/messages/@original"), { auth: false });
    expect(original).toMatchObject({ content: "one" });
    await rest.delete(hook(clicked, "/messages/@original"), { auth: false });
    expect(clicked.outcome().replies).toMatchObject([{ content: "two" }]);
    expect(sim.stats()).toMatchObject({ publicMessages: 1, ephemeralReplies: 2 });
  });
});

describe("an option that offers choices", () => {
  const body = [
    {
      name: "ticket",
      description: "Its story",
      options: [
        { type: 3, name: "code", description: "Its code", required: true, autocomplete: true },
        { type: 4, name: "lines", description: "How many" },
      ],
    },
  ];

  it("is asked for while somebody types, and what is offered can be seen", async () => {
    await rest.put(`/applications/${sim.applicationId}/guilds/${sim.guildId}/commands`, { body });
    const asked: Json[] = [];
    sim.onChange(({ name, data }) => {
      if (name === "INTERACTION_CREATE") asked.push(data["data"] as Json);
    });
    const channel = sim.addTextChannel({ name: "help" });
    const typing = ana.autocomplete("ticket", { code: "SB" }, "code", channel);
    expect(asked[0]).toMatchObject({
      name: "ticket",
      options: [{ name: "code", type: 3, value: "SB", focused: true }],
    });
    await respond(typing, { type: 8, data: { choices: [{ name: "SB-1 Title", value: "SB-1" }] } });
    expect((await typing.ack()).choices).toEqual([{ name: "SB-1 Title", value: "SB-1" }]);
    expect(() => ana.autocomplete("ticket", {}, "lines", channel)).toThrow("offers no choices");
    expect(() => ana.command("ticket", { code: "SB-1", lines: "4" }, channel)).toThrow("no number");
  });
});
