import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { buttonsOf } from "../../demo/headless/buttons.ts";
import { DAY, HOUR, MINUTE } from "../../src/triage/model/clock.ts";
import { aCandidate } from "../fakes/samples.ts";
import { type ATown, aTown } from "./a-town.ts";

const REPOSITORY = "acme/sdk";

describe("whoever waits for news", () => {
  let town: ATown;
  beforeAll(async () => {
    town = await aTown({
      settings: {
        acts: { ask: "auto", redirect: "draft", answer: "draft", "tell-assigned": "auto" },
        priority_labels: [{ from: 3, label: "bug" }],
        fallback: { team: "sdk", repository: REPOSITORY, visibility: "public", labels: [] },
      },
    });
    town.github.as("kaja").openIssue(REPOSITORY, { title: "makes the label", labels: ["bug"] });
    await town.later(4 * MINUTE);
  });
  afterAll(async () => {
    town.expectOrder();
    await town.close();
  });

  async function aFiledBug() {
    town.sameAsks.when("It hangs", []);
    const { thread, by } = await town.ask("It hangs");
    await town.approve();
    const { issue } = await town.ticketOf(thread);
    if (!issue) throw new Error("nothing was filed");
    return { thread, by, issue };
  }

  const withButton = (messages: readonly Readonly<Record<string, unknown>>[], verb: string) =>
    messages.find((message) => buttonsOf(message).some((button) => button.verb === verb));

  async function closes(issue: { readonly number: number }) {
    town.github.as("kaja").closeIssue(REPOSITORY, issue.number);
    await town.github.webhooks.settled();
    await town.later(6 * MINUTE);
  }

  it("is told in private after Tell me, and answers there", async () => {
    const { thread, by, issue } = await aFiledBug();
    const passer = town.member();
    const notice = withButton(town.said(thread), "tell-me");
    await town.press(notice, "tell-me", passer).ack();
    await town.quiet();
    await closes(issue);
    const [news, ...more] = town.discord.directMessages(passer.id);
    expect(more).toEqual([]);
    expect(JSON.stringify(news)).toContain("You asked to hear of this");
    expect(town.discord.directMessages(by.id)).toEqual([]);
    await town.press(news, "broken", passer).ack();
    await town.quiet();
    const bodies = town.github.comments(REPOSITORY, issue.number).map(({ body }) => body);
    expect(bodies.filter((body) => body.includes("still broken"))).toEqual([
      expect.stringContaining("**1 reporter** says"),
    ]);
  });

  it("reads in the notice that stands that somebody has taken it on", async () => {
    const { thread, issue } = await aFiledBug();
    town.github.as("kaja").edit(REPOSITORY, issue.number, { assignees: ["kaja"] });
    await town.later(4 * MINUTE);
    // Reading GitHub goes on by itself, and the town does not wait for it.
    const told = [expect.stringContaining("has taken it on")];
    await vi.waitFor(() => expect(town.texts(thread)).toEqual(told), { timeout: 30_000 });
    expect(town.texts(thread).join()).not.toContain("kaja");
  });

  it("hears nothing any more after deleting the post, and the team asks the next", async () => {
    const { thread, by, issue } = await aFiledBug();
    const target = { type: "issue", issue, visibility: "public" } as const;
    town.sameAsks.when("It hangs", [aCandidate({ target, score: 0.9, open: true })]);
    const next = await town.ask("It hangs");
    await town.approve();
    by.delete(thread);
    await town.quiet();
    const kaja = town.github.as("kaja");
    kaja.comment(REPOSITORY, issue.number, "/signalbox ask Which shell?");
    await town.github.webhooks.settled();
    await town.quiet();
    expect(town.texts(next.thread).join()).toContain("Which shell?");
    const before = town.said(thread).length;
    await closes(issue);
    expect(town.said(thread)).toHaveLength(before);
    expect(town.texts(next.thread).join()).toContain("This is fixed");
  });

  it("raises a label once enough of them are no new accounts, and a closed match is reopened by a person", async () => {
    const { issue } = await aFiledBug();
    const target = { type: "issue", issue, visibility: "public" } as const;
    const candidate = (open: boolean) => aCandidate({ target, score: 0.9, open });
    town.sameAsks.when("It hangs", [candidate(true)]);
    const labels = () =>
      town.issues().find(({ number }) => number === issue.number)?.labels as readonly string[];
    const link = async (accountAgeMs: number) => {
      await town.ask("It hangs", { by: town.member({ accountAgeMs }) });
      await town.approve();
    };
    for (let n = 0; n < 2; n += 1) await link(HOUR);
    expect(labels()).toEqual([]);
    const [comment, ...more] = town.github.comments(REPOSITORY, issue.number);
    expect(more).toEqual([]);
    expect(comment?.body).toMatch(
      /\*\*3 reporters\*\* .*2 of them with accounts younger than 7 days/,
    );
    for (let n = 0; n < 2; n += 1) await link(90 * DAY);
    expect(labels()).toEqual(["bug"]);
    expect(town.github.comments(REPOSITORY, issue.number)).toHaveLength(1);

    await closes(issue);
    town.sameAsks.when("It hangs", [candidate(false)]);
    const again = await town.ask("It hangs");
    const { proposal, ticket } = await town.ticketOf(again.thread);
    expect(proposal).toMatchObject({ proposed: { outcome: "file" } });
    expect(JSON.stringify(proposal)).toContain(`Looks like ${REPOSITORY}#${issue.number}`);
    expect(ticket.state).toBe("proposed");
    expect(town.issues().find(({ number }) => number === issue.number)?.state).toBe("closed");
    await town.press(town.cards()[0], "dismiss").ack();
    await town.quiet();
  });

  it("keeps no link once the repository turns private, and hears of the fix without one", async () => {
    const { thread, issue } = await aFiledBug();
    expect(town.texts(thread).join()).toContain(issue.url);
    town.github.configureRepository(REPOSITORY, { private: true });
    await town.github.webhooks.settled();
    await town.quiet();
    await closes(issue);
    expect(town.texts(thread)).toHaveLength(2);
    expect(town.texts(thread).join()).not.toMatch(/issues\/\d/);
    expect(town.texts(thread).join()).toContain("This is fixed");
  });
});
