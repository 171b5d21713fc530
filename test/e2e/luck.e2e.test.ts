import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { MINUTE, SECOND } from "../../src/triage/model/clock.ts";
import { CRASH_POINTS, type CrashPoint } from "../../src/triage/perform/apply-actions.ts";
import { type ATown, aTown } from "./a-town.ts";

/** What is logged when a test brings trouble on purpose. */
const EXPECTED = [/dies here/, /Gateway/, /Could not catch up/, /Queue connection/, /Worker error/];

describe("bad luck", () => {
  let town: ATown;
  let dieAt: CrashPoint | null = null;
  let deaths = 0;
  beforeAll(async () => {
    town = await aTown({
      lasting: true,
      reached(point) {
        if (point !== dieAt) return;
        dieAt = null;
        deaths += 1;
        throw new Error(`the process dies here: ${point}`);
      },
    });
  });
  afterAll(async () => {
    town.expectOrder({ errors: EXPECTED });
    await town.close();
  });

  it.each(CRASH_POINTS)("answers once when the process dies %s", async (point) => {
    const { thread } = await town.ask("How do I upload?");
    await town.press(town.cards()[0], "send").ack();
    await town.quiet();
    const before = deaths;
    dieAt = point;
    await town.later(10 * SECOND);
    expect(deaths).toBe(before + 1);
    await town.restart();
    await town.later(2 * MINUTE);
    expect(town.said(thread)).toHaveLength(1);
    expect((await town.ticketOf(thread)).ticket).toMatchObject({
      state: "answered",
      publicMessages: 1,
    });
  });

  it("files once when the process dies after GitHub has the issue", async () => {
    const issues = town.issues().length;
    const { thread } = await town.ask("It hangs");
    await town.press(town.cards()[0], "send").ack();
    await town.quiet();
    dieAt = "after outside call";
    await town.later(10 * SECOND);
    await town.restart();
    await town.later(2 * MINUTE);
    expect(town.issues()).toHaveLength(issues + 1);
    expect((await town.ticketOf(thread)).ticket.state).toBe("with-team");
    expect(town.said(thread)).toHaveLength(1);
  });

  it("says it once when Discord did it and the answer was lost, and so on GitHub", async () => {
    const issues = town.issues().length;
    const { thread } = await town.ask("It hangs");
    const { discord, github } = town;
    github.faults.failNext("POST /repos/acme/sdk/issues", { status: 502, when: "after" });
    discord.faults.failNext("POST /channels/:id/messages", { status: 502, when: "after" });
    await town.approve();
    await town.later(10 * SECOND);
    await town.later(10 * SECOND);
    expect(town.issues()).toHaveLength(issues + 1);
    expect(town.said(thread)).toHaveLength(1);
    expect((await town.ticketOf(thread)).ticket.state).toBe("with-team");
  });

  it("waits while GitHub is down and while it asks to slow down, and says so", async () => {
    const issues = town.issues().length;
    const { thread } = await town.ask("It hangs");
    town.github.faults.failNext(/^POST .*\/issues$/, { status: 503, times: 3 });
    town.github.faults.secondaryLimit({ pattern: /^POST .*\/issues$/, retryAfterSeconds: 90 });
    await town.approve();
    expect(town.issues()).toHaveLength(issues);
    const waiting = (await town.ticketOf(thread)).actions.find(({ state }) => state === "waiting");
    expect(waiting).toMatchObject({ deed: { do: "open-issue" } });
    expect(waiting?.outcome).toContain("GitHub");
    for (let minute = 0; minute < 5; minute += 1) await town.later(MINUTE);
    expect(town.issues()).toHaveLength(issues + 1);
    expect(town.said(thread)).toHaveLength(1);
  });

  it("loses nothing of what is written while Discord's API and gateway are away", async () => {
    const { discord } = town;
    const { identifies } = discord.stats();
    const callOff = discord.faults.failNext(/./, { status: 503, times: 1_000_000 });
    discord.faults.forgetSessions();
    discord.faults.dropConnections();
    const by = town.member();
    const thread = await by.createForumPost(town.channels.get("help") ?? "", {
      title: "Help, please",
      content: "How do I upload?",
    });
    for (let n = 0; n < 4; n += 1) town.clock.advance(30 * SECOND);
    callOff();
    // The client waits a few seconds of its own before it says who it is.
    await vi.waitFor(
      () => {
        town.clock.advance(30 * SECOND);
        expect(discord.stats().identifies).toBeGreaterThan(identifies);
      },
      { timeout: 20_000, interval: 250 },
    );
    town.posted.push(thread);
    await town.later(MINUTE);
    await town.approve();
    expect(town.said(thread)).toHaveLength(1);
  });

  it("tells reporters once when webhooks come twice and in the wrong order", async () => {
    const { thread } = await town.ask("It hangs");
    await town.approve();
    const { issue } = await town.ticketOf(thread);
    if (!issue) throw new Error("not filed");
    const { github } = town;
    const kaja = github.as("kaja");
    github.webhooks.misbehave("out-of-order");
    kaja.closeIssue("acme/sdk", issue.number);
    town.clock.advance(MINUTE);
    kaja.reopen("acme/sdk", issue.number);
    await github.webhooks.settled();
    await town.later(10 * MINUTE);
    expect(town.texts(thread).join()).not.toContain("This is fixed");
    github.webhooks.misbehave("doubled");
    kaja.closeIssue("acme/sdk", issue.number);
    await github.webhooks.settled();
    await town.later(10 * MINUTE);
    expect(town.texts(thread).filter((text) => text.includes("This is fixed"))).toHaveLength(1);
  });

  it("tells reporters of a closing that no webhook told of", async () => {
    const { thread } = await town.ask("It hangs");
    await town.approve();
    const { issue } = await town.ticketOf(thread);
    town.github.webhooks.misbehave("lost");
    town.github.as("kaja").closeIssue("acme/sdk", issue?.number ?? 0);
    for (let turn = 0; turn < 6; turn += 1) await town.later(5 * MINUTE);
    expect(town.texts(thread).filter((text) => text.includes("This is fixed"))).toHaveLength(1);
  });
});
