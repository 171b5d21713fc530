import { afterAll, beforeAll, expect, it } from "vitest";
import { buttonsOf } from "../../demo/headless/buttons.ts";
import { setupTexts } from "../../src/bot/setup/setup-texts.ts";
import { createTexts } from "../../src/bot/words/wording.ts";
import { SECOND } from "../../src/triage/model/clock.ts";
import { type ATown, aTown } from "./a-town.ts";
import { beginWalk, shownIn } from "./a-walk.ts";

let town: ATown;
let admin: ReturnType<ATown["member"]>;
let council = "";
beforeAll(async () => {
  town = await aTown({ settings: { mode: "shadow" }, lasting: true });
  council = town.discord.addRole("Council", ["manageGuild", "manageMessages"]);
  admin = town.discord.addMember({ name: "Ada", roles: [council] });
});
afterAll(async () => {
  town.expectOrder();
  await town.close();
});

const general = () => town.channels.get("general") ?? "";
const help = () => town.channels.get("help") ?? "";
const settings = async () => {
  const { store, communityId } = town.signalbox();
  return store.tickets.settings(communityId);
};
const policy = async () => {
  const { settings: all, communityId } = town.signalbox();
  return all.policyOf(communityId);
};
const aWalk = () => beginWalk(admin, general());

it("is for admins, at the command and at every press", async () => {
  expect(() => town.rita.command("setup", {}, general())).toThrow();
  const walk = await aWalk();
  town.discord.removeRole(admin.id, council);
  const id = buttonsOf(walk.shown()).find(({ verb }) => verb === "setup-step")?.customId ?? "";
  const refused = await admin.click(String(walk.shown()["id"]), id).reply();
  expect(refused["content"]).toBe(createTexts().say("staff-only"));
  town.discord.giveRole(admin.id, council);
});

it("walks through all pages, and puts everything in force by one Save, with an audit line each", async () => {
  const ideas = town.discord.addForum({ name: "ideas" });
  const desk = town.discord.addTextChannel({
    name: "desk",
    onlyRoles: [town.roles.get("DevRel") ?? ""],
  });
  const mentors = town.discord.addRole("Mentors");
  const { thread } = await town.ask("How do I upload?");
  expect(town.said(thread)).toEqual([]);

  const walk = await aWalk();
  expect(walk.text()).toContain(`<#${help()}>: **forum**`);
  await walk.choose("setup-place", ideas);
  await walk.choose("setup-listening", "forum");
  await walk.choose("setup-place", general());
  await walk.choose("setup-listening", "off");
  expect(walk.text()).toContain(`<#${general()}>: **off**`);
  await walk.go(1);
  await walk.choose("setup-review", general());
  expect(walk.text()).toContain(setupTexts.review.open);
  await walk.choose("setup-review", desk);
  expect(walk.text()).not.toContain(setupTexts.review.open);
  await walk.go(2);
  await walk.choose("setup-helper", mentors);
  await walk.go(3);
  expect(walk.text()).toContain("acme/sdk (public)");
  await walk.choose("setup-trusted", "sdk");
  await walk.go(4);
  await walk.choose("setup-act", "redirect");
  await walk.choose("setup-act-setting", "off");
  await walk.go(5);
  expect(walk.text()).toContain(`✅ <#${ideas}>`);
  expect(walk.text()).toContain(setupTexts.permissions.allWell);

  // Nothing of it is in force, and a restart loses nothing of it.
  expect((await policy()).reviewPlaceId).toBe(town.review);
  await town.restart();
  await walk.go(6);
  expect(walk.text()).toContain("1 × an answer from the docs");
  expect(walk.text()).toContain("In shadow");
  await walk.choose("setup-mode", "live");
  await walk.press("setup-save");
  expect(walk.text()).toContain("Saved and in force");

  const now = await policy();
  expect(now).toMatchObject({ mode: "live", reviewPlaceId: desk });
  expect(now.places).toEqual({ [help()]: "forum", [general()]: "off", [ideas]: "forum" });
  expect(now.roleIds.helper).toEqual([mentors]);
  expect(now.acts).toMatchObject({ redirect: "off", answer: "draft" });
  expect(now.teams).toMatchObject([{ name: "sdk", trusted: true }]);

  const history = await admin.command("setup", { show: "history" }, general()).reply();
  expect(shownIn(history)).toContain(
    "Ada: **Who sees what the bot does** (`mode`): as in the file → everybody (live)",
  );
  expect(shownIn(history)).toContain("(`acts.redirect`): as in the file → off");
  expect(shownIn(history)).toContain(
    "general is listened to** (`discord.channels.general`): as in the file → off",
  );
});

