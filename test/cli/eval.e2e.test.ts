import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openDatabase } from "../../src/integrations/store/database.ts";
import { migrate } from "../../src/integrations/store/migrate.ts";
import { createStore } from "../../src/integrations/store/store.ts";
import { createManualClock } from "../fakes/clock.ts";
import { aClassification, aPost, aReview, createTestIds } from "../fakes/samples.ts";
import { type OpenAiSimulator, startOpenAiSimulator } from "../simulators/openai/server.ts";
import { anInstallation, type Installation } from "./an-installation.ts";

const ANSWER = {
  evidence: [],
  ask: "What is asked.",
  lane: "open",
  area: "unknown",
  severity: "medium",
  language: "en",
  missing: [],
  title: "A title",
  confidence: 0.9,
  laneConfidence: 1,
};

let sim: OpenAiSimulator;
let asked = 0;
let installation: Installation;
beforeAll(async () => {
  sim = await startOpenAiSimulator({
    brain: ({ input }) => {
      asked += 1;
      return {
        json: { ...ANSWER, kind: JSON.stringify(input).includes("crash") ? "bug" : "question" },
      };
    },
  });
  installation = await anInstallation({
    config: { openai: { base_url: sim.url, classify_model: "gpt-4.1-mini" } },
    env: { OPENAI_API_KEY: "none" },
  });
});
afterAll(async () => {
  await sim.close();
  await installation.close();
});
const run = (...args: string[]) =>
  installation
    .signalbox(["eval", ...args, "--config", installation.configFile, "--draws", "50"])
    .done();

describe("signalbox eval with a model", () => {
  it("pays once for each row, whatever is asked about it afterwards", {
    timeout: 180_000,
  }, async () => {
    const rows = join(installation.folder, "rows.jsonl");
    const texts = [
      { id: 1, text: "It crashes on upload.", kind: "bug" },
      { id: 2, text: "How do I upload?", kind: "question" },
      { id: 3, text: "Please add uploads.", kind: "feature" },
    ];
    writeFileSync(rows, texts.map((row) => JSON.stringify(row)).join("\n"));
    const out = join(installation.folder, "report");

    const first = await run(
      rows,
      "--engine",
      "openai",
      "--out",
      out,
      "--data",
      installation.folder,
    );
    expect(first).toMatchObject({ code: 0 });
    expect(first.out).toContain("accuracy of kind");
    expect(asked).toBe(3);
    const kept = JSON.parse(readFileSync(join(out, "run.json"), "utf8"));
    expect(kept.runs[0]).toMatchObject({
      fromCache: 0,
      prompt: expect.stringMatching(/^classify@/),
    });
    expect(kept.runs[0].judged.map(({ kind }: { kind: string }) => kind)).toEqual([
      "bug",
      "question",
      "question",
    ]);
    expect(JSON.stringify(kept)).not.toContain("upload");

    const again = await run(
      ...[rows, "--compare", "offline", "openai", "--data", installation.folder, "--json"],
    );
    const { figures, run: both } = JSON.parse(again.out);
    expect(figures.map(({ subject }: { subject: string }) => subject)).toEqual([
      "offline",
      "openai",
    ]);
    expect(both.runs[1]).toMatchObject({ fromCache: 3, judged: kept.runs[0].judged });
    expect(asked).toBe(3);

    const gate = await run(
      ...[
        rows,
        "--engine",
        "openai",
        "--data",
        installation.folder,
        "--fail-below",
        "accuracy=0.9",
      ],
    );
    expect(gate.code).toBe(1);
    expect(gate.err).toContain("openai: accuracy is 0.667, below 0.9");
  });
});

