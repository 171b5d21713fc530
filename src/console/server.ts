import { type ServerType, serve } from "@hono/node-server";
import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { HTTPException } from "hono/http-exception";
import { UserError } from "../triage/model/errors.ts";

/** GitHub's own cap on a webhook's payload. */
const LARGEST_WEBHOOK = 25 * 1024 * 1024;

export type ConsoleDeps = {
  readonly receiveWebhook: (
    raw: Uint8Array,
    headers: Readonly<Record<string, string>>,
  ) => Promise<{ readonly status: 200 | 202 | 400 | 401; readonly words: string }>;
  /** Resolves when the program can do its work; rejects with the reason when it cannot. */
  readonly health: () => Promise<void>;
  /** Figures in Prometheus' text format. */
  readonly metrics: () => Promise<string>;
  /** Told what failed while a request was answered; whoever asked learns only that it did. */
  readonly onError: (error: Error) => void;
};

/** What the program answers over HTTP. */
export function createConsole({ receiveWebhook, health, metrics, onError }: ConsoleDeps): Hono {
  const app = new Hono();
  app.onError((error, context) => {
    // Refusals of the library's own, such as of a body that is too large.
    if (error instanceof HTTPException) return error.getResponse();
    onError(error);
    return context.text("failed; the log says why\n", 500);
  });
  app.get("/healthz", async (context) => {
    try {
      await health();
      return context.text("ok\n");
    } catch {
      return context.text("unavailable\n", 503);
    }
  });
  app.get("/metrics", async (context) => {
    context.header("content-type", "text/plain; version=0.0.4; charset=utf-8");
    return context.body(await metrics());
  });
  app.post("/github/webhook", bodyLimit({ maxSize: LARGEST_WEBHOOK }), async (context) => {
    const raw = new Uint8Array(await context.req.arrayBuffer());
    const { status, words } = await receiveWebhook(raw, context.req.header());
    return context.text(`${words}\n`, status);
  });
  return app;
}

/** Serves the console; `port` 0 takes a free one. */
export async function startConsole(
  app: Hono,
  options: Address & {
    /** Told what fails later, such as a connection that cannot be taken on. */
    readonly onError?: (error: Error) => void;
  },
): Promise<{ readonly url: string; close(): Promise<void> }> {
  const server = await new Promise<ServerType>((resolve, reject) => {
    const starting: ServerType = serve(
      { fetch: app.fetch, port: options.port, hostname: options.host },
      () => resolve(starting),
    );
    starting.once("error", (error: Error & { code?: string }) =>
      reject(cannotListen(error, options)),
    );
  });
  // Nobody listening, the event would end the process.
  server.on("error", options.onError ?? (() => {}));
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : options.port;
  return {
    url: `http://${options.host}:${port}`,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        if ("closeAllConnections" in server) server.closeAllConnections();
      }),
  };
}

type Address = { readonly host: string; readonly port: number };

function cannotListen(error: Error & { code?: string }, { host, port }: Address): Error {
  const another = "Set another one (console.port in the config, or CONSOLE_PORT).";
  switch (error.code) {
    case "EADDRINUSE":
      return new UserError(`Port ${port} on ${host} is taken by another program. ${another}`);
    case "EACCES":
      return new UserError(
        `Port ${port} on ${host} may not be used: ports below 1024 are for the system. ${another}`,
      );
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
    case "EAI_AGAIN":
    case "EINVAL":
      return new UserError(
        `${host} is no address of this machine. Set console.host in the config (or CONSOLE_HOST) to one, such as 127.0.0.1 or 0.0.0.0.`,
      );
    default:
      return error;
  }
}
