/**
 * The few parts of PostgreSQL's wire protocol that sharing one session needs. Everything else
 * (types, errors, rows) passes through untouched between `pg` and PGlite.
 */

export type Message = { readonly type: string; readonly bytes: Buffer };

/** Splits bytes into whole messages, each a type, a length and a body; what is left over comes back as `rest`. */
export function splitMessages(bytes: Buffer): { messages: Message[]; rest: Buffer } {
  const messages: Message[] = [];
  let at = 0;
  while (at + 5 <= bytes.length) {
    const end = at + 1 + bytes.readInt32BE(at + 1);
    if (end > bytes.length) break;
    messages.push({
      type: String.fromCharCode(bytes[at] ?? 0),
      bytes: bytes.subarray(at, end),
    });
    at = end;
  }
  return { messages, rest: bytes.subarray(at) };
}

/** Reads the settings out of a startup packet, or undefined while it has not fully arrived. */
export function readStartup(
  bytes: Buffer,
): { settings: ReadonlyMap<string, string>; rest: Buffer } | undefined {
  if (bytes.length < 8) return undefined;
  const length = bytes.readInt32BE(0);
  if (bytes.length < length) return undefined;
  const words = bytes.toString("utf8", 8, length).split("\0");
  const settings = new Map<string, string>();
  for (let i = 0; i + 1 < words.length && words[i]; i += 2) {
    settings.set(words[i] ?? "", words[i + 1] ?? "");
  }
  return { settings, rest: bytes.subarray(length) };
}

/** `search_path` from the startup setting `options`, written as `-c search_path=…`. */
export function searchPathOf(settings: ReadonlyMap<string, string>): string | undefined {
  return /-c\s*search_path=(\S+)/.exec(settings.get("options") ?? "")?.[1];
}

/** What a server says to a client it has let in. */
export function welcome(connection: number): Buffer {
  const parameters = Object.entries({
    server_encoding: "UTF8",
    client_encoding: "UTF8",
    DateStyle: "ISO, MDY",
    TimeZone: "GMT",
    integer_datetimes: "on",
    standard_conforming_strings: "on",
  }).map(([name, value]) => message("S", Buffer.from(`${name}\0${value}\0`)));
  return Buffer.concat([
    message("R", int32(0)),
    ...parameters,
    message("K", Buffer.concat([int32(connection), int32(0)])),
    message("Z", Buffer.from("I")),
  ]);
}

export function simpleQuery(text: string): Buffer {
  return message("Q", Buffer.from(`${text}\0`));
}

/** An error as the server would send it, followed by "ready for the next query". */
export function refusal(code: string, text: string, inTransaction = false): Buffer {
  const fields = { S: "ERROR", V: "ERROR", C: code, M: text };
  const body = Object.entries(fields).map(([key, value]) => `${key}${value}\0`);
  return Buffer.concat([
    message("E", Buffer.from(`${body.join("")}\0`)),
    message("Z", Buffer.from(inTransaction ? "T" : "I")),
  ]);
}

/** The text of a simple query or of a statement being parsed; undefined for any other message. */
export function queryText({ type, bytes }: Message): string | undefined {
  if (type === "Q") return bytes.toString("utf8", 5, bytes.length - 1);
  if (type !== "P") return undefined;
  const start = bytes.indexOf(0, 5) + 1;
  return bytes.toString("utf8", start, bytes.indexOf(0, start));
}

/** The channel that a notification came on. */
export function channelOf({ bytes }: Message): string {
  return bytes.toString("utf8", 9, bytes.indexOf(0, 9));
}

function message(type: string, body: Buffer): Buffer {
  return Buffer.concat([Buffer.from(type), int32(body.length + 4), body]);
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}
