import { createReadStream } from "node:fs";
import { UserError } from "../triage/model/errors.ts";

/** No engine reads as much; the rest of a longer line is let go, so that it costs no memory. */
const LONGEST_LINE = 32_000_000;

/**
 * The lines of a file, whatever it holds: they end at a line feed and nowhere else, since JSON may
 * hold every other line end as it is. Bytes that are no UTF-8 come out as U+FFFD.
 * @throws UserError when the file cannot be read
 */
export async function* textLines(file: string): AsyncGenerator<string> {
  const input = createReadStream(file, "utf8");
  await new Promise<void>((resolve, reject) => {
    input.once("open", () => resolve());
    input.once("error", (cause) =>
      reject(new UserError(`${file}: cannot be read: ${reasonOf(cause)}`)),
    );
  });
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

function reasonOf(cause: Error): string {
  return "code" in cause && cause.code === "ENOENT" ? "there is no such file" : cause.message;
}
