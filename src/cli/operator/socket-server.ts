import { chmodSync, rmSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import { UserError } from "../../triage/model/errors.ts";
import { type Operator, Request, type Response } from "./messages.ts";
import { readLine } from "./read-line.ts";

type Log = { error(fields: object, message: string): void };

/**
 * Answers operators' requests on a Unix socket that only this user may open: a line of JSON each
 * way. Call it only while holding the folder's lock: a socket that is there already is a dead one.
 */
export async function startSocketServer(
  path: string,
  operator: Operator,
  log: Log,
): Promise<{ stop(): Promise<void> }> {
  rmSync(path, { force: true });
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.once("close", () => open.delete(socket));
    // Whoever hangs up does not want the answer any more.
    socket.on("error", () => socket.destroy());
    readLine(socket)
      .then((line) => respond(line, operator, log))
      .then(
        (response) => socket.end(`${JSON.stringify(response)}\n`),
        () => socket.destroy(),
      );
  });
  // The socket appears with these rights, so that there is no moment in which others could connect.
  const before = process.umask(0o177);
  try {
    await listen(server, path);
  } finally {
    process.umask(before);
  }
  // Nobody listening, the event would end the process.
  server.on("error", (error) => log.error({ error }, "The socket for commands failed"));
  chmodSync(path, 0o600);
  return {
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of open) socket.destroy();
      }),
  };
}

function listen(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(path, () => {
      server.off("error", reject);
      resolve();
    });
  });
}

async function respond(line: string, operator: Operator, log: Log): Promise<Response> {
  const parsed = Request.safeParse(parseJson(line));
  if (!parsed.success) {
    return { type: "refused", words: "The running program does not know this request." };
  }
  try {
    return { type: "answer", answer: await operator(parsed.data) };
  } catch (error) {
    if (error instanceof UserError) return { type: "refused", words: error.message };
    log.error({ error, ask: parsed.data.ask }, "An operator's request failed");
    return { type: "refused", words: "That failed; the running program's log says why." };
  }
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
