import { mkdtemp, rm, stat } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { digestWords } from "../../src/bot/render/render-digest.ts";
import { qualityBlocks } from "../../src/cli/eval.ts";
import { tellGaps } from "../../src/cli/gaps.ts";
import { createOperator } from "../../src/cli/operator/desk.ts";
import type { Operator } from "../../src/cli/operator/messages.ts";
import { connectOperator } from "../../src/cli/operator/socket-client.ts";
import { startSocketServer } from "../../src/cli/operator/socket-server.ts";
import { tellStory } from "../../src/cli/operator/tell-story.ts";
import { tellQuality } from "../../src/cli/quality.ts";
import { reportPage } from "../../src/cli/report/page.ts";
import { tellMoves } from "../../src/cli/route.ts";
import { toMarkdown } from "../../src/evals/report/to-markdown.ts";
import { type Database, openDatabase } from "../../src/integrations/store/database.ts";
import { migrate } from "../../src/integrations/store/migrate.ts";
import { createStore } from "../../src/integrations/store/store.ts";
import type { Calibration } from "../../src/triage/decide/calibration.ts";
import { digestOf } from "../../src/triage/report/digest.ts";
import { aFiledBug } from "../fakes/filed.ts";
import { COMMUNITY, createHouse } from "../fakes/house.ts";
import { aClassification, aDraft, aRoute } from "../fakes/samples.ts";
import { emptySnapshot } from "../snapshot.ts";

let database: Database;
let folder: string;
beforeAll(async () => {
  database = await openDatabase({ snapshot: await emptySnapshot() });
  await migrate(database.pool);
  folder = await mkdtemp(join(tmpdir(), "signalbox-"));
});
afterAll(async () => {
  await database.close();
  await rm(folder, { recursive: true, force: true });
});

/** A house on the real store, asked over a real socket. */
async function aRunningProgram() {
  const store = { current: undefined as ReturnType<typeof createStore> | undefined };
  const house = createHouse({
    openStore: (deps) => {
      store.current = createStore({ pool: database.pool, ...deps });
      return store.current;
    },
  });
  if (!store.current) throw new Error("the house opens its store");
  const errors: string[] = [];
  const operator = createOperator({
    communityId: COMMUNITY,
    store: store.current,
    pool: database.pool,
    clock: house.clock,
    passages: house.passages,
    docsFiles: house.docsFiles,
    mode: "live",
    wake: house.wake,
    ids: house.ids,
    policyOf: house.policyOf,
    async change(key, value, by) {
      const at = house.clock.now();
      await house.tickets.changeSetting(COMMUNITY, { key, value, by, at });
      house.policy.paused = value === true;
    },
    jobs: async () => ({ act: { active: 0, waiting: 1, delayed: 0 } }),
    backUp: null,
  });
  const path = join(folder, "test.sock");
  const log = { error: (_fields: object, message: string) => void errors.push(message) };
  const server = await startSocketServer(path, operator, log);
  const asked = await connectOperator(path);
  if (!asked) throw new Error("nobody answers");
  return { house, path, errors, ask: asked, stop: server.stop };
}

