import { describe, expect, it } from "vitest";
import { type LimitsProfile, paced } from "../../../src/integrations/github/pace.ts";
import { PortError } from "../../../src/triage/model/errors.ts";
import type { Allowance } from "../../../src/triage/perform/allowance.ts";
import { createFakeAllowance } from "../../fakes/allowance.ts";
import { createManualClock } from "../../fakes/clock.ts";

const SLOW_DOWN = "You have exceeded a secondary rate limit.";

type Answer = { readonly status?: number; readonly headers?: Record<string, string> };

function aGitHub(
  options: { profile?: LimitsProfile; allowance?: Allowance; answers?: Answer[] } = {},
) {
  const { profile = "documented", allowance = createFakeAllowance(), answers = [] } = options;
  const clock = createManualClock();
  const start = clock.now();
  const sent: { readonly at: number; readonly method: string }[] = [];
  const inner = async (_: Parameters<typeof fetch>[0], init?: RequestInit) => {
    sent.push({ at: clock.now() - start, method: init?.method ?? "GET" });
    const { status = 200, headers = {} } = answers.shift() ?? {};
    const body = JSON.stringify({ message: status < 400 ? "fine" : SLOW_DOWN });
    return new Response(body, { status, headers });
  };
  const deps = { profile, allowance, communityId: "here", clock };
  const another = () => paced("app", deps, inner);

  /** Turns the clock until the call has ended. @returns how long whoever was sent away is to wait */
  async function ended(call: Promise<Response>): Promise<number> {
    let wait: number | null = null;
    void call.then(
      () => {
        wait = 0;
      },
      (error: unknown) => {
        if (!(error instanceof PortError)) throw error;
        wait = error.retryAfterMs ?? 0;
      },
    );
    while (wait === null) {
      for (let n = 0; n < 20; n += 1) await Promise.resolve();
      if (wait === null) clock.advanceToNext();
    }
    return wait;
  }

  /** Tries one request again, as late as it is told each time, until it was sent. */
  async function send(send: typeof fetch, method: string): Promise<void> {
    const before = sent.length;
    while (sent.length === before) {
      const call = send("https://api.example/repos/a/b/issues", { method });
      clock.advance(await ended(call));
    }
  }

  return { clock, sent, another, ended, send };
}

const most = (at: readonly number[], span: number) =>
  Math.max(...at.map((from) => at.filter((one) => one >= from && one < from + span).length));

describe("the pace", () => {
  it("keeps writes of two processes a second apart, 80 a minute and 500 an hour together", async () => {
    const github = aGitHub();
    const processes = [github.another(), github.another()];
    for (let n = 0; n < 600; n += 1) {
      const process = processes[n % 2];
      if (process) await github.send(process, "POST");
    }
    const at = github.sent.map((one) => one.at);
    const gaps = at.slice(1).map((time, n) => time - (at[n] ?? 0));
    expect(Math.min(...gaps)).toBe(1_000);
    expect(most(at, 60_000)).toBeLessThanOrEqual(80);
    expect(most(at, 3_600_000)).toBe(500);
    expect(at.at(-1)).toBeLessThan(3_800_000);
  });

  it("keeps reads and writes within 900 points a minute", async () => {
    const github = aGitHub();
    const process = github.another();
    for (let n = 0; n < 2_000; n += 1) await github.send(process, n % 10 === 0 ? "PATCH" : "GET");
    const points = github.sent.flatMap(({ at, method }) =>
      Array<number>(method === "GET" ? 1 : 5).fill(at),
    );
    const spent = Math.max(
      ...[...new Set(points)].map(
        (from) => points.filter((one) => one >= from && one < from + 60_000).length,
      ),
    );
    expect(spent).toBeLessThanOrEqual(900);
    expect(spent).toBeGreaterThan(400);
  });

  it("does not wait at all when relaxed", async () => {
    const github = aGitHub({ profile: "relaxed" });
    const process = github.another();
    for (let n = 0; n < 50; n += 1) await github.send(process, "POST");
    expect(github.sent.at(-1)?.at).toBe(0);
  });

  it("lets one write at a time through, in order, and reads meanwhile", async () => {
    const log: string[] = [];
    const slow = Promise.withResolvers<void>();
    const inner = async (url: Parameters<typeof fetch>[0]) => {
      log.push(`${url} begins`);
      if (url === "a") await slow.promise;
      log.push(`${url} ends`);
      return new Response("{}");
    };
    const clock = createManualClock();
    const allowance = createFakeAllowance();
    const deps = { profile: "relaxed", allowance, communityId: "here", clock } as const;
    const send = paced("app", deps, inner);
    const first = send("a", { method: "POST" });
    await Promise.resolve();
    const second = send("b", { method: "POST" });
    for (let n = 0; n < 20; n += 1) await Promise.resolve();
    await send("c");
    slow.resolve();
    await Promise.all([first, second]);
    expect(log).toEqual(["a begins", "c begins", "c ends", "a ends", "b begins", "b ends"]);
  });

  it("sends away what would wait past its claim, and never performs it late", async () => {
    const clock = createManualClock();
    const allowance = createFakeAllowance();
    const slow = Promise.withResolvers<Response>();
    const deps = { profile: "relaxed", allowance, communityId: "here", clock } as const;
    const asked: unknown[] = [];
    const send = paced("app", deps, async (url) => {
      asked.push(url);
      return slow.promise;
    });
    const first = send("a", { method: "POST" });
    const second = send("b", { method: "POST" });
    for (let n = 0; n < 20; n += 1) await Promise.resolve();
    clock.advance(21_000);
    slow.resolve(new Response("{}"));
    await first;
    await expect(second).rejects.toMatchObject({ retry: "later" });
    expect(asked).toEqual(["a"]);
  });

  it.each([
    {
      says: "for how long",
      answer: { status: 403, headers: { "retry-after": "300" } },
      ms: 300_000,
    },
    { says: "nothing of how long", answer: { status: 429 }, ms: 60_000 },
  ])("is silent in all processes when GitHub says $says", async ({ answer, ms }) => {
    const github = aGitHub({ profile: "relaxed", answers: [answer] });
    const [one, other] = [github.another(), github.another()];
    await github.send(one, "POST");
    await github.send(other, "GET");
    await github.send(one, "POST");
    expect(github.sent.map(({ at }) => at)).toEqual([0, ms, ms]);
  });

  it("waits longer each time when GitHub goes on refusing without a time, until it answers", async () => {
    const refused = { status: 403 };
    const answers = [refused, refused, refused, {}, refused];
    const github = aGitHub({ profile: "relaxed", answers });
    const process = github.another();
    for (let n = 0; n < 6; n += 1) await github.send(process, "POST");
    const minutes = github.sent.map(({ at }) => at / 60_000);
    expect(minutes).toEqual([0, 1, 3, 7, 7, 8]);
  });

  it("waits for the reset when the hour's requests are used up", async () => {
    const github = aGitHub({ profile: "relaxed" });
    const reset = String(github.clock.now() / 1000 + 1_800);
    const headers = { "x-ratelimit-remaining": "0", "x-ratelimit-reset": reset };
    const again = aGitHub({ profile: "relaxed", answers: [{ status: 403, headers }] });
    const process = again.another();
    await again.send(process, "GET");
    await again.send(process, "GET");
    expect(again.sent.map(({ at }) => at)).toEqual([0, 1_800_000]);
  });
});
