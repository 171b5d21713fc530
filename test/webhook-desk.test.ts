import { createHmac } from "node:crypto";
import { expect, it } from "vitest";
import { repositoriesOf } from "../src/triage/decide/route.ts";
import { createWebhookDesk } from "../src/webhook-desk.ts";
import { COMMUNITY, createHouse } from "./fakes/house.ts";
import { anIssue } from "./fakes/samples.ts";

const SECRET = "of the hook";

async function aDesk() {
  const house = createHouse();
  const [routed = ""] = repositoriesOf(await house.policyOf());
  const desk = createWebhookDesk(COMMUNITY, house, { secret: SECRET, login: async () => "us" });
  let deliveries = 0;
  const hear = (repository: string, nodeId: string) => {
    const issue = {
      node_id: nodeId,
      number: 7,
      html_url: `https://github.example/${repository}/issues/7`,
      repository_url: `https://api.github.example/repos/${repository}`,
      title: "It hangs",
      body: "what nobody here is to read",
      state: "open",
      state_reason: null,
      labels: [],
      user: { login: "mona" },
      created_at: "2026-03-01T10:00:00Z",
      updated_at: "2026-03-02T10:00:00Z",
    };
    const payload = {
      action: "opened",
      issue,
      repository: { full_name: repository, private: true },
    };
    const raw = Buffer.from(JSON.stringify(payload));
    deliveries += 1;
    return desk.receive(raw, {
      "x-github-delivery": `d-${deliveries}`,
      "x-github-event": "issues",
      "x-hub-signature-256": `sha256=${createHmac("sha256", SECRET).update(raw).digest("hex")}`,
    });
  };
  return { house, desk, routed, hear };
}

it("keeps nothing of an issue in a repository that no route leads to", async () => {
  const { house, hear } = await aDesk();
  const answer = await hear("acme/payroll", "I_private");
  expect(answer).toEqual({ status: 200, words: "ignored: no route leads to acme/payroll" });
  expect(await house.tickets.delivery(COMMUNITY, "d-1")).toBeNull();
  expect(await house.tickets.issue(COMMUNITY, "I_private")).toBeNull();
});

it("hears of one that a route leads to, however its name is spelt", async () => {
  const { house, desk, routed, hear } = await aDesk();
  expect(await hear(routed.toUpperCase(), "I_7")).toMatchObject({ status: 202 });
  await desk.handle("d-1");
  expect(await house.tickets.issue(COMMUNITY, "I_7")).not.toBeNull();
});

it("goes on hearing of an issue of ours that was moved elsewhere", async () => {
  const { house, hear } = await aDesk();
  await house.tickets.saveIssue(COMMUNITY, anIssue({ nodeId: "I_moved" }));
  expect(await hear("acme/elsewhere", "I_moved")).toMatchObject({ status: 202 });
});
