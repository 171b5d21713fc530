import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { linesOf } from "../../train/offline/rows.ts";

const root = join(import.meta.dirname, "../..");
export const SHARED = process.env["SIGNALBOX_SHARED"] ?? join(root, "../shared");
export const OWN_ROWS = join(root, "train/rows");

const Topic = z.object({
  id: z.number(),
  title: z.string(),
  text: z.string(),
  kinds: z.array(z.string()),
});
const Dialog = z.object({ dialog: z.array(z.string()), label: z.number() });
const Lanes = z.record(z.string(), z.array(z.string()));

/** Topics of the forum with kinds as labelled for the set, lanes as labelled here. */
export function readForum() {
  const lanes = Lanes.parse(
    JSON.parse(readFileSync(new URL("forum-lanes.json", import.meta.url), "utf8")),
  );
  const path = join(SHARED, "data/forum-openai/topics.jsonl");
  return linesOf(readFileSync(path, "utf8"), Topic).map((topic) => ({
    ...topic,
    lanes: lanes[String(topic.id)] ?? ["open"],
  }));
}

export const ROOMS = ["angular", "appium", "dl4j", "gitter"] as const;

/** Dialogs of one chat room, and whether they report a bug. */
export function readRoom(room: (typeof ROOMS)[number]) {
  const path = join(SHARED, `data/chat-bugs/${room}.jsonl`);
  return linesOf(readFileSync(path, "utf8"), Dialog).map(({ dialog, label }) => ({
    text: dialog.join("\n"),
    isBug: label === 1,
  }));
}

export function hasData(): boolean {
  return existsSync(join(SHARED, "data/forum-openai/topics.jsonl"));
}
