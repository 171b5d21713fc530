import { type Deliverable, takeDelivery } from "../../src/triage/issues/deliveries.ts";
import type { Issue } from "../../src/triage/model/case.ts";
import { HOUR, MINUTE, SECOND } from "../../src/triage/model/clock.ts";
import { PortError } from "../../src/triage/model/errors.ts";
import type { Outbox } from "../../src/triage/ports/outbox.ts";
import { createWebhookDesk } from "../../src/webhook-desk.ts";
import { aRawPost, COMMUNITY, createHouse } from "../fakes/house.ts";
import { aCandidate, aClassification, anIssue, aRoute } from "../fakes/samples.ts";
import { createFakeStore } from "../fakes/store.ts";
import { createRandom } from "./random.ts";

class Crash extends Error {
  override readonly name = "Crash";
}

type House = ReturnType<typeof createHouse>;

export type Played = {
  readonly seed: number;
  readonly crashes: number;
  readonly lostAnswers: number;
  readonly deliveries: number;
  /** What was promised and did not hold; empty when all did. */
  readonly wrong: readonly string[];
};

/** Its members are told nothing twice, and speak without anybody's approval. */
const TEAM = { name: "uploads", members: ["kaja"], trusted: true };

/** Wants to be told, and has reported nothing. */
const PASSER_BY = { sourceId: "passer-by", name: "Passer-by" };

const SECURITY_RULE = {
  when: { lane: ["security" as const] },
  route: aRoute({ repository: "acme/sdk", visibility: "private", as: "advisory", labels: [] }),
};

/** How often a call goes wrong, at the most; some days are worse than others. */
const CRASHES = { share: 0.02, most: 15 };
const LOST_ANSWERS = { share: 0.08, most: 8 };
const MOST_RESTARTS = 50;
/** What failed is tried again, later each time. */
const MOST_TRIES = 12;

/**
 * Plays one community's day with everything that can go wrong: the process dies before and after
 * calls, answers are lost, deliveries come doubled, late and in any order, some never. The same
 * seed plays the same day.
 * @param breakOutbox makes the outbox break a promise, to see that it would be noticed
 */
