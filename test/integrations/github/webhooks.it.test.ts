import { createServer, type Server } from "node:http";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parseWebhook, type Webhook } from "../../../src/integrations/github/webhooks.ts";
import { type GitHubSimulator, startGitHubSimulator } from "../../simulators/github/server.ts";

const secret = "of the hook";
const repo = "acme/app";
let heard: Webhook[] = [];
let endpoint: Server;
let sim: GitHubSimulator;

beforeEach(async () => {
  heard = [];
  endpoint = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
    );
    const webhook = parseWebhook(Buffer.concat(chunks), headers, secret, "signalbox[bot]");
    heard.push(webhook);
    response.writeHead(webhook.type === "rejected" ? 401 : 202).end();
  });
  await new Promise<void>((resolve) => endpoint.listen(0, "127.0.0.1", resolve));
  const address = endpoint.address();
  const port = typeof address === "object" ? address?.port : 0;
  const members = { mona: "MEMBER" as const };
  sim = await startGitHubSimulator({
    repositories: [repo, "acme/web"].map((name) => ({ name, members })),
    webhook: { url: `http://127.0.0.1:${port}`, secret },
  });
});

afterEach(async () => {
  await sim.close();
  endpoint.closeAllConnections();
  await new Promise((resolve) => endpoint.close(resolve));
});

const events = () => heard.flatMap((one) => (one.type === "event" ? [one.event] : []));

describe("what people do on GitHub", () => {
  it("reaches us as events, or is ignored with a reason", async () => {
    const mona = sim.as("mona");
    mona.openIssue(repo, { title: "It hangs", labels: ["bug"] });
    mona.comment(repo, 1, "/signalbox ask Which version?");
    mona.comment(repo, 1, "thanks");
    sim.as("visitor").comment(repo, 1, "/signalbox tell It is fixed, trust me.");
    mona.closeIssue(repo, 1, { reason: "not_planned" });
    mona.reopen(repo, 1);
    mona.pin(repo, 1);
    mona.publishRelease(repo, { tag: "v1" });
    mona.transfer(repo, 1, "acme/web");
    await sim.webhooks.settled();

    expect(
      heard.map((one) => (one.type === "ignored" ? `${one.name}: ${one.reason}` : one.type)),
    ).toEqual([
      "ping: a greeting",
      "event",
      "event",
      "event",
      "issue_comment.created: a comment without a directive",
      "issue_comment.created: a directive by somebody outside the team",
      "event",
      "event",
      "issues.pinned: pinned changes nothing for reporters",
      "event",
      "event",
      "event",
      "event",
    ]);
    expect(events()).toMatchObject([
      { event: "opened", issue: { labels: ["bug"], visibility: "public" } },
      { event: "labeled", label: "bug" },
      { event: "directive", directive: "ask", words: "Which version?", by: "mona" },
      { event: "closed", issue: { state: "closed", stateReason: "not_planned" } },
      { event: "reopened", issue: { state: "open", stateReason: null } },
      { event: "released", repository: repo, release: "v1" },
      { event: "released", repository: repo, release: "v1" },
      { event: "transferred", issue: { repository: repo }, movedTo: { repository: "acme/web" } },
      { event: "opened", issue: { repository: "acme/web" } },
    ]);
  });

  it("comes with the same id when it comes twice", async () => {
    sim.webhooks.misbehave("doubled");
    sim.as("mona").openIssue(repo, { title: "twice" });
    await sim.webhooks.settled();
    const [first, second] = heard.filter((one) => one.type === "event");
    expect(first?.id).toBe(second?.id);
  });

  it("is rejected when it is signed with another secret", async () => {
    const url = sim.webhooks.target()?.url ?? "";
    sim.webhooks.deliverTo({ url, secret: "guessed" });
    sim.as("mona").openIssue(repo, { title: "forged" });
    await sim.webhooks.settled();
    expect(events()).toEqual([]);
    expect(sim.webhooks.deliveries().at(-1)?.attempts).toEqual([401]);
  });
});
