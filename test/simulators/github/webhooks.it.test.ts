import { existsSync, readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { specsFolder } from "../specs.ts";
import { type GitHubSimulator, startGitHubSimulator } from "./server.ts";
import { signatureOf } from "./webhooks.ts";

type Received = { id: string; event: string; signature: string; text: string };

const secret = "of the hook";
const repo = "acme/app";
let received: Received[] = [];
let status = 202;
let endpoint: Server;
let sim: GitHubSimulator;

beforeEach(async () => {
  received = [];
  status = 202;
  endpoint = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    received.push({
      id: String(request.headers["x-github-delivery"]),
      event: String(request.headers["x-github-event"]),
      signature: String(request.headers["x-hub-signature-256"]),
      text: Buffer.concat(chunks).toString(),
    });
    response.writeHead(status).end();
  });
  await new Promise<void>((resolve) => endpoint.listen(0, "127.0.0.1", resolve));
  const { port } = endpoint.address() as AddressInfo;
  sim = await startGitHubSimulator({
    repositories: [
      { name: repo, members: { mona: "MEMBER" } },
      { name: "acme/web", members: { mona: "MEMBER" } },
    ],
    webhook: { url: `http://127.0.0.1:${port}/webhooks/github`, secret },
  });
});

afterEach(async () => {
  await sim.close();
  endpoint.closeAllConnections();
  await new Promise((resolve) => endpoint.close(resolve));
});

const events = () => received.map(({ event, text }) => `${event}.${JSON.parse(text).action ?? ""}`);

describe("deliveries", () => {
  it("are signed over the bytes sent and carry their own id", async () => {
    sim.as("mona").openIssue(repo, { title: "é 🚦", labels: ["bug"] });
    sim.as("mona").closeIssue(repo, 1, { reason: "not_planned" });
    await sim.webhooks.settled();
    expect(events()).toEqual(["ping.", "issues.opened", "issues.labeled", "issues.closed"]);
    expect(new Set(received.map(({ id }) => id)).size).toBe(4);
    for (const { text, signature } of received) expect(signature).toBe(signatureOf(text, secret));
    expect(JSON.parse(received[3]?.text ?? "").issue).toMatchObject({
      state_reason: "not_planned",
    });
  });

  it("are lost, doubled, late and out of order when told to be", async () => {
    const mona = sim.as("mona");
    await sim.webhooks.settled();
    received = [];
    sim.webhooks.misbehave("lost");
    mona.openIssue(repo, { title: "x" });
    sim.webhooks.misbehave("doubled");
    mona.closeIssue(repo, 1);
    sim.webhooks.misbehave("out-of-order");
    mona.reopen(repo, 1);
    mona.comment(repo, 1, "hello");
    sim.webhooks.misbehave("late");
    mona.pin(repo, 1);
    mona.lock(repo, 1);
    await sim.webhooks.settled();
    const soon = ["issues.closed", "issues.closed", "issue_comment.created", "issues.reopened"];
    expect(events()).toEqual([...soon, "issues.locked"]);
    expect(received[0]?.id).toBe(received[1]?.id);
    sim.webhooks.releaseLate();
    await sim.webhooks.settled();
    expect(events().at(-1)).toBe("issues.pinned");
  });

  it("keep what became of them and are sent again under the same id", async () => {
    status = 500;
    sim.as("mona").openIssue(repo, { title: "x" });
    await sim.webhooks.settled();
    status = 202;
    sim.webhooks.redeliver();
    await sim.webhooks.settled();
    expect(sim.webhooks.deliveries().at(-1)?.attempts).toEqual([500, 202]);
    expect(received.at(-1)?.id).toBe(received.at(-2)?.id);
  });

  it("stay away from an app that is not installed", async () => {
    sim.configureRepository(repo, { installed: false });
    sim.as("mona").openIssue(repo, { title: "x" });
    await sim.webhooks.settled();
    expect(events()).toEqual(["ping."]);
  });
});

const file = join(specsFolder(), "github/webhook_examples.api.github.com.json.gz");
type Example = Record<string, unknown>;

describe.skipIf(!existsSync(file))(`payloads beside the real ones (${file})`, () => {
  it("have every key that GitHub's have", async () => {
    haveEverythingHappen(sim);
    await sim.webhooks.settled();
    const real: { name: string; examples: Example[] }[] = JSON.parse(
      gunzipSync(readFileSync(file)).toString(),
    );
    const missing: string[] = [];
    let compared = 0;
    for (const { event, text } of received) {
      const ours = JSON.parse(text);
      if (event === "ping") continue;
      const example = real
        .find(({ name }) => name === event)
        ?.examples.find(({ action }) => action === ours.action);
      if (!example) continue;
      compared += 1;
      missing.push(...missingKeys(example, ours, `${event}.${ours.action}`));
    }
    expect(compared).toBeGreaterThanOrEqual(15);
    expect([...new Set(missing)]).toEqual([]);
  });
});

function haveEverythingHappen({ as }: GitHubSimulator): void {
  const mona = as("mona");
  mona.openIssue(repo, { title: "one", body: "text", labels: ["bug", "fresh"] });
  mona.edit(repo, 1, { title: "one more", body: "more text" });
  mona.unlabel(repo, 1, "bug");
  mona.closeIssue(repo, 1);
  mona.reopen(repo, 1);
  const { id } = mona.comment(repo, 1, "hello");
  mona.editComment(repo, id, "hello again");
  mona.deleteComment(repo, id);
  mona.pin(repo, 1);
  mona.lock(repo, 1);
  mona.transfer(repo, 1, "acme/web");
  mona.openIssue(repo, { title: "two" });
  mona.delete(repo, 2);
  mona.openPullRequest(repo, { title: "a change" });
  mona.mergePullRequest(repo, 3);
  mona.publishRelease(repo, { tag: "v1", name: "One" });
  mona.publishRelease(repo, { tag: "v2-rc", prerelease: true });
}

// Parts that our issues never have, or that differ from repository to repository.
const NOT_SIMULATED = /milestone\.|assignee\.|_links\.|\.organization|\.license\.|assets|app\./;

function missingKeys(theirs: unknown, ours: unknown, path: string): string[] {
  if (NOT_SIMULATED.test(`${path}.`)) return [];
  if (Array.isArray(theirs)) {
    return Array.isArray(ours) && theirs.length > 0 && ours.length > 0
      ? missingKeys(theirs[0], ours[0], `${path}[]`)
      : [];
  }
  if (typeof theirs !== "object" || theirs === null) return [];
  if (typeof ours !== "object" || ours === null) return [];
  return Object.entries(theirs).flatMap(([key, value]) => {
    const at = `${path}.${key}`;
    if (key in ours) return missingKeys(value, (ours as Example)[key], at);
    return NOT_SIMULATED.test(`${at}.`) ? [] : [at];
  });
}
