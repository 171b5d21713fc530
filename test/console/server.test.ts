import { describe, expect, it, vi } from "vitest";
import { type ConsoleDeps, createConsole } from "../../src/console/server.ts";

function aConsole(overrides: Partial<ConsoleDeps> = {}) {
  const onError = vi.fn();
  const app = createConsole({
    receiveWebhook: async () => ({ status: 202, words: "taken in" }),
    health: async () => {},
    metrics: async () => "signalbox_paused 0\n",
    onError,
    ...overrides,
  });
  return { app, onError };
}

describe("what the program answers over HTTP", () => {
  it("is well, or unavailable without a word on why", async () => {
    expect((await aConsole().app.request("/healthz")).status).toBe(200);
    const health = () => Promise.reject(new Error("connect 10.0.0.5"));
    const answer = await aConsole({ health }).app.request("/healthz");
    expect([answer.status, await answer.text()]).toEqual([503, "unavailable\n"]);
  });

  it("gives figures as Prometheus reads them", async () => {
    const answer = await aConsole().app.request("/metrics");
    expect(answer.headers.get("content-type")).toContain("version=0.0.4");
    expect(await answer.text()).toBe("signalbox_paused 0\n");
  });

  it("hands webhooks on as raw bytes, and refuses what is larger than GitHub's own limit", async () => {
    const receiveWebhook = vi.fn(async () => ({ status: 202 as const, words: "taken in" }));
    const { app } = aConsole({ receiveWebhook });
    const body = '{"a": "ü"}';
    const sent = { method: "POST", body, headers: { "X-GitHub-Event": "issues" } };
    expect((await app.request("/github/webhook", sent)).status).toBe(202);
    const headers = expect.objectContaining({ "x-github-event": "issues" });
    expect(receiveWebhook).toHaveBeenCalledWith(new TextEncoder().encode(body), headers);
    const large = { method: "POST", body: "x".repeat(26 * 1024 * 1024) };
    expect((await app.request("/github/webhook", large)).status).toBe(413);
  });

  it("tells the log, and not the asker, what failed", async () => {
    const { app, onError } = aConsole({ metrics: () => Promise.reject(new Error("hush")) });
    const answer = await app.request("/metrics");
    expect(answer.status).toBe(500);
    expect(await answer.text()).not.toContain("hush");
    expect(onError).toHaveBeenCalledOnce();
  });
});
