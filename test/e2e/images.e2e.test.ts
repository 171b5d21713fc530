import { afterAll, beforeAll, expect, it } from "vitest";
import { buttonsOf } from "../../demo/headless/buttons.ts";
import { Config } from "../../src/config/schema.ts";
import { createEngines } from "../../src/engines.ts";
import { DAY, HOUR, systemClock } from "../../src/triage/model/clock.ts";
import { aGif, aJpeg, aPng, aWebp, GPS_WORDS } from "../fakes/images.ts";
import { startOpenAiSimulator } from "../simulators/openai/server.ts";
import { type ATown, aTown } from "./a-town.ts";

let town: ATown;
beforeAll(async () => {
  town = await aTown({ settings: { attachments: { images: "keep", image_bytes: 20_000 } } });
});
afterAll(async () => {
  town.expectOrder();
  await town.close();
});

const aFile = (name: string, content: Uint8Array, contentType = "image/png") => ({
  name,
  content,
  contentType,
});

const rows = async () => {
  const { pool } = town.signalbox().database;
  const { rows: found } = await pool.query<{ type: string; bytes: Buffer; sha256: string }>(
    "SELECT type, bytes, sha256 FROM images ORDER BY id",
  );
  return found;
};

it("copies images without what cameras write into them, and shows them to staff alone", async () => {
  const { thread } = await town.ask("It hangs. See the pictures.", {
    files: [
      aFile("screen.png", aPng()),
      aFile("photo.png", aJpeg()),
      aFile("small.webp", aWebp(), "image/webp"),
      aFile("not.png", Buffer.from("<svg>"), "image/png"),
      aFile("fifth.gif", aGif(), "image/gif"),
      aFile("big.png", aPng({ noise: 30_000 })),
    ],
  });
  const kept = await rows();
  expect(kept.map(({ type }) => type)).toEqual(["image/png", "image/jpeg", "image/webp"]);
  for (const { bytes, sha256 } of kept) {
    expect(bytes.toString("latin1")).not.toContain(GPS_WORDS);
    expect(sha256).toHaveLength(64);
  }
  const { posts } = await town.ticketOf(thread);
  expect(posts[0]?.attachments.map(({ notKept }) => notKept)).toEqual([
    ...[undefined, undefined, undefined, "no PNG, JPEG, WebP or GIF"],
    ...["more than 4 images in a post", "more than 4 images in a post"],
  ]);

  const [card] = town.cards();
  expect(JSON.stringify(card)).toContain("3 screenshots");
  const pressed = town.press(card, "more");
  const { replies } = await pressed.until((now) => now.replies.length > 1, "show the images");
  const shown = replies[1] ?? {};
  expect(Number(shown["flags"]) & 64).toBe(64);
  expect(shown["content"]).toContain("not.png was not kept: no PNG, JPEG, WebP or GIF.");
  const files = shown["attachments"] as { filename: string; url: string }[];
  expect(files.map(({ filename }) => filename)).toEqual([
    "screenshot-1.png",
    "screenshot-2.jpeg",
    "screenshot-3.webp",
  ]);
  const seen = await (await fetch(files[1]?.url ?? "")).bytes();
  expect(Buffer.from(seen).equals(kept[1]?.bytes ?? Buffer.alloc(0))).toBe(true);
  // Only a count is told to anybody else.
  expect(town.texts(thread).join()).not.toContain("screenshot");
  await town.approve("dismiss");
});

it("lists a person's images, and forgets them with the person", async () => {
  const by = town.member({ name: "Ines" });
  const before = await rows();
  await town.ask("It hangs as well.", { by, files: [aFile("hers.png", aPng())] });
  expect(await rows()).toHaveLength(before.length + 1);
  const general = town.channels.get("general") ?? "";
  const shown = await by.command("privacy", {}, general).reply();
  const press = (verb: string) => {
    const button = buttonsOf(shown).find((one) => one.verb === verb);
    return by.click(String(shown["id"]), button?.customId ?? "");
  };
  const copied = await press("privacy-export").reply();
  const [file] = copied["attachments"] as { url: string }[];
  expect(await (await fetch(file?.url ?? "")).json()).toMatchObject({
    posts: [{ files: [{ name: "hers.png", text: null, imageKept: true }] }],
  });
  const question = await press("privacy-forget").reply();
  const [sure] = buttonsOf(question);
  await by.click(String(question["id"]), sure?.customId ?? "").updated();
  expect(await rows()).toHaveLength(before.length);
  await town.quiet();
});

it("deletes the bytes with the post", async () => {
  const before = await rows();
  const { by, thread } = await town.ask("It hangs too.", { files: [aFile("a.png", aPng())] });
  expect(await rows()).toHaveLength(before.length + 1);
  by.delete(thread);
  await town.quiet();
  expect(await rows()).toHaveLength(before.length);
});

it("deletes what was kept for long enough", async () => {
  await town.ask("It hangs again.", { files: [aFile("old.png", aPng())] });
  expect((await rows()).length).toBeGreaterThan(0);
  await town.later(90 * DAY);
  await town.later(HOUR);
  expect(await rows()).toEqual([]);
});

it("shows them to the model where the admin agreed, and never an address of Discord's", async () => {
  const openai = await startOpenAiSimulator();
  const settings = {
    engine: "openai",
    attachments: { images: "model" },
    openai: { base_url: openai.url, warm_up: false, strong_model: null },
  };
  const config = Config.parse({
    ...settings,
    community: "acme",
    discord: { server: "Acme", channels: {}, review_channel: "review" },
  });
  const seeing = await aTown({
    settings,
    engines: (books) =>
      createEngines(config, { openaiKey: "none" }, { rarity: () => 1 }, systemClock, books),
  });
  try {
    const { thread } = await seeing.ask("The upload crashes. What the screen shows is below.", {
      files: [aFile("screen.png", aPng()), aFile("photo.jpg", aJpeg(), "image/jpeg")],
    });
    const { classification } = await seeing.ticketOf(thread);
    expect(classification?.images).toEqual({ count: 2, unseen: null });
    const sent = JSON.stringify(openai.requests());
    expect(sent.match(/data:image\/(png|jpeg);base64,/g)).toHaveLength(2);
    expect(sent).not.toContain("/attachments/");
    expect(openai.stats()).toMatchObject({ violations: [], oddAnswers: [] });
    // Neither in what is queued nor in what is logged.
    const { rows: jobs } = await seeing.signalbox().database.pool.query<{ dump: string }>(
      `SELECT query_to_xml('SELECT * FROM ' || quote_ident(schemaname) || '.' || quote_ident(tablename),
          true, false, '')::text AS dump FROM pg_tables
          WHERE schemaname NOT IN ('pg_catalog', 'information_schema') AND tablename <> 'images'`,
    );
    const start = aPng({ dirty: false }).toString("base64").slice(0, 30);
    for (const text of [...jobs.map(({ dump }) => dump), ...seeing.lines]) {
      expect(text).not.toContain(start);
      expect(text).not.toContain("89504e470d0a");
    }
    seeing.expectOrder();
  } finally {
    await seeing.close();
    await openai.close();
  }
});
