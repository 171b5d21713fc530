import { createServer } from "node:http";
import { Hono } from "hono";
import { afterEach, expect, it } from "vitest";
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
