import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { download } from "../../src/bot/listen/download.ts";
import { imageReader } from "../../src/bot/listen/read-images.ts";
import { aPng } from "../fakes/images.ts";
import { createTestLog } from "./bot-harness.ts";

let http: Server;
let origin: string;
const asked: string[] = [];

beforeAll(async () => {
  http = createServer((request, response) => {
    asked.push(request.url ?? "");
    switch (request.url) {
      case "/moved.png":
        response.writeHead(302, { location: `${origin}/a.png` }).end();
        return;
      case "/endless.png":
        response.end(Buffer.alloc(50_000));
        return;
      case "/expired.png":
        response.writeHead(404).end("This content is no longer available.");
        return;
      case "/broken.png":
        response.writeHead(500).end();
        return;
      case "/slow.png":
        // Begins and never ends.
        response.writeHead(200).write("x");
        return;
      default:
        response.end(aPng());
    }
  });
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
});

afterAll(() => {
  http.closeAllConnections();
  return new Promise((resolve) => http.close(resolve));
});

const LIMITS = { count: 4, bytes: 10_000 };
const aFile = (overrides: Partial<Parameters<typeof imageReader>[0][number]> = {}) => ({
  name: "a.png",
  contentType: "image/png",
  size: 6,
  url: `${origin}/a.png`,
  ...overrides,
});

async function readOne(overrides: Parameters<typeof aFile>[0]) {
  const read = imageReader([aFile(overrides)], [origin], createTestLog());
  return (await read?.(LIMITS))?.[0];
}

describe("imageReader", () => {
  it("reads what looks like an image by type or name, and knows its place among the files", async () => {
    const files = [
      aFile({ name: "run.log", contentType: "text/plain" }),
      aFile({ name: "noname", contentType: "image/webp" }),
      aFile({ name: "A.JPG", contentType: null }),
    ];
    const read = await imageReader(files, [origin], createTestLog())?.(LIMITS);
    expect(read).toEqual([
      { at: 1, bytes: aPng() },
      { at: 2, bytes: aPng() },
    ]);
  });

  it("has nothing to read where nothing looks like one, not even by asking", () => {
    const files = [
      aFile({ name: "run.log", contentType: "text/plain" }),
      aFile({ name: "clip.mp4", contentType: "video/mp4" }),
      aFile({ name: "drawing.svg", contentType: "image/svg+xml" }),
    ];
    expect(imageReader(files, [origin], createTestLog())).toBeNull();
  });

  it.each([
    { what: "says that it is too large", file: { size: 10_001 }, refused: "too large" },
    { what: "is larger than it says", path: "/endless.png", refused: "too large" },
    { what: "is gone", path: "/expired.png", refused: "gone, or its link has expired" },
    { what: "cannot be had now", path: "/broken.png", refused: "answered with 500" },
    { what: "moved", path: "/moved.png", refused: "could not be read" },
    {
      what: "is elsewhere",
      file: { url: "https://evil.example/a.png" },
      refused: "kept at another address than Discord's",
    },
    {
      what: "is a file of this machine",
      file: { url: "file:///etc/hosts" },
      refused: "kept at another address than Discord's",
    },
  ])("says why an image was not read that $what", async ({ file = {}, path, refused }) => {
    const url = path === undefined ? {} : { url: origin + path };
    expect(await readOne({ ...file, ...url })).toEqual({ at: 0, refused });
  });

  it("reads so many of twelve, and does not even ask for the rest", async () => {
    asked.length = 0;
    const files = Array.from({ length: 12 }, (_, n) => aFile({ url: `${origin}/${n}.png` }));
    const read = await imageReader(files, [origin], createTestLog())?.(LIMITS);
    expect(read?.map((one) => ("refused" in one ? one.refused : "read"))).toEqual([
      ...new Array(4).fill("read"),
      ...new Array(8).fill("more than 4 images in a post"),
    ]);
    expect(asked.toSorted()).toEqual(["/0.png", "/1.png", "/2.png", "/3.png"]);
  });
});

describe("download", () => {
  it("gives up on what does not come in time", async () => {
    const limits = { bytes: 1_000, origins: [origin], timeoutMs: 100 };
    await expect(download(`${origin}/slow.png`, limits)).rejects.toThrow("did not come in time");
  });
});
