import type { ReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { UserError } from "../triage/model/errors.ts";

/** No engine reads as much; the rest of a longer line is let go, so that it costs no memory. */
const LONGEST_LINE = 32_000_000;

/**
 * The lines of a file, whatever it holds: they end at a line feed and nowhere else, since JSON may
 * hold every other line end as it is. Bytes that are no UTF-8 come out as U+FFFD.
 * @throws the file system's error, or UserError for a folder
 */
export async function* textLines(file: string): AsyncGenerator<string> {
  const input = await openToRead(file);
  let parts: string[] = [];
  let length = 0;
  const take = (part: string) => {
    if (length < LONGEST_LINE) parts.push(part);
    length += part.length;
  };
  for await (const chunk of input) {
    const pieces: string[] = String(chunk).split("\n");
    const last = pieces.pop() ?? "";
    for (const piece of pieces) {
      take(piece);
      yield parts.join("");
      parts = [];
      length = 0;
    }
    take(last);
  }
  if (length > 0) yield parts.join("");
}

/** A file's text as a stream; a folder is told apart here, since reading one names no path. */
export async function openToRead(file: string): Promise<ReadStream> {
  const handle = await open(file);
  const found = await handle.stat();
  if (found.isDirectory()) {
    await handle.close();
    throw new UserError(`${file}: is a folder; name a file`);
  }
  return handle.createReadStream({ encoding: "utf8" });
}
