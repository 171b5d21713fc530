import { type ChildProcess, fork } from "node:child_process";
import { z } from "zod";
import { Answer, Books, Memory, type Question, type Setup } from "./questions.ts";

/** The bot in its own process, as the parent talks to it. */
export type BotLink = {
  readonly webhookUrl: string;
  memory(): Promise<Memory>;
  /** What is still to be done, in words; empty when nothing is. */
  left(ids: readonly string[]): Promise<string[]>;
  /** Actions that are not done, and why. */
  undone(): Promise<string[]>;
  books(about: Omit<Extract<Question, { ask: "books" }>, "ask">): Promise<Books>;
  /** Ends it in order, and then for certain. */
  stop(): Promise<void>;
};

const Words = z.array(z.string());

const STOP_WITHIN_MS = 30_000;

/** Starts the bot and waits until it runs. @throws Error when it ends instead */
export async function startBotProcess(setup: Setup): Promise<BotLink> {
  const child = fork(new URL("bot-process.ts", import.meta.url), {
    execArgv: ["--expose-gc"],
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  const ask = createLine(child);
  const started = ask.next(0);
  child.send(setup);
  const webhookUrl = z.string().parse(await started);
  return {
    webhookUrl,
    memory: async () => Memory.parse(await ask.put({ ask: "memory" })),
    left: async (ids) => Words.parse(await ask.put({ ask: "left", ids: [...ids] })),
    undone: async () => Words.parse(await ask.put({ ask: "undone" })),
    books: async (about) => Books.parse(await ask.put({ ask: "books", ...about })),
    async stop() {
      const ended = new Promise<void>((done) => child.once("exit", () => done()));
      const timer = setTimeout(() => child.kill("SIGKILL"), STOP_WITHIN_MS);
      await ask.put({ ask: "stop" }).catch(() => undefined);
      child.disconnect();
      await ended;
      clearTimeout(timer);
    },
  };
}

/** Questions and answers over the channel, matched by number. */
function createLine(child: ChildProcess) {
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  let last = 0;

  child.on("message", (message) => {
    const { n, value, error } = Answer.parse(message);
    const asked = waiting.get(n);
    waiting.delete(n);
    if (error === undefined) asked?.resolve(value);
    else asked?.reject(new Error(`the bot's process: ${error}`));
  });
  child.once("exit", (code, signal) => {
    const error = new Error(`the bot's process ended: ${code ?? signal}`);
    for (const asked of waiting.values()) asked.reject(error);
  });

  function next(n: number): Promise<unknown> {
    const asked = Promise.withResolvers<unknown>();
    waiting.set(n, asked);
    return asked.promise;
  }

  return {
    next,
    put(question: Question): Promise<unknown> {
      last += 1;
      const answer = next(last);
      child.send({ n: last, question });
      return answer;
    },
  };
}
