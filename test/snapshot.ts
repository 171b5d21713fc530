import { randomBytes } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import manifest from "../package.json" with { type: "json" };
import { openEmbedded } from "../src/integrations/store/pglite/embedded.ts";

const CACHE = join(import.meta.dirname, "../node_modules/.cache/signalbox");

/** An empty embedded database to begin tests from: opening a dump is several times faster than making one. */
export async function emptySnapshot(): Promise<Uint8Array<ArrayBuffer>> {
  const version = manifest.dependencies["@electric-sql/pglite"];
  const path = join(CACHE, `pglite-${version}.tar`);
  return (await readCached(path)) ?? makeSnapshot(path);
}

async function readCached(path: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const bytes = await readFile(path).catch(() => undefined);
  return bytes && new Uint8Array(bytes);
}

async function makeSnapshot(path: string): Promise<Uint8Array<ArrayBuffer>> {
  const embedded = await openEmbedded();
  const tarball = await embedded.dump("none");
  await embedded.close();
  const draft = `${path}.${randomBytes(4).toString("hex")}`;
  await mkdir(CACHE, { recursive: true });
  await writeFile(draft, tarball);
  await rename(draft, path);
  return tarball;
}
