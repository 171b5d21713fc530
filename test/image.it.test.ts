import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import manifest from "../package.json" with { type: "json" };
import { argumentsOf, listOf, ROOT, readStages } from "./dockerfile.ts";

const run = promisify(execFile);

// It installs packages, so it runs where a fresh clone is checked, and not on every change.
const name = "the image's commands";
const suite = process.env["CI"] ? describe : describe.skip;
suite(process.env["CI"] ? name : `${name} (skipped: CI is not set)`, () => {
  let root: string;
  let empty: string;

  /** Does what the Dockerfile does, in a folder instead of an image. */
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), "signalbox-image-"));
    const app = join(root, "app");
    empty = join(root, "data");
    await mkdir(app);
    await mkdir(empty);
    const stages = readStages();
    for (const copied of stages.flatMap((stage) => argumentsOf(stage, "COPY"))) {
      const [target = "", ...sources] = copied.split(" ").toReversed();
      if (copied.startsWith("--from")) continue;
      for (const source of sources) {
        const to = target === "./" ? join(app, source) : join(app, target);
        await cp(join(ROOT, source), to, { recursive: true });
      }
    }
    const [install = ""] = argumentsOf(stages[0] ?? [], "RUN");
    await run("sh", ["-c", `${install} --prefer-offline`], { cwd: app });
  }, 300_000);
  afterAll(() => rm(root, { recursive: true, force: true }));

  /** Runs the image's entry point with these arguments, in the empty folder. */
  async function start(args: readonly string[]): Promise<{ code: unknown; said: string }> {
    const image = readStages().at(-1) ?? [];
    const [, script = ""] = listOf(image, "ENTRYPOINT");
    const words = [join(root, script), ...args];
    const env = { PATH: process.env["PATH"], NODE_ENV: "production" };
    try {
      const { stdout, stderr } = await run(process.execPath, words, { cwd: empty, env });
      return { code: 0, said: stdout + stderr };
    } catch (error) {
      const { code, stdout, stderr } = error as { code: unknown; stdout: string; stderr: string };
      return { code, said: stdout + stderr };
    }
  }

  it("have every module that they need", async () => {
    expect(await start(["--version"])).toEqual({ code: 0, said: `${manifest.version}\n` });
    expect(await start(["--help"])).toMatchObject({ code: 0 });
  });

  it("have a database and queues that work without anything else", async () => {
    const script = `
      import { openDatabase } from "${root}/app/src/integrations/store/database.ts";
      import { createQueues } from "${root}/app/src/integrations/queue/queues.ts";
      const database = await openDatabase({ dataDir: ".signalbox" });
      const queues = await createQueues({ database, prefix: "image", log: console });
      const done = Promise.withResolvers();
      await queues.work("board", async ({ communityId }) => done.resolve(communityId));
      await queues.add("board", "board-c1", { communityId: "c1" });
      console.log(await done.promise);
      await queues.close();
      await database.close();`;
    const words = ["--input-type=module", "--eval", script];
    expect((await run(process.execPath, words, { cwd: empty })).stdout).toBe("c1\n");
  });

  it("say in a sentence what is missing when there is no configuration", async () => {
    const { code, said } = await start(listOf(readStages().at(-1) ?? [], "CMD"));
    expect(code).toBe(1);
    expect(said).not.toMatch(/MODULE_NOT_FOUND|\n\s+at /);
    expect(said.trim()).not.toBe("");
  });
});
