import { afterEach, describe, expect, it } from "vitest";
import { anOctokit } from "./an-octokit.ts";
import { type GitHubSimulator, startGitHubSimulator } from "./server.ts";

const app = { owner: "acme", repo: "app" };
let time = Date.parse("2026-03-01T10:00:00Z");
let sim: GitHubSimulator;

async function start(limits: "documented" | "relaxed"): Promise<void> {
  const repositories = [{ name: "acme/app", members: { mona: "MEMBER" as const } }];
  sim = await startGitHubSimulator({ clock: { now: () => time }, limits, repositories });
}

afterEach(() => sim.close());

const create = (title: string) =>
  anOctokit(sim)
    .rest.issues.create({ ...app, title })
    .then(
      ({ status, headers }) => ({ status, headers }),
      (error) => ({ status: error.status as number, headers: error.response?.headers ?? {} }),
    );

describe("faults", () => {
  it("fail before the write, then let it through", async () => {
    await start("relaxed");
    sim.faults.failNext("POST /repos/*/*/issues", { status: 502, times: 2 });
    expect((await create("a")).status).toBe(502);
    expect((await create("a")).status).toBe(502);
    expect(sim.issues("acme/app")).toHaveLength(0);
    expect((await create("a")).status).toBe(201);
  });

  it("lose the answer of a write that happened", async () => {
    await start("relaxed");
    sim.faults.failNext("POST /repos/acme/app/issues", { status: 502, when: "after" });
    expect((await create("a")).status).toBe(502);
    sim.faults.failNext("POST /repos/acme/app/issues", { status: "drop", when: "after" });
    expect((await create("b")).status).toBe(500);
    expect(sim.issues("acme/app").map(({ title }) => title)).toEqual(["a", "b"]);
  });

  it("say slow down with and without a time", async () => {
    await start("relaxed");
    sim.faults.secondaryLimit({ retryAfterSeconds: 30 });
    sim.faults.secondaryLimit();
    const told = await create("a");
    expect([told.status, told.headers["retry-after"]]).toEqual([403, "30"]);
    const untold = await create("a");
    expect([untold.status, untold.headers["retry-after"]]).toEqual([403, undefined]);
  });
});

describe("documented limits", () => {
  it("hold 80 writes a minute and 500 an hour", async () => {
    await start("documented");
    // An installation's token lasts an hour, this test longer.
    const octokit = anOctokit(sim, sim.tokenFor("mona"));
    const write = (n: number) =>
      octokit.rest.issues.create({ ...app, title: `n${n}` }).then(
        () => "made" as const,
        (error) => error.response.headers["retry-after"] ?? "no word",
      );
    const answers: string[] = [];
    for (let n = 0; n < 82; n++) answers.push(await write(n));
    expect(answers.slice(0, 80).every((one) => one === "made")).toBe(true);
    // Sometimes it says for how long, sometimes not.
    expect(answers.slice(80)).toEqual(["60", "no word"]);

    let made = 80;
    while (made < 500) {
      time += 60_000;
      for (let n = 0; n < 79 && made < 500; n++, made++) expect(await write(made)).toBe("made");
    }
    time += 60_000;
    expect(await write(made)).not.toBe("made");
    time += 60 * 60_000;
    expect(await write(made)).toBe("made");
  });

  it("count down in the headers", async () => {
    await start("documented");
    const { headers } = await create("a");
    expect(headers).toMatchObject({
      "x-ratelimit-limit": "5000",
      "x-ratelimit-remaining": "4999",
      "x-ratelimit-resource": "core",
    });
    const { data } = await anOctokit(sim).rest.rateLimit.get();
    expect(data.rate.remaining).toBe(4999);
  });

  it("search less often", async () => {
    await start("documented");
    const octokit = anOctokit(sim);
    const search = () =>
      octokit.rest.search.issuesAndPullRequests({ q: "x", advanced_search: "true" }).then(
        () => 200,
        (error) => error.status,
      );
    const answers: number[] = [];
    for (let n = 0; n < 31; n++) answers.push(await search());
    expect(answers.filter((status) => status === 200)).toHaveLength(30);
    expect(answers.at(-1)).toBe(403);
  });
});
