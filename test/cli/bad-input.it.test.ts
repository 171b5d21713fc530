import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { anInstallation, type Installation } from "./an-installation.ts";

let installation: Installation;
beforeAll(async () => {
  installation = await anInstallation();
  await writeFile(at("rows.jsonl"), '{"text":"It crashes on upload"}\n');
  await mkdir(at("folder"));
});
afterAll(() => installation.close());

const at = (name: string) => join(installation.folder, name);
const run = (...args: string[]) => installation.signalbox(args).done();

describe("files that cannot be used", { timeout: 60_000 }, () => {
  it.each([
    [["classify", "--in", "gone.jsonl"], "gone.jsonl: there is no such file"],
    [["classify", "--in", "folder"], "folder: is a folder"],
    [["classify", "--in", "rows.jsonl", "--out", "gone/out.jsonl"], "out.jsonl: there is no such"],
    [["classify", "--in", "rows.jsonl", "--out", "folder"], "folder: is a folder"],
    [["redact", "gone.txt"], "gone.txt: there is no such file"],
    [["config", "--config", "folder"], "folder: is a folder"],
    [["replay", "folder", "--config", "signalbox.config.yaml"], null],
    [["trial", "--posts", "rows.jsonl", "--docs", "folder", "--out", "folder"], "--out folder"],
  ])("%j ends with a sentence, not with a trace", async (args, said) => {
    const { code, err } = await run(...args);
    expect(err).not.toMatch(/\n\s+at |Unforeseen/);
    expect({ code, err }).toEqual({
      code: said === null ? 0 : 2,
      err: said === null ? "" : expect.stringContaining(said),
    });
  });
});

it("names a data folder that cannot be made", { timeout: 60_000 }, async () => {
  const data = at("rows.jsonl/data");
  for (const args of [["start"], ["index", "folder"]]) {
    const { code, out, err } = await run(...args, "--data", data);
    expect(`${out}${err}`).toContain(data);
    expect(`${out}${err}`).toContain("a part of this path is a file");
    expect(`${out}${err}`).not.toMatch(/Unforeseen|"level":60/);
    expect(code).not.toBe(0);
  }
});

describe("recording a case", { timeout: 60_000 }, () => {
  const record = async (name: string, post: string) => {
    const child = installation.signalbox([
      "record",
      "cases",
      name,
      "--config",
      "signalbox.config.yaml",
    ]);
    child.write(post);
    return child.done();
  };
  const replay = () => run("replay", "cases", "--config", "signalbox.config.yaml");

  it("records what replay can read", async () => {
    const recorded = await record("upload", "The upload crashes with TypeError since 2.1");
    expect(recorded).toMatchObject({ code: 0, err: "" });
    expect(await readdir(at("cases/upload"))).toContain("decision.json");
    expect(await replay()).toMatchObject({
      code: 0,
      out: expect.stringContaining("1 cases, 0 differ"),
    });
  });

  it("writes nothing outside its folder, and nothing for an empty post", async () => {
    expect(await record("../elsewhere", "It crashes")).toMatchObject({ code: 2 });
    expect(await record("empty", " ")).toMatchObject({ code: 2 });
    expect(await readdir(installation.folder)).not.toContain("elsewhere");
    expect(await readdir(at("cases"))).toEqual(["upload"]);
  });

  it("names file and field of a case that cannot be read", async () => {
    const file = at("cases/upload/drafting.json");
    await writeFile(
      file,
      JSON.stringify({ ...JSON.parse(await readFile(file, "utf8")), extra: 1 }),
    );
    const { code, err } = await replay();
    expect(code).toBe(2);
    expect(err).toMatch(/drafting\.json: .*extra/);
    await rm(file);
    expect((await replay()).err).toMatch(/drafting\.json: there is no such file/);
  });
});