export async function playSchedule(
  seed: number,
  breakOutbox: (outbox: Outbox) => Outbox = (outbox) => outbox,
): Promise<Played> {
  const random = createRandom(seed);
  const count = { crashes: 0, lostAnswers: 0, deliveries: 0 };
  let disturbing = false;
  const severity = random.next();

  function maybeDie(point: string): void {
    if (!disturbing || count.crashes >= CRASHES.most || !random.chance(severity * CRASHES.share))
      return;
    count.crashes += 1;
    throw new Crash(point);
  }

  const house = createHouse({
    // Longer than what restarts take, so that news never settles in between.
    policy: {
      settleMs: 6 * HOUR,
      messagesPerConversation: 10,
      teams: [TEAM],
      rules: [SECURITY_RULE],
    },
    reached: maybeDie,
    onCall(_, call) {
      const outside = /^(conversation|tracker)\./.test(call);
      const lost = outside && disturbing && count.lostAnswers < LOST_ANSWERS.most;
      if (lost && random.chance(severity * LOST_ANSWERS.share)) {
        count.lostAnswers += 1;
        throw new PortError(call, "later", new Error("no answer"));
      }
      maybeDie(call);
    },
    openStore(deps) {
      const store = createFakeStore(deps);
      return { ...store, outbox: breakOutbox(store.outbox) };
    },
  });
  const desk = createWebhookDesk(COMMUNITY, house, { secret: "", login: async () => null });

  /** Does it again after every death, as whoever calls would. */
  async function step<T>(act: () => Promise<T>): Promise<T> {
    for (let restarts = 0; restarts < MOST_RESTARTS; restarts += 1) {
      try {
        return await act();
      } catch (error) {
        const passes = error instanceof PortError && error.retry === "later";
        if (!(error instanceof Crash) && !passes) throw error;
        await house.restart();
      }
    }
    throw new Error("it dies for ever");
  }

  async function undisturbed<T>(look: () => Promise<T>): Promise<T> {
    disturbing = false;
    const seen = await look();
    disturbing = true;
    return seen;
  }

  const wait = (ms: number) => step(() => house.advance(ms));

  async function post(text: string) {
    const raw = aRawPost({ postedAt: house.clock.now(), text });
    await step(() => house.post(raw));
    await wait(30 * SECOND);
    return raw;
  }

  /** Sends whatever staff are shown, until nothing is left to decide. */
  async function approveAll(): Promise<void> {
    let idle = 0;
    for (let round = 0; round < 40 && idle < 3; round += 1) {
      await step(async () => {
        await house.wake.board(COMMUNITY);
        await house.settle();
      });
      const [card] = house.openCards();
      if (!card) {
        // Something that failed may be tried again.
        idle += 1;
        await wait(5 * MINUTE);
        continue;
      }
      await step(() => house.rule({ verdict: "send" }, card.cardId));
      await wait(MINUTE);
    }
  }

  /** Each once, twice or never, in any order, with time in between. */
  async function deliver(events: readonly Deliverable[], mayLose: boolean): Promise<void> {
    const sent = events.flatMap((event, n) => {
      const delivery = { id: `${seed}-${count.deliveries++}-${n}`, event };
      if (mayLose && random.chance(0.15)) return [];
      return random.chance(0.3) ? [delivery, delivery] : [delivery];
    });
    for (const { id, event } of random.shuffled(sent)) {
      await step(async () => {
        const taken = await takeDelivery(COMMUNITY, event, { id, name: event.event }, house);
        await desk.handle(taken ?? id);
      });
      if (random.chance(0.5)) await wait(MINUTE);
    }
  }

  const bug = aClassification({ kind: "bug", missing: [] });
  house.classifier.when("", { type: "classified", classification: bug, call: null });
  const hole = aClassification({ kind: "bug", lane: "security", missing: [] });
  house.classifier.when("a stranger's files", {
    type: "classified",
    classification: hole,
    call: null,
  });
  await house.reconcile();
  disturbing = true;

  const first = await post("It hangs at 99%.");
  await approveAll();
  let issue = await undisturbed(() => filedFor(house, first.sourceId));
  for (let tries = 0; tries < MOST_TRIES && issue === null; tries += 1) {
    await wait(10 * MINUTE);
    issue = await undisturbed(() => filedFor(house, first.sourceId));
  }
  if (issue === null) return { seed, ...count, wrong: ["the first bug was never filed"] };
  const target = { type: "issue", issue, visibility: "public" } as const;
  house.sameAsks.when("the same", [aCandidate({ target, score: 0.9, open: true })]);
  const same = await post("It is the same for me.");
  const other = await post("It crashes at once.");
  const secret = await post("I can read a stranger's files.");
  await approveAll();
  // Again after every death, and again for nothing, as people do.
  const notice = await undisturbed(() => noticeTo(house, same));
  for (let times = 0; times < 2; times += 1) {
    await step(() => house.press({ actionId: notice, by: PASSER_BY, event: "tell-me" }));
  }

  const at = house.clock.now();
  const filed = issue;
  const seen = (after: number, state: Issue["state"]): Issue => ({
    ...filed,
    state,
    stateReason: state === "closed" ? "completed" : null,
    updatedAt: at + after,
  });
  const last = seen(4 * SECOND, "closed");
  const by = { event: "directive", issue: last, by: "kaja" } as const;
  const directives = [
    { ...by, directive: "ask", words: "Which region?", commentId: "1" },
    { ...by, directive: "tell", words: "Use 4.1.", commentId: "2" },
    { ...by, directive: "wrong", words: "", commentId: "3" },
  ] as const;
  await deliver(
    [
      { event: "edited", issue: seen(SECOND, "open") },
      { event: "closed", issue: seen(2 * SECOND, "closed") },
      { event: "reopened", issue: seen(3 * SECOND, "open") },
      { event: "closed", issue: last },
      ...directives,
    ],
    true,
  );
  const { repository, number } = issue;
  const release = { repository, visibility: "public", release: "v5", notes: `#${number}` } as const;
  house.tracker.fixed.push(last);
  await deliver([{ event: "released", ...release }], false);
  house.tracker.changed.push(last);
  house.tracker.happened.push(...directives);
  await step(() => house.reconcile());
  for (let hour = 0; hour < 8; hour += 1) await wait(HOUR);

  disturbing = false;
  await house.restart();
  for (let hour = 0; hour < 8; hour += 1) await house.advance(HOUR);
  return { seed, ...count, wrong: await whatIsWrong(house, { first, same, other, secret }) };
}

