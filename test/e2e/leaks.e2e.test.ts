import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { MINUTE, SECOND } from "../../src/triage/model/clock.ts";
import { aFailure } from "../fakes/engines.ts";
import { aClassification } from "../fakes/samples.ts";
import { type ATown, aTown } from "./a-town.ts";

// Put together here, so that none stands in the repository.
const KEY = `sk-${"proj"}-${"A1b2C3d4".repeat(6)}`;
const TOKEN = `ghp_${"a1B2c3D4e5".repeat(4).slice(0, 36)}`;
const PATIENCE = { timeout: 30_000 };

describe("a credential that leaked", () => {
  let town: ATown;
  beforeAll(async () => {
    town = await aTown();
  });
  afterAll(async () => {
    expect(JSON.stringify(town.discord.messages(town.review))).not.toContain(KEY.slice(0, 16));
    town.expectOrder();
    await town.close();
  });

  const told = (id: string) => town.discord.directMessages(id).map((one) => JSON.stringify(one));
  const alerts = () => {
    const staff = town.discord.messages(town.review).map((one) => JSON.stringify(one));
    return staff.filter((text) => text.includes("stood in"));
  };

  it("is told at once: while the post's bundle is open, and while the engine is down", async () => {
    town.classifier.when("engine dies", aFailure());
    const by = town.member();
    const draft = { title: "Help", content: `engine dies ${KEY}` };
    const thread = await by.createForumPost(town.channels.get("help") ?? "", draft);
    // The clock stands still: nothing of it waits for the bundle, or for a classification.
    await vi.waitFor(() => expect(told(by.id)).toHaveLength(1), PATIENCE);
    await vi.waitFor(() => expect(alerts()).toHaveLength(1), PATIENCE);
    town.clock.advance(MINUTE);
    const classification = aClassification({ kind: "other" });
    town.classifier.when("engine dies", { type: "classified", classification, call: null });
    town.posted.push(thread);
    await town.later(15 * MINUTE);
    expect((await town.ticketOf(thread)).ticket.state).toBe("resting");
    expect(told(by.id)).toHaveLength(1);
    expect(alerts()).toHaveLength(1);
  });

  it("is told when it comes later: by an edit, in a reply, and whatever the team has already", async () => {
    const filed = await town.ask("It hangs");
    await town.approve();
    filed.by.edit(filed.thread, `It hangs with ${KEY}`);
    await town.later(SECOND);
    expect(told(filed.by.id)).toHaveLength(1);
    // Another kind of credential is news, the same is not.
    town.posted.push(filed.by.post(filed.thread, `The second one: ${KEY.replaceAll("A", "B")}`));
    await town.later(SECOND);
    expect(told(filed.by.id)).toHaveLength(1);
    town.posted.push(filed.by.post(filed.thread, `And the token: ${TOKEN}`));
    await town.later(SECOND);
    expect(told(filed.by.id)).toHaveLength(2);
    expect(JSON.stringify(town.issues())).not.toContain(TOKEN);

    const answered = await town.ask("How do I upload?");
    await town.approve();
    answered.by.edit(answered.thread, `How do I upload? ${KEY}`);
    await town.later(SECOND);
    expect(told(answered.by.id)).toHaveLength(1);
  });

  it("is told to whoever shows theirs in somebody else's thread, and to nobody else", async () => {
    const { thread, by } = await town.ask("It hangs");
    const other = town.member();
    town.posted.push(other.post(thread, `Same here, with this config: ${KEY}`));
    await town.later(SECOND);
    expect(told(other.id)).toHaveLength(1);
    expect(told(by.id)).toEqual([]);
    expect(alerts().at(-1)).toContain("A credential stood in a reply");
    await town.approve("dismiss");
  });

  it("is told when it stands in a file, with a count for staff and no word of it", async () => {
    const file = { name: "run.log", content: `a=${KEY}\nb=${TOKEN}\n`, contentType: "text/plain" };
    const { by } = await town.ask("It hangs, see the log", { files: [file] });
    expect(told(by.id)).toHaveLength(1);
    expect(told(by.id)[0]).not.toContain(TOKEN);
    expect(alerts().at(-1)).toContain("2 credentials stood in the post");
    await town.approve("dismiss");
  });

  it("is told though Discord was down when it came, and triage was faster", async () => {
    const by = town.member();
    town.discord.faults.failNext("POST /users/@me/channels", { status: 503 });
    const { thread } = await town.ask(`How do I upload? ${KEY}`, { by });
    town.posted.push(town.member().post(thread, "Use parts."));
    await town.later(MINUTE);
    expect(told(by.id)).toHaveLength(1);
  });
});
