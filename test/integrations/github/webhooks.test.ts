import { createHmac } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { parseWebhook, readPayload } from "../../../src/integrations/github/webhooks.ts";
import { specsFolder } from "../../simulators/specs.ts";

const secret = "of the hook";

function delivered(payload: unknown, overrides: Record<string, string | undefined> = {}) {
  const raw = Buffer.from(typeof payload === "string" ? payload : JSON.stringify(payload));
  const signature = `sha256=${createHmac("sha256", secret).update(raw).digest("hex")}`;
  const headers = {
    "x-github-delivery": "d-1",
    "x-github-event": "issues",
    "x-hub-signature-256": signature,
    ...overrides,
  };
  return { raw, headers };
}

function parse(payload: unknown, overrides: Record<string, string | undefined> = {}) {
  const { raw, headers } = delivered(payload, overrides);
  return parseWebhook(raw, headers, secret, "signalbox[bot]");
}

function anIssuePayload(action: string, more: Record<string, unknown> = {}) {
  return {
    action,
    issue: {
      node_id: "I_1",
      number: 7,
      html_url: "https://github.example/acme/app/issues/7",
      repository_url: "https://api.github.example/repos/acme/app",
      title: "It hangs",
      body: null,
      state: "closed",
      state_reason: "not_planned",
      labels: [{ name: "bug" }],
      user: { login: "mona" },
      created_at: "2026-03-01T10:00:00Z",
      updated_at: "2026-03-02T10:00:00Z",
    },
    repository: { full_name: "acme/app", private: true },
    sender: { login: "mona", type: "User" },
    ...more,
  };
}

describe("a delivery", () => {
  it("becomes an event in our words", () => {
    expect(parse(anIssuePayload("closed"))).toEqual({
      type: "event",
      id: "d-1",
      name: "issues.closed",
      event: {
        event: "closed",
        issue: {
          nodeId: "I_1",
          repository: "acme/app",
          number: 7,
          url: "https://github.example/acme/app/issues/7",
          title: "It hangs",
          body: "",
          state: "closed",
          stateReason: "not_planned",
          visibility: "private",
          labels: ["bug"],
          milestone: null,
          assigned: false,
          ticketId: null,
          updatedAt: Date.parse("2026-03-02T10:00:00Z"),
        },
      },
    });
  });

  it.each([
    { what: "no signature", headers: { "x-hub-signature-256": undefined } },
    { what: "a short signature", headers: { "x-hub-signature-256": "sha256=00" } },
    { what: "another signature", headers: { "x-hub-signature-256": `sha256=${"0".repeat(64)}` } },
    { what: "no id", headers: { "x-github-delivery": undefined } },
    { what: "no event", headers: { "x-github-event": undefined } },
  ])("with $what is rejected", ({ headers }) => {
    expect(parse(anIssuePayload("closed"), headers).type).toBe("rejected");
  });

  it("is rejected when a byte was changed, or no secret is set", () => {
    const { raw, headers } = delivered(anIssuePayload("closed"));
    const changed = Buffer.from(raw);
    changed[10] = (changed[10] ?? 0) ^ 1;
    expect(parseWebhook(changed, headers, secret).type).toBe("rejected");
    const unsigned = `sha256=${createHmac("sha256", "").update(raw).digest("hex")}`;
    const forged = { ...headers, "x-hub-signature-256": unsigned };
    expect(parseWebhook(raw, forged, "").type).toBe("rejected");
  });

  it("is verified over the bytes, not over what they parse to", () => {
    const spaced = JSON.stringify(anIssuePayload("closed"), null, 2);
    expect(parse(spaced).type).toBe("event");
  });

  it.each(["payload=%7B%7D", "", "{"])("that is not JSON is rejected: %j", (text) => {
    expect(parse(text).type).toBe("rejected");
  });

  it.each([
    { payload: anIssuePayload("pinned"), reason: "pinned changes nothing for reporters" },
    { payload: { action: "closed" }, reason: "unreadable at issue" },
    { payload: [], reason: " changes nothing for reporters" },
    {
      payload: anIssuePayload("closed", { sender: { login: "signalbox[bot]", type: "Bot" } }),
      reason: "our own doing",
    },
  ])("is ignored with a reason: $reason", ({ payload, reason }) => {
    expect(parse(payload)).toMatchObject({ type: "ignored", reason });
  });
});

