import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Hono } from "hono";
import { afterEach, expect, it, vi } from "vitest";
import { startSocketServer } from "../../src/cli/operator/socket-server.ts";
import { startConsole } from "../../src/console/server.ts";
import { UserError } from "../../src/triage/model/errors.ts";

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

async function aTakenPort(): Promise<number> {
  const server = createServer();
  closers.push(() => server.close());
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return typeof address === "object" && address ? address.port : 0;
}

it("names the setting of a port that is taken", async () => {
  const starting = startConsole(new Hono(), { host: "127.0.0.1", port: await aTakenPort() });
  await expect(starting).rejects.toThrow(UserError);
  await expect(starting).rejects.toThrow(/^Port \d+ on 127\.0\.0\.1 is taken .*CONSOLE_PORT/);
});

it("names the setting of an address that this machine does not have", async () => {
  // From the block for documentation: nobody has it.
  const starting = startConsole(new Hono(), { host: "192.0.2.1", port: 0 });
  await expect(starting).rejects.toThrow(UserError);
  await expect(starting).rejects.toThrow(/^192\.0\.2\.1 is no address .*CONSOLE_HOST/);
});

/** The servers that are made from now on, as Node knows them. */
function watchServers(): Server[] {
  const made: Server[] = [];
  const { listen } = Server.prototype;
  const spy = vi.spyOn(Server.prototype, "listen").mockImplementation(function (
    this: Server,
    ...args: unknown[]
  ) {
    made.push(this);
    return Reflect.apply(listen, this, args) as Server;
  });
  closers.push(() => spy.mockRestore());
  return made;
}

it("goes on when a connection cannot be taken on, on either of its sockets", async () => {
  const servers = watchServers();
  const told: unknown[] = [];
  const onError = (error: unknown) => void told.push(error);
  const running = await startConsole(new Hono(), { host: "127.0.0.1", port: 0, onError });
  const folder = mkdtempSync(join(tmpdir(), "signalbox-socket-"));
  closers.push(() => rmSync(folder, { recursive: true }));
  const log = { error: onError };
  const socket = await startSocketServer(join(folder, "s"), () => Promise.reject(), log);
  expect(servers).toHaveLength(2);
  // As Node says it when no more files may be open; nobody listening, it throws.
  for (const server of servers) server.emit("error", new Error("accept EMFILE"));
  expect(told).toHaveLength(2);
  await socket.stop();
  await running.close();
});
