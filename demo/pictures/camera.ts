import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Locator, Page } from "playwright-core";
import type { Picture } from "./kinds.ts";

/** Above and below. */
const MARGIN = 5;
const QUALITY = 72;
const RESTS = 5;
const REST_MS = 200;

type Box = {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
};

/** Takes pictures of parts of a page, as small WebP files. */
export function createCamera(page: Page, folder: string) {
  const taken: string[] = [];
  return {
    taken: () => taken,
    /** The smallest picture that holds all of them. */
    async take({ name }: Picture, ...parts: readonly Locator[]): Promise<void> {
      const boxes = await boxesOf(page, parts);
      if (boxes.length === 0) throw new Error(`There is nothing to take for ${name}`);
      const session = await page.context().newCDPSession(page);
      const { data } = await session.send("Page.captureScreenshot", {
        format: "webp",
        quality: QUALITY,
        clip: { ...around(boxes), scale: 1 },
      });
      await session.detach();
      await mkdir(folder, { recursive: true });
      await writeFile(join(folder, `${name}.webp`), Buffer.from(data, "base64"));
      taken.push(name);
    },
  };
}

export type Camera = ReturnType<typeof createCamera>;

function around(boxes: readonly Box[]): Box {
  const left = Math.min(...boxes.map(({ x }) => x));
  const top = Math.min(...boxes.map(({ y }) => y)) - MARGIN;
  const right = Math.max(...boxes.map(({ x, width }) => x + width));
  const bottom = Math.max(...boxes.map(({ y, height }) => y + height)) + MARGIN;
  return {
    x: Math.max(0, left),
    y: Math.max(0, top),
    width: right - Math.max(0, left),
    height: bottom - Math.max(0, top),
  };
}

/** Where they stand, once the page has come to rest: it draws anew what changes. */
async function boxesOf(page: Page, parts: readonly Locator[]): Promise<Box[]> {
  let latest: unknown;
  for (let tries = 0; tries < RESTS; tries += 1) {
    latest = await scrolledTo(parts[0]);
    if (latest === null) {
      await page.mouse.move(0, 0);
      await page.waitForTimeout(REST_MS);
      const boxes = await Promise.all(parts.map((part) => part.boundingBox()));
      if (boxes.every((box) => box !== null)) return boxes;
    }
  }
  throw latest ?? new Error("The page does not come to rest");
}

/** @returns null, or why it did not work */
async function scrolledTo(part: Locator | undefined): Promise<unknown> {
  try {
    await part?.scrollIntoViewIfNeeded({ timeout: 5_000 });
    return null;
  } catch (error) {
    return error;
  }
}