describe("a comment", () => {
  const comment = (author_association: string, body: string, type = "User") => ({
    ...anIssuePayload("created"),
    comment: { id: 7, body, author_association, user: { login: "mona", type } },
  });
  const read = (payload: unknown) => readPayload("issue_comment", payload, "signalbox[bot]");

  it.each(["OWNER", "MEMBER", "COLLABORATOR"])("by a %s may direct us", (association) => {
    expect(
      read(comment(association, "/signalbox ask Which version, ada@mail.acme-uploads.dev?")),
    ).toMatchObject({
      event: {
        event: "directive",
        directive: "ask",
        words: "Which version, [redacted: email]?",
        by: "mona",
        commentId: "7",
      },
    });
  });

  it("that was edited may hold a directive now, and may hold one that we do not know", () => {
    const edited = { ...comment("MEMBER", "/signalbox aks Which?"), action: "edited" };
    expect(read(edited)).toMatchObject({ event: { event: "directive", directive: "wrong" } });
  });

  it.each([
    {
      payload: comment("NONE", "/signalbox ask x"),
      ignored: "a directive by somebody outside the team",
    },
    {
      payload: comment("CONTRIBUTOR", "/signalbox tell x"),
      ignored: "a directive by somebody outside the team",
    },
    { payload: comment("MEMBER", "/signalbox ask x", "Bot"), ignored: "a directive by a bot" },
    { payload: comment("OWNER", "nice"), ignored: "a comment without a directive" },
  ])("is ignored: $ignored", ({ payload, ignored }) => {
    expect(read(payload)).toMatchObject({ ignored });
  });
});

const file = join(specsFolder(), "github/webhook_examples.api.github.com.json.gz");
type Examples = { name: string; examples: unknown[] }[];

describe.skipIf(!existsSync(file))(`the real examples (${file})`, () => {
  it("are each handled or ignored with a reason", () => {
    const real: Examples = JSON.parse(gunzipSync(readFileSync(file)).toString());
    const seen: Record<string, number> = {};
    for (const { name, examples } of real) {
      for (const payload of examples) {
        const webhook = parse(payload, { "x-github-event": name });
        expect(webhook.type).not.toBe("rejected");
        if (webhook.type === "ignored") expect(webhook.reason).not.toBe("");
        const outcome = webhook.type === "event" ? webhook.event.event : "ignored";
        seen[outcome] = (seen[outcome] ?? 0) + 1;
        if (webhook.type === "ignored") expect(webhook.reason).not.toMatch(/^unreadable/);
      }
    }
    expect(Object.values(seen).reduce((sum, count) => sum + count, 0)).toBe(329);
    expect(seen).toEqual({
      opened: 4,
      edited: 10,
      labeled: 2,
      released: 4,
      repository: 9,
      access: 9,
      reopened: 1,
      deleted: 1,
      transferred: 1,
      ignored: 288,
    });
  });

  it("survive damage to any part of them", () => {
    const real: Examples = JSON.parse(gunzipSync(readFileSync(file)).toString());
    const issues = real.find(({ name }) => name === "issues")?.examples ?? [];
    for (const payload of issues as Record<string, unknown>[]) {
      for (const key of Object.keys(payload)) {
        for (const damage of [undefined, null, 0, "", [], {}]) {
          expect(() => readPayload("issues", { ...payload, [key]: damage })).not.toThrow();
        }
      }
    }
  });
});
