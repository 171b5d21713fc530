import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buttonsOf } from "../../demo/headless/buttons.ts";
import { MINUTE, SECOND } from "../../src/triage/model/clock.ts";
import { aCandidate } from "../fakes/samples.ts";
import { type ATown, aTown } from "./a-town.ts";

/** A secret-shaped text, put together here so that none stands in the repository. */
const KEY = `sk-${"proj"}-${"A1b2C3d4".repeat(6)}`;

describe("the story of the demo, on the real program", () => {
  let town: ATown;
  beforeAll(async () => {
    town = await aTown();
  });
  afterAll(async () => {
    town.expectOrder();
    await town.close();
  });

  it("answers a question with a citation once a person pressed Send", async () => {
    const { thread } = await town.ask("How do I upload large files?");
    expect(JSON.stringify(town.discord.message(thread)?.["reactions"])).toContain("👀");
    expect(town.said(thread)).toEqual([]);
    expect(town.cards()).toHaveLength(1);
    await town.approve();
    const [answer, ...more] = town.texts(thread);
    expect(more).toEqual([]);
    expect(answer).toContain(town.passage.url);
    expect(answer).toContain("A person on the team checked it.");
    expect(town.cards()).toEqual([]);
    expect((await town.ticketOf(thread)).ticket.state).toBe("answered");
  });

  let filed: { thread: string; by: ReturnType<ATown["member"]> };

  it("takes a leaked key out everywhere, asks for the version, and files", async () => {
    filed = await town.ask(`It crashes with ${KEY}`);
    const [told] = town.discord.directMessages(filed.by.id);
    expect(JSON.stringify(told)).toContain("seems to contain a credential");
    expect(town.texts(filed.thread)[0]).toContain("the team needs");

    filed.by.post(filed.thread, "sdk 4.2.0");
    await town.later(20 * SECOND);
    await town.approve();
    expect(town.issues()).toHaveLength(1);
    expect((await town.ticketOf(filed.thread)).issue?.repository).toBe("acme/sdk");
    // The question was edited into the notice.
    expect(town.said(filed.thread)).toHaveLength(1);
    expect(town.texts(filed.thread)[0]).toContain("with the team");
    const everything = JSON.stringify([
      town.github.snapshot(),
      await town.ticketOf(filed.thread),
      town.discord.messages(town.review),
      town.lines,
    ]);
    expect(everything).not.toContain(KEY);
  });

  it("links three more through one card, and counts them in place", async () => {
    const { issue } = await town.ticketOf(filed.thread);
    if (!issue) throw new Error("not filed");
    const target = { type: "issue", issue, visibility: "public" } as const;
    town.sameAsks.when("It hangs", [aCandidate({ target, score: 0.9, open: true })]);
    const threads = [];
    for (let n = 0; n < 3; n += 1) threads.push((await town.ask("It hangs too")).thread);
    expect(town.cards()).toHaveLength(1);
    expect(JSON.stringify(town.cards())).toContain("4 reporters");
    await town.approve();
    const comments = town.github.comments("acme/sdk", issue.number);
    expect(comments.map(({ body }) => body)).toEqual([expect.stringContaining("4 reporters")]);
    for (const thread of threads) expect(town.texts(thread)[0]).toContain("reported before");
  });

  it("tells all four when the issue is closed, and the issue when one says no", async () => {
    const { issue } = await town.ticketOf(filed.thread);
    if (!issue) throw new Error("not filed");
    const { github, discord } = town;
    github.as("kaja").closeIssue("acme/sdk", issue.number);
    await github.webhooks.settled();
    await town.later(5 * MINUTE);
    const fixed = discord
      .threads()
      .map(({ id }) => String(id))
      .filter((thread) => town.texts(thread).some((text) => text.includes("This is fixed")));
    expect(fixed).toHaveLength(4);
    const notice = town
      .said(filed.thread)
      .find((message) => buttonsOf(message).some(({ verb }) => verb === "broken"));
    await town.press(notice, "broken", filed.by).ack();
    await town.quiet();
    const bodies = github.comments("acme/sdk", issue.number).map(({ body }) => body);
    expect(bodies.filter((body) => body.includes("still broken"))).toHaveLength(1);
  });

  it("carries a question of the team to the reporter, and the answer back", async () => {
    town.sameAsks.when("alone", []);
    const { thread, by } = await town.ask("It hangs alone");
    await town.approve();
    const { issue } = await town.ticketOf(thread);
    if (!issue) throw new Error("not filed");
    const { github } = town;
    github.as("stranger").comment("acme/sdk", issue.number, "/signalbox ask What is your secret?");
    github.as("kaja").comment("acme/sdk", issue.number, "/signalbox ask Which region?");
    await github.webhooks.settled();
    await town.quiet();
    expect(town.texts(thread).filter((text) => text.includes("Which region?"))).toHaveLength(1);
    expect(town.texts(thread).join()).not.toContain("secret");
    town.posted.push(by.post(thread, "eu-west-1, thanks @everyone"));
    await town.quiet();
    const [reply, ...more] = github
      .comments("acme/sdk", issue.number)
      .filter(({ body }) => body.includes("eu-west-1"));
    expect(more).toEqual([]);
    expect(reply?.body).toContain("The reporter of");
  });
});
