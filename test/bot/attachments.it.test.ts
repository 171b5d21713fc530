import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readAttachments } from "../../src/bot/listen/attachments.ts";
import { createTestLog } from "./bot-harness.ts";

let http: Server;
let origin: string;

beforeAll(async () => {
  http = createServer((request, response) => {
    switch (request.url) {
      case "/moved.log":
        response.writeHead(302, { location: `${origin}/run.log` }).end();
        return;
      case "/endless.log":
        response.end("x".repeat(5_000));
        return;
      case "/binary.log":
        response.end(Buffer.from([80, 75, 0, 1]));
        return;
      case "/gone.log":
        response.writeHead(404).end();
        return;
      default:
        response.end("line 1");
    }
  });
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
});

afterAll(() => new Promise((resolve) => http.close(resolve)));

const read = async (overrides: Partial<Parameters<typeof readAttachments>[0][number]>) => {
  const file = { name: "run.log", contentType: "text/plain", size: 6, url: `${origin}/run.log` };
  const limits = { files: 2, bytes: 1_000, origins: [origin] };
  const [seen] = await readAttachments([{ ...file, ...overrides }], limits, createTestLog());
  return seen;
};

describe("readAttachments", () => {
  it("notes of a text file that it was too large, and of an image nothing", async () => {
    expect(await read({ size: 1_001 })).toMatchObject({ text: null, notKept: "too large" });
    expect(await read({ name: "a.png", contentType: "image/png", size: 1_001 })).not.toHaveProperty(
      "notKept",
    );
  });

  it("copies a text file, by type or by name", async () => {
    expect(await read({})).toMatchObject({ name: "run.log", size: 6, text: "line 1" });
    expect(await read({ contentType: null })).toMatchObject({ text: "line 1" });
  });

  it.each([
    { what: "an image", file: { name: "a.png", contentType: "image/png" } },
    { what: "a file that says it is large", file: { size: 1_001 } },
    { what: "a file that is larger than it says", file: { path: "/endless.log" } },
    { what: "a file elsewhere", file: { url: "https://evil.example/run.log" } },
    { what: "a file of another scheme", file: { url: "file:///etc/hosts" } },
    { what: "a file that moved", file: { path: "/moved.log" } },
    { what: "a binary under a text's name", file: { path: "/binary.log" } },
    { what: "a file that is gone", file: { path: "/gone.log" } },
  ])("does not read $what", async ({ file: { path, ...file } }: { file: { path?: string } }) => {
    expect(await read({ ...file, ...(path ? { url: origin + path } : {}) })).toMatchObject({
      text: null,
    });
  });

  it("reads so many files and only names the rest", async () => {
    const file = { name: "run.log", contentType: "text/plain", size: 6, url: `${origin}/run.log` };
    const limits = { files: 2, bytes: 1_000, origins: [origin] };
    const all = await readAttachments([file, file, file], limits, createTestLog());
    expect(all.map(({ text }) => text !== null)).toEqual([true, true, false]);
  });
});
