import { describe, expect, it } from "vitest";
import {
  createDiscordSpecChecker,
  createGitHubSpecChecker,
  createOpenAiSpecChecker,
  specsFolder,
} from "./specs.ts";

const discord = createDiscordSpecChecker();
const openai = createOpenAiSpecChecker();
const github = createGitHubSpecChecker();
const why = `no descriptions under ${specsFolder()}`;

describe.skipIf(!discord)(`Discord's description ${discord ? "" : `(skipped: ${why})`}`, () => {
  const send = (body: unknown) =>
    discord?.check("POST", "/channels/123/messages", {}, {}, body).type;

  it("allows what a bot sends", () => {
    const button = { type: 2, style: 1, label: "Send", custom_id: "send:1" };
    const body = {
      content: "Hello",
      nonce: "abc",
      enforce_nonce: true,
      allowed_mentions: { parse: [], replied_user: false },
      embeds: [{ title: "Card", fields: [{ name: "a", value: "b", inline: true }] }],
      components: [{ type: 1, components: [button] }],
    };
    expect(discord?.check("POST", "/channels/123/messages", {}, {}, body)).toMatchObject({
      type: "ok",
    });
    expect(
      discord?.check("PUT", "/channels/1/messages/2/reactions/%F0%9F%91%80/@me", {}),
    ).toMatchObject({ type: "ok" });
    expect(
      discord?.check("PUT", "/applications/1/commands", {}, {}, [
        { name: "next", description: "Next", default_member_permissions: "32" },
      ]),
    ).toMatchObject({ type: "ok" });
  });

  it("refuses what Discord would", () => {
    expect(send({ content: "a".repeat(2_001) })).toBe("violation");
    expect(send({ content: 5 })).toBe("violation");
    expect(send({ contnet: "a" })).toBe("violation");
    expect(send({ content: "a", nonce: "a".repeat(26) })).toBe("violation");
    expect(discord?.check("GET", "/channels/123/messages", { limit: "101" }).type).toBe(
      "violation",
    );
    expect(discord?.check("GET", "/nowhere", {}).type).toBe("undescribed");
  });
});

describe.skipIf(!openai)(`OpenAI's description ${openai ? "" : `(skipped: ${why})`}`, () => {
  it("tells a structured request from a wrong one", () => {
    const format = { type: "json_schema", name: "n", strict: true, schema: { type: "object" } };
    const input = [{ role: "user", content: [{ type: "input_text", text: "hi" }] }];
    const body = { model: "gpt-4.1-mini-2025-04-14", input, text: { format }, store: false };
    expect(openai?.check("POST", "/responses", {}, {}, body)).toMatchObject({ type: "ok" });
    expect(openai?.check("POST", "/responses", {}, {}, { ...body, input: 5 }).type).toBe(
      "violation",
    );
    expect(
      openai?.check("POST", "/embeddings", {}, {}, { model: "m", input: ["a"], dimensions: 512 }),
    ).toMatchObject({ type: "ok" });
    expect(openai?.check("POST", "/embeddings", {}, {}, { model: "m" }).type).toBe("violation");
  });
});

describe.skipIf(!github)(`GitHub's description ${github ? "" : `(skipped: ${why})`}`, () => {
  const open = (body: unknown) => github?.check("POST", "/repos/o/r/issues", {}, {}, body);

  it("tells an issue from a wrong one", () => {
    expect(open({ title: "A", body: "b", labels: ["bug"], assignees: [] })).toMatchObject({
      type: "ok",
    });
    expect(open({ body: "b" })?.type).toBe("violation");
    expect(open({ title: "A", lables: ["bug"] })?.type).toBe("violation");
    expect(
      github?.check("GET", "/repos/o/r/issues", { state: "all", per_page: "100" }),
    ).toMatchObject({ type: "ok" });
    expect(github?.check("GET", "/repos/o/r/issues", { state: "some" }).type).toBe("violation");
    expect(github?.check("DELETE", "/repos/o/r/issues/5/labels/area%2Fsdk", {})).toMatchObject({
      type: "ok",
    });
    expect(
      github?.check("PATCH", "/repos/o/r/issues/5", {}, {}, { state: "closed", milestone: null }),
    ).toMatchObject({ type: "ok" });
  });
});
