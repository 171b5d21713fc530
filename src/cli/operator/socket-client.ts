import { connect, type Socket } from "node:net";
import { UserError } from "../../triage/model/errors.ts";
import { ANSWERS, type Answers, type Operator, type Request, Response } from "./messages.ts";
import { readLine } from "./read-line.ts";

/** The running program's operator, over its socket; null when no program answers there. */
export async function connectOperator(path: string): Promise<Operator | null> {
  // A first connection only shows that somebody is there: each request opens its own.
  const socket = await open(path);
  if (!socket) return null;
  socket.destroy();
  return (request) => ask(path, request);
}

async function ask<R extends Request>(path: string, request: R): Promise<Answers[R["ask"]]> {
  const socket = await open(path);
  if (!socket) throw new UserError("The running program has just stopped. Try again.");
  try {
    socket.write(`${JSON.stringify(request)}\n`);
    const line = await readLine(socket).catch(() => {
      throw new UserError("The running program stopped before it answered. Try again.");
    });
    const response = Response.parse(JSON.parse(line));
    if (response.type === "refused") throw new UserError(response.words);
    const answer = ANSWERS[request.ask].safeParse(response.answer);
    if (answer.success) return answer.data as Answers[R["ask"]];
    throw new UserError(
      "The running program answers in a way that this command does not know: both must be of the same version.",
    );
  } finally {
    socket.destroy();
  }
}

function open(path: string): Promise<Socket | null> {
  return new Promise((resolve, reject) => {
    const socket = connect(path);
    socket.once("connect", () => resolve(socket));
    socket.once("error", (error: Error & { code?: string }) => {
      const isNobody = ["ENOENT", "ENOTDIR", "ECONNREFUSED"].includes(error.code ?? "");
      if (isNobody) resolve(null);
      else if (error.code === "EACCES")
        reject(new UserError(`${path} belongs to another user: run the command as that user.`));
      else reject(error);
    });
  });
}