async function filedFor(house: House, postSourceId: string): Promise<Issue | null> {
  const [ticket] = await house.tickets.find(COMMUNITY, { postSourceId });
  const known = ticket && (await house.tickets.load(COMMUNITY, ticket.id));
  return known?.issue ? { ...anIssue(), ...known.issue } : null;
}

async function noticeTo(house: House, { conversationId }: Raw): Promise<string> {
  const said = house.conversation.publicIn(conversationId ?? "");
  return said.findLast(({ say }) => say.say === "linked")?.actionId ?? "";
}

type Raw = { readonly conversationId: string | null };

async function whatIsWrong(
  house: House,
  posts: Readonly<Record<"first" | "same" | "other" | "secret", Raw>>,
): Promise<string[]> {
  const wrong: string[] = [];
  const expect = (holds: boolean, what: string) => void (holds || wrong.push(what));
  const said = ({ conversationId }: Raw) => house.conversation.publicIn(conversationId ?? "");
  const times = (raw: Raw, what: string) => said(raw).filter(({ say }) => say.say === what).length;

  const [reports, issues] = ["advisory", "issue"].map(
    (as) => house.tracker.issues.filter((one) => one.as === as).length,
  );
  expect(issues === 2, `${issues} issues for two asks`);
  expect(reports === 1, `${reports} private reports for one vulnerability`);
  const given = said(posts.secret).filter(({ say }) => JSON.stringify(say).includes("GHSA"));
  expect(given.length === 0, "members were told of the private report");
  const doubled = [...house.tracker.twice(), ...house.conversation.twice()];
  expect(doubled.length === 0, `written twice: ${doubled.join(", ")}`);
  for (const [who, raw] of Object.entries({ first: posts.first, same: posts.same })) {
    expect(
      times(raw, "fixed") === 1,
      `${who} was told ${times(raw, "fixed")} times that it is fixed`,
    );
    const named = said(raw).some(({ say }) => say.say === "fixed" && say.release === "v5");
    expect(named, `${who} was not told the release`);
  }
  expect(times(posts.first, "filed") === 1, "the first was not told once that it is filed");
  expect(times(posts.same, "linked") === 1, "the second was not told once that it is linked");
  expect(times(posts.other, "filed") === 1, "the other was not told once that it is filed");
  expect(times(posts.other, "fixed") === 0, "the other was told of a fix that is not its own");
  expect(times(posts.first, "team-asks") === 1, "the team's question was not asked once");
  for (const [who, raw] of Object.entries({ first: posts.first, same: posts.same })) {
    const told = times(raw, "team-tells");
    expect(told === 1, `${who} was told ${told} times what the team tells`);
  }
  const privately = house.conversation.publicIn(`private:${PASSER_BY.sourceId}`);
  expect(privately.length === 1, `who asked was told ${privately.length} times in private`);
  const named = privately.every(({ say }) => say.say === "fixed" && say.release === "v5");
  expect(named, "who asked was not told the release");
  const helps = house.tracker.issues.flatMap(({ comments }) =>
    comments.filter(({ body }) => body.includes("names nothing that can be done")),
  );
  expect(helps.length === 1, `a wrong directive was answered ${helps.length} times`);
  for (const { id, code } of await house.tickets.find(COMMUNITY, { like: "SB-" })) {
    const actions = (await house.tickets.load(COMMUNITY, id))?.actions ?? [];
    const left = actions.filter(({ state }) => state === "waiting" || state === "claimed");
    expect(left.length === 0, `${code} still has ${left.map(({ deed }) => deed.do).join(", ")}`);
    const lost = actions.filter(({ state }) => state === "given-up");
    expect(lost.length === 0, `${code} gave up ${lost.map(({ deed }) => deed.do).join(", ")}`);
  }
  return wrong;
}

/** An outbox that forgets that an action may have been done before: the mistake to be noticed. */
export function forgetful(outbox: Outbox): Outbox {
  return {
    ...outbox,
    async claim(...args) {
      const claimed = await outbox.claim(...args);
      return claimed && { ...claimed, maybeDone: false };
    },
  };
}