describe("an operator's requests over the socket", () => {
  let program: Awaited<ReturnType<typeof aRunningProgram>>;
  let ask: Operator;
  beforeEach(async () => {
    program = await aRunningProgram();
    ask = program.ask;
  });
  afterEach(async () => {
    await program.stop();
    await database.pool.query(
      "TRUNCATE persons, tickets, posts, issues, settings, counters, cards, gaps CASCADE",
    );
  });

  it("tell the story of a ticket with its evidence", async () => {
    const { house } = program;
    const { passage } = house;
    const classification = aClassification({ kind: "question", evidence: ["How do I"] });
    house.classifier.when("", { type: "classified", call: null, classification });
    house.passages.when("How do I", [[passage.id, 9]]);
    const claims = [{ text: passage.text, passageIds: [passage.id], quote: passage.text }];
    const draft = aDraft({ claims, confidence: 0.9 });
    house.drafter.when("How do I", { type: "drafted", call: null, draft });
    const { taken } = await house.post({ title: "How do I upload?" });
    await house.advance(20_000);
    await house.rule({ verdict: "send" });
    await house.advance(10_000);
    const { code } = (await house.ticketOf(taken)).ticket;

    const story = await ask({ ask: "explain", code: code.toLowerCase() });
    expect(story).toMatchObject({
      ticket: { code, state: "answered" },
      decisions: [{ found: { outcome: "answer", mode: "draft" } }],
      proposals: [{ state: "approved", decidedBy: "Rita" }],
      reviews: [{ verdict: { verdict: "send" }, by: { name: "Rita" } }],
      passages: [{ id: passage.id }],
      posts: [{ title: "How do I upload?" }],
    });
    const told = story ? tellStory(story) : "";
    for (const words of [
      "because: the docs answer it",
      passage.url,
      "send by Rita",
      "say answer: done",
    ]) {
      expect(told).toContain(words);
    }
    expect(await ask({ ask: "explain", code: "SB-9999" })).toBeNull();
  });

  it("tell which past tickets other rules would send elsewhere, and why", async () => {
    const { house } = program;
    const classified = (kind: "bug" | "docs") =>
      ({ type: "classified", call: null, classification: aClassification({ kind }) }) as const;
    house.classifier.when("", classified("bug"));
    house.classifier.when("The page", classified("docs"));
    await house.post({ title: "It hangs" });
    await house.post({ title: "The page is wrong" });
    await house.advance(20_000);
    const { rules, fallback } = house.policy;
    const same = await ask({ ask: "moves", since: 0, rules, fallback });
    expect(same).toEqual({ tickets: 2, moves: [] });
    const route = aRoute({ repository: "acme/docs", team: "docs" });
    const changed = [...rules, { when: { kind: ["docs" as const] }, route }];
    const found = await ask({ ask: "moves", since: 0, rules: changed, fallback });
    expect(found).toMatchObject({
      tickets: 2,
      moves: [
        {
          to: {
            repository: "acme/docs",
            why: `problems with the docs go to acme/docs (rule ${changed.length})`,
          },
        },
      ],
    });
    expect(tellMoves(found)).toMatch(/→ acme\/docs .*\n1 of 2 tickets would go elsewhere\.\n$/);
    const later = { ask: "moves", since: house.clock.now() + 1, rules, fallback } as const;
    expect((await ask(later)).tickets).toBe(0);
  });

  it("hand out what staff reviewed, and keep what was learned of it", async () => {
    const { house } = program;
    const classification = aClassification({ kind: "bug", missing: [] });
    house.classifier.when("", { type: "classified", call: null, classification });
    const { taken } = await house.post({ title: "Upload hangs", text: "It hangs." });
    await house.advance(20_000);
    expect(await ask({ ask: "reviewed", which: "reviewed", after: null })).toEqual([]);
    await house.rule({ verdict: "send" });
    const { ticket } = await house.ticketOf(taken);
    const [one] = await ask({ ask: "reviewed", which: "reviewed", after: null });
    expect(one).toMatchObject({
      code: ticket.code,
      title: "Upload hangs",
      messages: ["It hangs."],
      labels: { kind: "bug", lane: "open" },
    });
    expect(await ask({ ask: "reviewed", which: "reviewed", after: ticket.id })).toEqual([]);

    const calibration: Calibration = {
      engine: "offline",
      model: "weights-1",
      promptHash: null,
      from: "reviewed tickets",
      rows: { kind: 40, lane: 40 },
      at: "2026-01-05",
      kind: { method: "platt", slope: 1, shift: 0 },
      lane: { method: "none" },
      kinds: {},
      lanes: {},
      error: { kind: { before: 0.1, after: 0.05 }, lane: { before: 0.1, after: 0.1 } },
    };
    const keep = (at: string, model = "weights-1") =>
      ask({ ask: "calibrate", calibration: { ...calibration, at, model }, by: "Ola" });
    await keep("2026-01-05");
    await keep("2026-01-05", "weights-2");
    await keep("2026-02-05");
    const settings = await ask({ ask: "settings" });
    expect(settings["calibrations"]).toMatchObject([
      { model: "weights-2", at: "2026-01-05" },
      { model: "weights-1", at: "2026-02-05" },
    ]);
  });

  it("tell what teams made of their issues", async () => {
    const { house } = program;
    const first = await aFiledBug(house);
    await aFiledBug(house);
    await first.close();
    const lines = await ask({ ask: "quality", since: 0 });
    expect(lines).toMatchObject([
      { team: "uploads", area: "uploads", filed: 2, acceptedAsFiled: 1, undecided: 1 },
    ]);
    const [head = "", row = "", ...more] = tellQuality(lines).trimEnd().split("\n");
    expect(more).toEqual([]);
    expect(head.split(/ {2,}/).slice(0, 4)).toEqual(["team", "area", "filed", "as filed"]);
    expect(row.split(/ {2,}/).slice(0, 4)).toEqual(["uploads", "uploads", "2", "1 (50 %)"]);
    // An evaluation on reviewed tickets shows the same.
    expect(toMarkdown(qualityBlocks(lines))).toMatch(/^\| uploads \| uploads \| 2 \| 1 \(50 %\)/m);
    expect(qualityBlocks([])).toEqual([]);
    expect(tellQuality(await ask({ ask: "quality", since: house.clock.now() + 1 }))).toBe(
      "No issue was filed in that time.\n",
    );
  });

  it("report on a period, of everything or of one team", async () => {
    const { house } = program;
    house.policy.teams = [{ name: "uploads", members: [], trusted: false }];
    const filed = await aFiledBug(house);
    await filed.personWrites();
    await filed.close();
    await house.advance(3_600_000);
    const to = house.clock.now() + 1;
    const period = { from: to - 7 * 86_400_000, to };
    const report = await ask({ ask: "report", period, team: null });
    expect(report).toMatchObject({
      community: "Acme",
      repliesSince: null,
      now: {
        answering: { asks: 1, firstHuman: { count: 1 }, solvers: { team: 1 } },
        way: { reported: 1, filed: 1, accepted: 1, shipped: 1, told: 1 },
        quality: [{ team: "uploads", filed: 1, acceptedAsFiled: 1 }],
        effort: { decided: 1, asItWas: 1, steps: { median: 1 } },
        spoken: { regretted: 0, posts: 2 },
      },
      shipped: [{ told: true, people: 1 }],
    });
    const page = reportPage(report);
    expect(page).toContain("You said, we did");
    const ofTeam = await ask({ ask: "report", period, team: "uploads" });
    expect(ofTeam.now.way.filed).toBe(1);
    expect(digestWords(digestOf(ofTeam, "staff"))).toContain("**The week for uploads**");
    await expect(ask({ ask: "report", period, team: "nobody" })).rejects.toThrow(
      "There is no team called nobody: there are uploads.",
    );
  });

  it("list gaps in the docs and file one, once", async () => {
    const { house } = program;
    const title = "How do I use a proxy?";
    const classification = aClassification({ kind: "question", title, ask: title });
    house.classifier.when("", { type: "classified", call: null, classification });
    await house.post({ title });
    await house.advance(20_000);
    const gaps = await ask({ ask: "gaps" });
    expect(gaps).toMatchObject([{ code: "G-1", title, askers: 1, filing: "not filed" }]);
    expect(tellGaps(gaps)).toContain("G-1  How do I use a proxy?  (1 person, not filed)");
    const file = () => ask({ ask: "file-gap", code: "g-1", by: "Ola" });
    expect(await file()).toEqual({ type: "filing", repository: "acme/sdk" });
    await house.settle();
    expect(await file()).toMatchObject({ type: "filed-already" });
    expect(house.tracker.issues).toHaveLength(1);
    expect(await ask({ ask: "gaps" })).toMatchObject([
      { filing: "filed", issueUrl: house.tracker.issues[0]?.ref.url },
    ]);
  });

  it("pause public acts and count what had waited when they resume", async () => {
    const { house } = program;
    const classification = aClassification({ kind: "bug", missing: [] });
    house.classifier.when("", { type: "classified", call: null, classification });
    expect(await ask({ ask: "pause", by: "Ola" })).toEqual({ changed: true });
    expect(await ask({ ask: "pause", by: "Ola" })).toEqual({ changed: false });
    const { raw } = await house.post();
    await house.advance(20_000);
    expect(house.marksOf(raw)).toBeUndefined();
    expect(await ask({ ask: "status" })).toMatchObject({
      mode: "live",
      paused: true,
      running: true,
      tickets: { proposed: 1 },
      review: { open: 1, cards: 1 },
      jobs: { act: { waiting: 1 } },
    });

    expect(await ask({ ask: "resume", by: "Ola" })).toEqual({ changed: true, waited: 1 });
    await house.settle();
    expect(house.marksOf(raw)).toBe("seen");
    expect(await ask({ ask: "settings" })).toEqual({ paused: false });
  });

  it("are refused in words when they cannot be met or are not understood", async () => {
    await expect(ask({ ask: "backup" })).rejects.toThrow("pg_dump");
    const socket = connect(program.path);
    const answer = new Promise<string>((resolve) => {
      socket.setEncoding("utf8").once("data", resolve);
    });
    socket.write('{"ask":"rm -rf"}\n');
    expect(JSON.parse(await answer)).toMatchObject({ type: "refused" });
    socket.destroy();
    expect(program.errors).toEqual([]);
  });

  it("reach a socket that only its owner may open, and nobody once it is gone", async () => {
    expect((await stat(program.path)).mode & 0o777).toBe(0o600);
    expect(await connectOperator(join(folder, "none.sock"))).toBeNull();
  });
});