describe("signalbox eval over prompts, with an end to what it may cost", () => {
  it("asks by each prompt, on the program's own path, and leaves out what might be too dear", {
    timeout: 300_000,
  }, async () => {
    const at = (name: string) => join(installation.folder, name);
    const rows = ["It crashes.", "How do I log in?", "It crashes again.", "Where is it?"];
    writeFileSync(
      at("prompts.jsonl"),
      rows.map((text, id) => JSON.stringify({ id, text, kind: "bug" })).join("\n"),
    );
    writeFileSync(at("mine.md"), "Sort this post.");
    const options = ["--engine", "openai", "--data", installation.folder, "--json"];

    const before = sim.requests().length;
    const both = await run(
      at("prompts.jsonl"),
      ...options,
      "--prompt",
      "classify@1",
      at("mine.md"),
    );
    expect(both).toMatchObject({ code: 0 });
    const { figures, run: file } = JSON.parse(both.out);
    expect(figures.map(({ subject }: { subject: string }) => subject)).toEqual([
      "openai by classify@1",
      "openai by mine",
    ]);
    expect(file.runs.map(({ prompt }: { prompt: string }) => prompt)).toEqual([
      "classify@1",
      "mine",
    ]);
    const sent = sim.requests().slice(before);
    expect(sent.map(({ body }) => JSON.stringify(body))).toEqual(
      Array.from({ length: 8 }, () => expect.stringContaining('"name":"classification"')),
    );
    expect(
      sent.filter(({ body }) => JSON.stringify(body).includes('"Sort this post."')),
    ).toHaveLength(4);

    const unpriced = await run(at("prompts.jsonl"), ...options, "--max-cost", "1");
    expect(unpriced).toMatchObject({ code: 2, out: "" });
    expect(unpriced.err).toContain("gpt-4.1-mini has no price");

    const priced = at("priced.yaml");
    const config = readFileSync(installation.configFile, "utf8");
    const price = "{input: 0, output: 100}";
    const prices = ["gpt-4.1-mini", "gpt-5-2025-08-07"].map((model) => `${model}: ${price}`);
    writeFileSync(priced, config.replace("openai:", `openai:\n  prices: {${prices.join(", ")}}`));
    // Each may cost 0.40 dollars, and costs what the few tokens of the simulated model do.
    const little = [at("prompts.jsonl"), ...options, "--config", priced, "--at-once", "1"];
    const cut = await installation
      .signalbox(["eval", ...little, "--max-cost", "0.405", "--fail-below", "accuracy=0"])
      .done();
    expect(cut.code).toBe(1);
    const { run: short, faults } = JSON.parse(cut.out);
    const { leftOut, judged } = short.runs[0];
    expect(leftOut).toBeGreaterThan(0);
    expect(judged).toHaveLength(4 - leftOut);
    const cost = (all: readonly { dollars: number }[]) =>
      all.reduce((sum, { dollars }) => sum + dollars, 0);
    expect(cost(judged)).toBeLessThanOrEqual(0.405);
    expect(faults).toContain(`openai: ${leftOut} rows were left out for their cost`);
    expect(cut.err).toContain(`${leftOut} rows were left out, since they might have cost more`);

    const rest = await installation.signalbox(["eval", ...little, "--max-cost", "2"]).done();
    expect(JSON.parse(rest.out).run.runs[0]).toMatchObject({
      leftOut: 0,
      fromCache: 4 - leftOut,
    });
    const nothing = await installation
      .signalbox(["eval", ...little, "--no-cache", "--max-cost", "0.1"])
      .done();
    expect(nothing).toMatchObject({ code: 2, out: "" });
    expect(nothing.err).toContain("--max-cost 0.1 is too little for one row of openai");
    const unknown = await run(at("prompts.jsonl"), ...options, "--prompt", "draft@3");
    expect(unknown.err).toContain("draft@3: is no prompt; name classify@1 or classify@2");
  });

  it("fails when it got worse than an earlier run beyond chance, and not otherwise", {
    timeout: 180_000,
  }, async () => {
    const rows = join(installation.folder, "many.jsonl");
    const lines = Array.from({ length: 24 }, (_, id) => ({
      id,
      text: `Number ${id}: it crashes.`,
      kind: "bug",
    }));
    writeFileSync(rows, lines.map((row) => JSON.stringify(row)).join("\n"));
    const out = join(installation.folder, "worse");
    await run(rows, "--engine", "openai", "--data", installation.folder, "--out", out);
    const kept = join(out, "run.json");
    expect(
      await run(rows, "--engine", "openai", "--data", out, "--no-regression", kept),
    ).toMatchObject({ code: 0 });
    const questions = lines.map((row) => JSON.stringify({ ...row, text: "Where is it, please?" }));
    writeFileSync(rows, questions.join("\n"));
    const worse = await run(rows, "--engine", "openai", "--data", out, "--no-regression", kept);
    expect(worse.code).toBe(1);
    expect(worse.err).toContain("openai: kind: 24 rows got worse and 0 better");
  });
});

describe("signalbox eval --reviewed", () => {
  it("measures and calibrates by what staff let stand, and keeps what it learned", {
    timeout: 180_000,
  }, async () => {
    const data = join(installation.folder, ".signalbox");
    mkdirSync(data, { recursive: true });
    const database = await openDatabase({ dataDir: join(data, "db") });
    await migrate(database.pool);
    const clock = createManualClock();
    const ids = createTestIds();
    const { tickets } = createStore({ pool: database.pool, clock, ids });
    for (let n = 0; n < 32; n += 1) {
      const kind = n % 4 === 0 ? "docs" : "bug";
      const personId = await tickets.personId("acme", "discord", `member-${n}`);
      const texts = { title: `Error ${n} on upload`, text: "TypeError: it crashes." };
      const post = aPost({ id: ids(), personId, ...texts });
      const place = { type: "open", dueAt: clock.now(), silence: null } as const;
      const { ticketId } = await tickets.savePost("acme", post, place);
      const review = aReview({ id: ids(), ticketId, verdict: { verdict: "send" } });
      await tickets.commit("acme", ticketId, 1, {
        ticket: { kind, lane: "open", area: "unknown" },
        classification: aClassification({ kind }),
        review,
        story: [],
      });
    }
    await database.close();

    const done = await run("--reviewed", "--calibrate");
    expect(done.err).toBe("");
    expect(done.out).toContain("| reviews | 32 |");
    expect(done.out).toMatch(/\| kind \| platt \| 0\.\d+ \| 0\.\d+ \|/);
    expect(done.out).toContain("It is in force from now on");
    const after = await run("--reviewed", "--json");
    const { run: second } = JSON.parse(after.out);
    const [one] = second.runs[0].judged;
    expect(one.confidence).not.toBe(one.rawConfidence);

    const list = await installation
      .signalbox(["autonomy", "--config", installation.configFile])
      .done();
    expect(list.out).toContain("Nothing has been reviewed yet");
    const refused = await installation
      .signalbox(["autonomy", "promote", "file-public", "--area", "uploads"])
      .done();
    expect(refused).toMatchObject({
      code: 2,
      err: expect.stringContaining("never done without a person"),
    });
  });
});
