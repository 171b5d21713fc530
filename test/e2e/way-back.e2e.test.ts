import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { MINUTE, SECOND } from "../../src/triage/model/clock.ts";
import { type ATown, aTown } from "./a-town.ts";

const REPOSITORY = "acme/sdk";

/** A bug that was posted, approved and filed. */
async function aFiledBug(town: ATown) {
  const { thread, by } = await town.ask("It hangs");
  await town.approve();
  const { issue } = await town.ticketOf(thread);
  if (!issue) throw new Error("nothing was filed");
  return { thread, by, number: issue.number };
}

const RECONCILED = 4 * MINUTE;
const SETTLED = 6 * MINUTE;

type Bug = Awaited<ReturnType<typeof aFiledBug>>;
type Play = {
  /** What the team does. */
  readonly does: (
    team: ReturnType<ATown["github"]["as"]>,
    bug: Bug,
    town: ATown,
  ) => void | Promise<void>;
  /** What the reporter, staff or the issue show in the end, once. */
  readonly leads: (town: ATown, bug: Bug) => Promise<void> | void;
};

const alerts = (town: ATown, piece: string) =>
  town.discord.messages(town.review).filter((one) => JSON.stringify(one).includes(piece));
const said = (town: ATown, { thread }: Bug, piece: string) =>
  town.texts(thread).filter((text) => text.includes(piece));
const story = async (town: ATown, { thread }: Bug, what: string) => {
  const { store, communityId } = town.signalbox();
  const { ticket } = await town.ticketOf(thread);
  const lines = await store.tickets.story(communityId, ticket.id);
  return lines.filter((line) => line.what === what);
};

