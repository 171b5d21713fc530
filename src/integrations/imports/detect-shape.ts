import { open } from "node:fs/promises";
import { UserError } from "../../triage/model/errors.ts";

const LOOKED_AT = 256 * 1024;

/**
 * What a file holds, told from how it begins: JSON values a line, one JSON document, or a table. The
 * name does not count, since people save exports under any.
 */
export async function detectShape(file: string): Promise<"lines" | "document" | "table" | "empty"> {
  const handle = await open(file);
  const buffer = Buffer.alloc(LOOKED_AT);
  const { bytesRead } = await handle.read(buffer, 0, LOOKED_AT, 0).finally(() => handle.close());
  const bytes = buffer.subarray(0, bytesRead);
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    throw new UserError(`${file}: is UTF-16; save it as UTF-8`);
  }
  if (bytes.includes(0)) throw new UserError(`${file}: is no text file`);
  const text = bytes
    .toString("utf8")
    .replace(/^\uFEFF/, "")
    .trimStart();
  if (text === "") return "empty";
  if (text.startsWith("[")) return "document";
  if (!text.startsWith("{")) return "table";

  const end = text.indexOf("\n");
  const first = end < 0 ? text : text.slice(0, end);
  if (isWhole(first)) return isDocument(first) ? "document" : "lines";
  // A line that breaks off is a broken row when another row follows, else a document over many lines.
  const second = end < 0 ? "" : text.slice(end + 1).trimStart();
  return second.startsWith("{") ? "lines" : "document";
}

function isWhole(line: string): boolean {
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}

/** Exports of a whole channel or list may stand on one line; read as a document all the same. */
function isDocument(line: string): boolean {
  return /"(?:messages|topic_list)"\s*:/.test(line.slice(0, 10_000)) && !/"text"\s*:/.test(line);
}
