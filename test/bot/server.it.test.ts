import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createDiscordRest } from "../../src/bot/discord/discord-rest.ts";
import { inviteLink } from "../../src/bot/discord/permissions.ts";
import { readServer } from "../../src/bot/discord/server.ts";
import { systemClock } from "../../src/triage/model/clock.ts";
import { UserError } from "../../src/triage/model/errors.ts";
import { aCommunity, type Community } from "./bot-harness.ts";

let community: Community;

beforeAll(async () => {
  community = await aCommunity({ guildName: "Acme" });
});

afterAll(async () => {
  expect(community.sim.stats()).toMatchObject({ violations: [], crashes: [] });
  await community.sim.close();
});

function read(nameOrId: string) {
  const { sim } = community;
  const rest = createDiscordRest({ token: sim.token, url: sim.restBase, clock: systemClock });
  return readServer(rest, nameOrId);
}

describe("readServer", () => {
  it("finds the server, its channels and roles by name or id", async () => {
    const { sim, forumId, textId, staffRoleId } = community;
    const server = await read("acme");
    expect(server).toMatchObject({ id: sim.guildId, name: "Acme" });
    expect((await read(sim.guildId)).id).toBe(sim.guildId);
    expect(server.findPlace("#help")).toBe(forumId);
    expect(server.findPlace(textId)).toBe(textId);
    expect(server.findPlace("nowhere")).toBeNull();
    expect(server.findRole("Staff")).toBe(staffRoleId);
  });

  it("does not guess between two of the same name", async () => {
    community.sim.addTextChannel({ name: "twice" });
    community.sim.addTextChannel({ name: "twice" });
    expect((await read("Acme")).findPlace("twice")).toBeNull();
  });

  it("refuses a server that it is not in", async () => {
    await expect(read("Elsewhere")).rejects.toThrow(UserError);
  });

  it("knows which channels everybody sees, and takes one that it does not know for hidden", async () => {
    const { sim, staffRoleId } = community;
    const before = await read("Acme");
    const open = sim.addTextChannel({ name: "open" });
    const hidden = sim.addTextChannel({ name: "hidden", onlyRoles: [staffRoleId] });
    const server = await read("Acme");
    expect([open, hidden].map(server.isOpenToAll)).toEqual([true, false]);
    expect(before.isOpenToAll(open)).toBe(false);
  });

  it("names what the bot may not do, channel by channel", async () => {
    const { sim, forumId, textId, reviewId } = community;
    const sound = await read("Acme");
    for (const id of [forumId, textId]) expect(sound.lacking(id, "watched")).toEqual([]);
    expect(sound.lacking(reviewId, "review")).toEqual([]);
    expect(sound.lacking(textId, "watched", true)).toEqual([]);
    sim.denyBot(textId, ["createPublicThreads", "addReactions", "manageMessages"]);
    const now = await read("Acme");
    expect(now.lacking(textId, "watched")).toEqual(["CreatePublicThreads", "AddReactions"]);
    expect(now.lacking(textId, "watched", true)).toContain("ManageMessages");
    expect(now.lacking(forumId, "watched")).toEqual([]);
    expect(now.lacking("1", "watched")).toBeNull();
  });

  it("knows of a timeout, in which the bot may only read", async () => {
    const { sim, forumId } = community;
    const until = Date.now() + 60_000;
    sim.timeOut(sim.botUserId, until);
    const quiet = await read("Acme");
    expect(quiet.timedOutUntil).toBe(new Date(until).toISOString());
    expect(quiet.lacking(forumId, "watched")).not.toContain("ViewChannel");
    expect(quiet.lacking(forumId, "watched")).toContain("SendMessagesInThreads");
    const { token, restBase: url } = sim;
    const rest = createDiscordRest({ token, url, clock: systemClock });
    const after = await readServer(rest, "Acme", () => until);
    expect(after.timedOutUntil).toBeNull();
    expect(after.lacking(forumId, "watched")).toEqual([]);
    sim.timeOut(sim.botUserId, null);
  });
});

describe("inviteLink", () => {
  it("asks for exactly what is needed", () => {
    const url = new URL(inviteLink("42"));
    expect(url.searchParams.get("client_id")).toBe("42");
    expect(url.searchParams.get("scope")).toBe("bot applications.commands");
    const permissions = BigInt(url.searchParams.get("permissions") ?? "0");
    expect(permissions & 8n).toBe(0n);
    expect(permissions & (1n << 34n)).not.toBe(0n);
  });
});
