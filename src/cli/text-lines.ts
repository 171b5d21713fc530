import { createReadStream, type ReadStream } from "node:fs";
import { open, stat } from "node:fs/promises";
import { UserError } from "../triage/model/errors.ts";

/** No engine reads as much; the rest of a longer line is let go, so that it costs no memory. */
const LONGEST_LINE = 32_000_000;

/** As much as git looks at to tell a binary file; rows further on may hold anything. */
const LOOKED_AT = 8_000;
const LINE_FEED = 0x0a;

/**
 * The lines of a file, whatever it holds: they end at a line feed and nowhere else, since JSON may
 * hold every other line end as it is. Bytes that are no UTF-8 come out as U+FFFD.
 * @throws the file system's error, or UserError for a folder, a binary file and UTF-16
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

/**
 * A file's text as a stream; a folder is told apart here, since reading one names no path.
 * @throws the file system's error, or UserError for a folder, a binary file and UTF-16
 */
export async function openToRead(file: string): Promise<ReadStream> {
  const handle = await open(file);
  const found = await handle.stat();
  if (found.isDirectory()) {
    await handle.close();
    throw new UserError(`${file}: is a folder; name a file`);
  }
  if (found.isFile()) {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(LOOKED_AT), 0, LOOKED_AT, 0);
    const trouble = binaryTrouble(buffer.subarray(0, bytesRead));
    if (trouble !== null) {
      await handle.close();
      throw new UserError(`${file}: ${trouble}`);
    }
  }
  return handle.createReadStream({ encoding: "utf8" });
}

/** Why these first bytes of a file are no text that can be read; null when they may be. */
export function binaryTrouble(bytes: Uint8Array): string | null {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    return "is UTF-16; save it as UTF-8";
  }
  const isBinary = bytes.subarray(0, LOOKED_AT).includes(0);
  return isBinary ? "is no text file, it is binary; name a text file in UTF-8" : null;
}

/**
 * The first line of a file, from 1, that is not UTF-8; null when all are, or when it is a folder or
 * a pipe, which is read only once.
 */
export async function lineNotUtf8(file: string): Promise<number | null> {
  const found = await stat(file).catch(() => null);
  if (!found?.isFile()) return null;
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let line = 1;
  try {
    for await (const chunk of createReadStream(file)) {
      if (!Buffer.isBuffer(chunk)) return null;
      for (let from = 0; from < chunk.length; ) {
        const end = chunk.indexOf(LINE_FEED, from);
        const to = end === -1 ? chunk.length : end + 1;
        decoder.decode(chunk.subarray(from, to), { stream: true });
        if (end !== -1) line += 1;
        from = to;
      }
    }
    decoder.decode();
    return null;
  } catch (error) {
    if (error instanceof TypeError) return line;
    throw error;
  }
}

/** Tells whoever runs a command on a file that characters of it are lost, and how to keep them. */
export async function remarkOnEncoding(file: string): Promise<void> {
  const line = await lineNotUtf8(file);
  if (line === null) return;
  process.stderr.write(
    `${file}:${line}: holds bytes that are not UTF-8, read as \uFFFD; save the file as UTF-8 to keep them.\n`,
  );
}
