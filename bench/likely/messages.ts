import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { SHARED } from "../classify/data.ts";

/** Rooms of `chat-bugs` that nothing was trained on; the fourth is in `chat-features` as well. */
const ROOMS = ["appium", "dl4j", "gitter"] as const;
const LABELLED = 200;

const Dialog = z.object({
  id: z.string(),
  dialog: z.array(z.string()),
  user: z.array(z.string()),
});
const Asks = z.object({ asks: z.array(z.string()) });

export type Message = {
  readonly text: string;
  /** Begins with the name of somebody: said to one person. */
  readonly toSomebody: boolean;
  readonly asks: boolean;
};

/**
 * The chat messages that were labelled by hand, before any prediction was seen: what one person
 * wrote in a row until another did, the first of all by the hash of its id. It asks when its author
 * puts a question, reports something or wishes for something that can be understood by itself.
 */
export function labelledMessages(): Message[] {
  const labels = readFileSync(new URL("./asks.json", import.meta.url), "utf8");
  const asks = new Set(Asks.parse(JSON.parse(labels)).asks);
  return ROOMS.flatMap(readRoom)
    .toSorted((a, b) => (hash(a.id) < hash(b.id) ? -1 : 1))
    .slice(0, LABELLED)
    .map(({ id, text }) => ({
      text,
      toSomebody: /^(@\S+|user\d+\s*:)/.test(text.trim()),
      asks: asks.has(id),
    }));
}

function readRoom(room: string): { readonly id: string; readonly text: string }[] {
  const lines = readFileSync(join(SHARED, `data/chat-bugs/${room}.jsonl`), "utf8");
  return lines
    .split("\n")
    .filter((line) => line !== "")
    .flatMap((line) => {
      const { id, dialog, user } = Dialog.parse(JSON.parse(line));
      const starts = dialog.flatMap((_, at) => (user[at] === user[at - 1] ? [] : [at]));
      return starts.map((at, n) => ({
        id: `${room}/${id}/${at}`,
        text: dialog.slice(at, starts[n + 1]).join("\n"),
      }));
    });
}

const hash = (id: string): string => createHash("sha256").update(id).digest("hex");
