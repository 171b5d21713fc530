import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { MINUTE } from "../../src/triage/model/clock.ts";
import type { GitHubSimulator } from "../simulators/github/server.ts";
import { type ATown, aTown } from "./a-town.ts";

const SDK = "acme/sdk";

type Trouble = {
  readonly trouble: string;
  readonly breaks: (github: GitHubSimulator) => void;
  readonly mends: (github: GitHubSimulator) => void;
  readonly advice: RegExp;
};

const TROUBLES: readonly Trouble[] = [
  {
    trouble: "is archived",
    breaks: (github) => github.configureRepository(SDK, { archived: true }),
    mends: (github) => github.configureRepository(SDK, { archived: false }),
    advice: /acme\/sdk is archived: unarchive it, or choose another route/,
  },
  {
    trouble: "has its issues switched off",
    breaks: (github) => github.configureRepository(SDK, { hasIssues: false }),
    mends: (github) => github.configureRepository(SDK, { hasIssues: true }),
    advice: /issues are switched off in acme\/sdk: switch them on/i,
  },
  {
    trouble: "is closed to the suspended app",
    breaks: (github) => github.owner.suspendApp("acme"),
    mends: (github) => github.owner.unsuspendApp("acme"),
    advice: /our app is suspended for acme\/sdk: lift that/i,
  },
  {
    trouble: "lost the app",
    breaks: (github) => github.owner.uninstallApp("acme"),
    mends: (github) => github.owner.installApp("acme"),
    advice: /our app is not installed on acme\/sdk.*: install it there, or change the route/i,
  },
];

let town: ATown;
beforeAll(async () => {
  town = await aTown();
});
afterAll(async () => {
  town.expectOrder();
  await town.close();
});

const inReview = () => JSON.stringify(town.discord.messages(town.review));
const filed = () => town.issues().length;

/** A bug that is filed and whose reporter was told. */
async function aFiledBug() {
  const before = filed();
  const { thread } = await town.ask("It hangs.");
  await town.approve();
  expect(filed()).toBe(before + 1);
  return thread;
}

describe("an approved issue whose repository", () => {
  it.each(TROUBLES)(
    "$trouble comes back as a card that says why, and is filed once it is mended",
    async ({ breaks, mends, advice }) => {
      const before = filed();
      const { thread } = await town.ask("It hangs.");
      breaks(town.github);
      await town.approve();
      await town.later(MINUTE);

      const known = await town.ticketOf(thread);
      expect(known.ticket.state).toBe("proposed");
      expect(known.proposal).toMatchObject({ state: "open", proposed: { outcome: "file" } });
      expect(known.proposal?.doubt).toMatch(advice);
      expect(town.cards()).toHaveLength(1);
      // A card has room for the beginning; the alert says it all.
      expect(JSON.stringify(town.cards())).toContain("Doubt: not filed: ");
      expect(inReview()).toMatch(advice);
      expect(filed()).toBe(before);
      expect(town.said(thread)).toEqual([]);

      mends(town.github);
      await town.github.webhooks.settled();
      await town.later(MINUTE);
      await town.approve();
      expect(filed()).toBe(before + 1);
      expect((await town.ticketOf(thread)).ticket.state).toBe("with-team");
      expect(town.texts(thread)).toHaveLength(1);
    },
  );
});

describe("staff hear, once, that", () => {
  it.each([
    {
      news: "the app was suspended",
      act: TROUBLES[2],
      words: "Our app is suspended for acme/private, acme/sdk",
    },
    {
      news: "the app was uninstalled",
      act: TROUBLES[3],
      words: "uninstalled from acme/private, acme/sdk",
    },
  ])("$news, before anything is filed", async ({ act, words }) => {
    const said = () => inReview().split(words).length - 1;
    const before = said();
    act?.breaks(town.github);
    await town.github.webhooks.settled();
    await town.later(MINUTE);
    expect(said()).toBe(before + 1);
    act?.mends(town.github);
    await town.github.webhooks.settled();
    await town.later(MINUTE);
    expect(inReview()).toContain("Our app may work in acme/private, acme/sdk again");
  });
});

describe("a repository that turns private", () => {
  it("is named and linked to members no more, in what stands and in what is filed then", async () => {
    const thread = await aFiledBug();
    expect(town.texts(thread).join()).toContain(SDK);
    town.github.configureRepository(SDK, { private: true });
    await town.github.webhooks.settled();
    await town.later(MINUTE);
    expect(town.texts(thread).join()).not.toContain(SDK);
    expect(inReview()).toContain(`${SDK} is private now`);

    const later = await aFiledBug();
    expect(town.texts(later).join()).not.toContain(SDK);
    expect(inReview()).toContain(`${SDK} is private: members get no link to it`);
    town.github.configureRepository(SDK, { private: false });
    await town.github.webhooks.settled();
    await town.later(MINUTE);
  });

  it("is found out by the periodic read when the webhook was lost", async () => {
    const thread = await aFiledBug();
    await town.later(4 * MINUTE);
    expect(town.texts(thread).join()).toContain(SDK);
    town.github.webhooks.misbehave("lost");
    town.github.configureRepository(SDK, { private: true });
    // When the next read begins is the program's affair: time goes on until it has been.
    const membersLater = async () => {
      await town.later(MINUTE);
      return town.texts(thread).join();
    };
    await expect.poll(membersLater, { timeout: 60_000 }).not.toContain(SDK);
    town.github.configureRepository(SDK, { private: false });
    await town.github.webhooks.settled();
    await town.later(MINUTE);
  });
});

describe("a repository that moves", () => {
  it("keeps getting issues under its new name, and staff are told to change the routing", async () => {
    const thread = await aFiledBug();
    town.github.renameRepository(SDK, "toolkit");
    await town.github.webhooks.settled();
    await town.later(MINUTE);
    expect(inReview()).toContain(`${SDK} is called acme/toolkit now`);
    await aFiledBug();
    const [number] = town.github.issues("acme/toolkit").map((one) => one.number);
    expect((await town.ticketOf(thread)).issue?.repository).toBe("acme/toolkit");
    expect(number).toBe(1);
    town.github.renameRepository("acme/toolkit", "sdk");
    await town.github.webhooks.settled();
  });

  it("to another owner is told with what is to be done there", async () => {
    await aFiledBug();
    town.github.owner.giveAway(SDK, "umbrella");
    await town.github.webhooks.settled();
    await town.later(MINUTE);
    expect(inReview()).toContain(`${SDK} went to umbrella/sdk`);
    town.github.owner.giveAway("umbrella/sdk", "acme");
    await town.github.webhooks.settled();
    await town.later(MINUTE);
  });
});

describe("a repository that is deleted", () => {
  it("leaves its tickets with staff, and no dead link with members", async () => {
    const thread = await aFiledBug();
    town.github.owner.deleteRepository(SDK);
    await town.github.webhooks.settled();
    await town.later(MINUTE);
    const { ticket } = await town.ticketOf(thread);
    expect(ticket).toMatchObject({ state: "resting", issueNodeId: null, linkedTo: null });
    expect(inReview()).toContain(`${SDK} was deleted, and its issues with it`);
    expect(town.texts(thread).join()).not.toContain(SDK);
  });
});
