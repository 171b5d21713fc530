import { afterAll, beforeAll, expect, it } from "vitest";
import { buttonsOf } from "../../demo/headless/buttons.ts";
import { SENTENCES } from "../../src/bot/words/texts.ts";
import { SECOND } from "../../src/triage/model/clock.ts";
import { aPng } from "../fakes/images.ts";
import { type ATown, aTown } from "./a-town.ts";

let town: ATown;
beforeAll(async () => {
  town = await aTown({ settings: { attachments: { images: "keep" }, needed: { bug: [] } } });
});
afterAll(async () => {
  town.expectOrder();
  await town.close();
});

// Put together here, so that it stands in no file.
const KEY = ["sk", "proj", "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8s9T0"].join("-");
const QUIET = "10:00:00 INFO served in 12 ms\n".repeat(1_000);
const LOG = `key=${KEY}\n${QUIET}ERROR ECONNRESET while sending part 7\n${QUIET}bye`;

const aLog = { name: "run.log", content: LOG, contentType: "text/plain" };
const aPicture = { name: "a.png", content: aPng(), contentType: "image/png" };

it("files in public without what stands in files, and shares it on the author's word alone", async () => {
  const { by, thread } = await town.ask("It hangs. See the log.", { files: [aLog, aPicture] });
  const [card] = town.cards();
  const panel = await town.press(card, "more").reply();
  expect(JSON.stringify(panel["embeds"])).toContain("ECONNRESET while sending part 7");
  expect(JSON.stringify(panel["embeds"])).not.toContain(KEY);
  await town.approve();

  const [issue] = town.issues();
  expect(issue?.body).toContain("1 screenshot and run.log, kept by the team.");
  expect(issue?.body).not.toContain("ECONNRESET");
  expect(issue?.comments).toEqual([]);

  const notice = town.said(thread).find((message) => JSON.stringify(message).includes("see-files"));
  expect(JSON.stringify(notice)).toContain("Not in it, and kept by the team: run.log");
  const stranger = await town.press(notice, "see-files", town.member()).reply();
  expect(stranger["content"]).toBe(SENTENCES["not-yours"].says);
  expect(stranger["attachments"]).toEqual([]);

  const announced = await town.press(notice, "see-files", by).reply();
  expect(Number(announced["flags"]) & 64).toBe(64);
  expect(announced["content"]).toContain("This would be public in acme/sdk");
  const [file] = announced["attachments"] as { filename: string; url: string }[];
  const words = await (await fetch(file?.url ?? "")).text();
  expect(words).toContain("ERROR ECONNRESET while sending part 7");
  expect(words).not.toContain(KEY);
  await town.later(SECOND);
  expect(town.issues()[0]?.comments).toEqual([]);

  const [share] = buttonsOf(announced);
  await by.click(String(announced["id"]), share?.customId ?? "").reply();
  await town.later(SECOND);
  const comments = town.issues()[0]?.comments ?? [];
  expect(comments).toHaveLength(1);
  expect(comments[0]?.body).toContain(words.trim());
  const again = await town.press(notice, "see-files", by).reply();
  expect(again["content"]).toBe(SENTENCES["noted.see-files"].says);
});
