import { afterAll, beforeAll, expect, it } from "vitest";
import { staffTexts } from "../../src/bot/words/staff-texts.ts";
import { SECOND } from "../../src/triage/model/clock.ts";
import { type ATown, aTown } from "./a-town.ts";

/** A secret-shaped text, put together here so that none stands in the repository. */
const KEY = `sk-${"proj"}-${"A1b2C3d4".repeat(6)}`;
const words = staffTexts.commands.capture;

let town: ATown;
beforeAll(async () => {
  town = await aTown();
});
afterAll(async () => {
  town.expectOrder();
  await town.close();
});

async function capture(url: string, text: string) {
  const modal = await town.rita.command("capture", {}, town.review).modal();
  const values = { url, behalf: "Nadia of Acme", title: "", text };
  return String((await town.rita.submitModal(modal, values).reply())["content"]);
}

const codeIn = (text: string) => /SB-\d+/.exec(text)?.[0] ?? "";

it("takes a post from elsewhere in once, files it on request, and says nothing in public", async () => {
  const { publicMessages, directMessages } = town.discord.stats();
  const answer = await capture("https://forum.example/t/9?utm_source=x#3", `It hangs. ${KEY}`);
  const code = codeIn(answer);
  expect(answer).toBe(words.opened(code));
  expect(await capture("https://forum.example/t/9", "It hangs, again")).toBe(words.known(code));
  await town.later(20 * SECOND);
  await town.approve();
  await town.later(SECOND);
  const issue = town.issues().at(-1);
  expect(issue?.body).toContain(code);
  expect(issue?.body).not.toContain(KEY);
  expect(town.discord.stats()).toMatchObject({ publicMessages, directMessages });
  const { store, communityId } = town.signalbox();
  const [ticket] = await store.tickets.find(communityId, { code });
  expect(ticket).toMatchObject({ silence: "from-elsewhere", state: "with-team" });
});

it("refuses what is no address", async () => {
  expect(await capture("somewhere", "It hangs")).toBe(words.noAddress);
  expect(await capture("javascript:alert(1)", "It hangs")).toBe(words.noAddress);
});