const PLAYS: Readonly<Record<string, Play>> = {
  "closed as completed": {
    does: (team, { number }) => team.closeIssue(REPOSITORY, number),
    leads: (town, bug) => expect(said(town, bug, "This is fixed")).toHaveLength(1),
  },
  "closed as not planned, with the team's own words": {
    does: (team, { number }) => {
      team.comment(REPOSITORY, number, "The server drops such files on purpose.");
      team.closeIssue(REPOSITORY, number, { reason: "not_planned" });
    },
    async leads(town, bug) {
      expect(said(town, bug, "on purpose")).toEqual([]);
      await town.approve();
      const [told, ...more] = said(town, bug, "on purpose");
      expect(more).toEqual([]);
      expect(told).toContain("The team decided not to change this");
    },
  },
  "closed as a duplicate of an issue in a private repository": {
    does(team, { number }) {
      const { number: hidden } = team.openIssue("acme/private", { title: "The real one" });
      team.comment(
        REPOSITORY,
        number,
        `It is what acme/private#${hidden} is about. Duplicate of #9`,
      );
      team.closeIssue(REPOSITORY, number, { reason: "duplicate" });
    },
    async leads(town, bug) {
      await town.approve();
      const [told, ...more] = said(town, bug, "another report");
      expect(more).toEqual([]);
      expect(told).not.toMatch(/private|The real one/);
      expect(town.texts(bug.thread).join()).not.toMatch(/acme\/private/);
    },
  },
  "closed by mistake and reopened": {
    async does(team, { number }, town) {
      team.closeIssue(REPOSITORY, number);
      // GitHub tells the order of what happens to whole seconds.
      await town.later(20 * SECOND);
      team.reopen(REPOSITORY, number);
    },
    async leads(town, bug) {
      expect(town.said(bug.thread)).toHaveLength(1);
      expect((await town.ticketOf(bug.thread)).ticket.state).toBe("with-team");
    },
  },
  "transferred to a repository that members cannot see": {
    does: (team, { number }) => void team.transfer(REPOSITORY, number, "acme/private"),
    async leads(town, bug) {
      const { issue, ticket } = await town.ticketOf(bug.thread);
      expect(issue?.repository).toBe("acme/private");
      expect(town.texts(bug.thread)).toEqual([expect.stringContaining(ticket.code)]);
      expect(town.texts(bug.thread).join()).not.toContain("/issues/");
      expect(await story(town, bug, "issue transferred")).toHaveLength(1);
    },
  },
  deleted: {
    does: (team, { number }) => team.delete(REPOSITORY, number),
    async leads(town, bug) {
      const { issue, ticket } = await town.ticketOf(bug.thread);
      expect({ issue, state: ticket.state }).toEqual({ issue: null, state: "resting" });
      expect(alerts(town, `#${bug.number} was deleted`)).toHaveLength(1);
    },
  },
  "converted to a discussion": {
    does: (team, { number }) => team.convertToDiscussion(REPOSITORY, number),
    async leads(town, bug) {
      expect(await story(town, bug, "became a discussion")).toHaveLength(1);
      expect(said(town, bug, "This is fixed")).toEqual([]);
      expect(town.cards()).toHaveLength(1);
      await town.press(town.cards()[0], "dismiss").ack();
      await town.quiet();
    },
  },
  "labelled as lacking information": {
    does(team, { number }) {
      team.comment(REPOSITORY, number, "Which region is it in?");
      team.label(REPOSITORY, number, "needs-info");
    },
    async leads(town, bug) {
      await town.approve();
      expect(said(town, bug, "Which region is it in?")).toHaveLength(1);
    },
  },
  "closed by a pull request that was merged": {
    does(team, { number }) {
      const { number: pull } = team.openPullRequest(REPOSITORY, {
        title: "Mend it",
        body: `Fixes #${number}`,
      });
      team.mergePullRequest(REPOSITORY, pull);
    },
    async leads(town, bug) {
      expect(await story(town, bug, "change merged")).toHaveLength(1);
      expect(town.said(bug.thread)).toHaveLength(1);
    },
  },
  "named by a release": {
    does(team, { number }) {
      team.closeIssue(REPOSITORY, number);
      team.publishRelease(REPOSITORY, { tag: `v1.${number}`, body: `Fixes #${number}` });
    },
    leads: (town, bug) =>
      expect(said(town, bug, "This is fixed")).toEqual([
        expect.stringContaining(`It is part of v1.${bug.number}.`),
      ]),
  },
  "directed to ask": {
    does(team, { number }) {
      team.comment(REPOSITORY, number, "/signalbox ask Which proxy, @everyone?");
    },
    async leads(town, bug) {
      const [asked, ...more] = said(town, bug, "Which proxy");
      expect(more).toEqual([]);
      expect(asked).not.toContain("@everyone");
      const comment = town.github.comments(REPOSITORY, bug.number).at(-1);
      expect(town.github.reactions(REPOSITORY, comment?.id ?? 0)).toMatchObject([
        { content: "+1" },
      ]);
    },
  },
  "directed to tell": {
    does(team, { number }) {
      team.comment(REPOSITORY, number, "/signalbox tell Until then, 4.1 works.");
    },
    async leads(town, bug) {
      expect(said(town, bug, "4.1 works")).toEqual([]);
      await town.approve();
      expect(said(town, bug, "4.1 works")).toHaveLength(1);
    },
  },
  "directed wrongly": {
    does(team, { number }) {
      team.comment(REPOSITORY, number, "/signalbox clsoe this");
      team.comment(REPOSITORY, number, "/signalbox tell");
    },
    leads(town, bug) {
      const ours = town.github
        .comments(REPOSITORY, bug.number)
        .filter(({ author }) => author === town.github.appLogin);
      expect(ours.map(({ body }) => body)).toEqual([expect.stringContaining("/signalbox ask")]);
      expect(town.said(bug.thread)).toHaveLength(1);
    },
  },
};

describe.each([
  { told: "by webhooks", lost: false },
  { told: "by nobody, so that it is found by reading", lost: true },
])("what becomes of an issue, told $told", ({ lost }) => {
  let town: ATown;
  beforeAll(async () => {
    town = await aTown();
    await town.later(RECONCILED);
  });
  afterAll(async () => {
    town.expectOrder();
    await town.close();
  });

  it.each(Object.entries(PLAYS))("%s", async (_, { does, leads }) => {
    const { github } = town;
    const bug = await aFiledBug(town);
    await town.later(RECONCILED);
    const before = github.webhooks.deliveries().length;
    if (lost) github.webhooks.misbehave("late", 20);
    await does(github.as("kaja"), bug, town);
    await github.webhooks.settled();
    if (lost) await town.later(RECONCILED);
    await town.later(SETTLED);
    if (lost) {
      // All that was thought lost comes after all.
      github.webhooks.behave();
      github.webhooks.releaseLate();
      await github.webhooks.settled();
      await town.later(SETTLED);
    }
    expect(github.webhooks.deliveries().length).toBeGreaterThan(before);
    await leads(town, bug);
    for (const { id } of github.webhooks.deliveries().slice(before)) github.webhooks.redeliver(id);
    await github.webhooks.settled();
    const stood = town.said(bug.thread).length;
    await town.later(SETTLED);
    expect(town.said(bug.thread)).toHaveLength(stood);
    expect(town.cards()).toEqual([]);
  });
});