it("is in force without a restart: cards in the new place, posts of the new forum", async () => {
  const before = town.discord.messages(town.review).length;
  const ideas = Object.keys((await policy()).places).at(-1) ?? "";
  const by = town.member();
  const thread = await by.createForumPost(ideas, { title: "Uploads", content: "How do I upload?" });
  town.posted.push(thread);
  await town.later(20 * SECOND);
  expect((await town.ticketOf(thread)).ticket.state).toBe("proposed");
  const desk = (await policy()).reviewPlaceId;
  expect(town.discord.messages(desk)).toHaveLength(1);
  expect(town.discord.messages(town.review)).toHaveLength(before);
});

it("refuses the last of two saves, shows what the other changed, and takes it when it is meant", async () => {
  const first = await aWalk();
  const second = await aWalk();
  for (const [walk, setting] of [
    [first, "off"],
    [second, "draft"],
  ] as const) {
    await walk.go(4);
    await walk.choose("setup-act", "ask");
    await walk.choose("setup-act-setting", setting);
    await walk.go(6);
  }
  await first.press("setup-save");
  await second.press("setup-save");
  expect(second.text()).toContain(setupTexts.conflict);
  expect(second.text()).toContain("(`acts.ask`): as in the file → off");
  expect((await policy()).acts.ask).toBe("off");
  await second.press("setup-again");
  await second.press("setup-save");
  expect((await policy()).acts.ask).toBe("draft");
  const third = await aWalk();
  await third.press("setup-drop");
  expect(third.text()).toContain(setupTexts.dropped);
  expect((await settings())["acts"]).toEqual({ redirect: "off", ask: "draft" });
});

it("never lets an act be done alone that the file does not", async () => {
  const walk = await aWalk();
  await walk.go(4);
  await walk.choose("setup-act", "file-public");
  expect(JSON.stringify(walk.shown()["components"])).not.toContain('"auto"');
  await expect(walk.choose("setup-act-setting", "auto")).rejects.toThrow("no value auto");
  await walk.press("setup-drop");
});

it("names what is gone and what is missing, with how to mend it", async () => {
  const walk = await aWalk();
  const gone = Object.entries((await policy()).places).find(([id]) => id !== help())?.[0] ?? "";
  town.discord.denyBot(help(), ["addReactions"]);
  await walk.go(5);
  expect(walk.text()).toContain(`❌ <#${help()}> lacks: Add Reactions`);
  expect(walk.text()).toContain(setupTexts.permissions.mend);
  expect(gone).not.toBe("");
  await walk.press("setup-drop");
});

it("says that a channel or role is gone, takes another in its place, and starts all the same", async () => {
  const desk = (await policy()).reviewPlaceId;
  const [mentors = ""] = (await policy()).roleIds.helper;
  town.discord.removeChannel(desk);
  town.discord.deleteRole(mentors);
  await town.restart();
  const walk = await aWalk();
  await walk.go(1);
  expect(walk.text()).toContain(setupTexts.review.gone);
  await walk.go(2);
  expect(walk.text()).toContain(setupTexts.roles.gone);
  await walk.choose("setup-helper");
  await walk.choose("setup-staff", town.discord.guildId);
  await walk.go(6);
  await walk.press("setup-save");
  expect(walk.text()).toContain(setupTexts.review.gone);
  await walk.go(1);
  await walk.choose("setup-review", town.review);
  await walk.go(6);
  await walk.press("setup-save");
  expect(walk.text()).toContain("Saved and in force");
  const now = await policy();
  expect(now.reviewPlaceId).toBe(town.review);
  // Nobody means everybody when they choose who reviews.
  expect(now.roleIds).toMatchObject({ helper: [], staff: [town.roles.get("DevRel")] });
});
