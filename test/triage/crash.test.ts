import { describe, expect, it } from "vitest";
import { checkDocs } from "../../src/triage/answers/check-docs.ts";
import { fileGap } from "../../src/triage/gaps/gap-desk.ts";
import { Deed } from "../../src/triage/model/action.ts";
import { HOUR, MINUTE, SECOND } from "../../src/triage/model/clock.ts";
import { PortError } from "../../src/triage/model/errors.ts";
import { localTime } from "../../src/triage/model/zoned.ts";
import { CRASH_POINTS } from "../../src/triage/perform/apply-actions.ts";
import { planDigests } from "../../src/triage/report/post-digest.ts";
import { aRawPost, COMMUNITY, createHouse } from "../fakes/house.ts";
import { aCandidate, aClassification, aDraft, anIssue, aPassage } from "../fakes/samples.ts";

class Crash extends Error {
  override readonly name = "Crash";
}

/** Calls that only read, or only tell the queue: dying there is dying at the next one that writes. */
const READS =
  /\.(load|find|isKnown|surroundings|personId|due|nextDueAt|settings|policyOf|issue|issuesIn|notices|reportersOf|card|cardOfGroup|queue|story|view|closed|checkedVersion|openAnswers)$/;

type House = ReturnType<typeof createHouse>;
/** One thing that somebody outside does, done again by them when we died over it. */
type Step = <T>(act: () => Promise<T>) => Promise<T>;
/** What happens before it is not disturbed; then everything is. */
type Story<Before = unknown> = {
  readonly before?: (house: House) => Promise<Before>;
  readonly plays: (house: House, step: Step, before: Before) => Promise<void>;
};

const classified = (overrides: Parameters<typeof aClassification>[0]) =>
  ({ type: "classified", classification: aClassification(overrides), call: null }) as const;

function setUp(options: Parameters<typeof createHouse>[0]): House {
  const house = createHouse(options);
  const { passage } = house;
  house.classifier.when("", classified({ kind: "bug", missing: [] }));
  house.classifier.when("How do I", classified({ kind: "question" }));
  house.classifier.when("my invoice", classified({ kind: "question", lane: "account" }));
  house.classifier.when("no version", classified({ kind: "bug", missing: ["version"] }));
  house.classifier.when("4.2.0", classified({ kind: "bug", missing: [] }));
  house.passages.when("How do I", [[passage.id, 9]]);
  house.drafter.when("How do I", {
    type: "drafted",
    call: null,
    draft: aDraft({
      claims: [{ text: passage.text, passageIds: [passage.id], quote: passage.text }],
    }),
  });
  return house;
}

/** Longer than the wait before the first retry. */
const PATIENCE = 5 * SECOND;

/** Lets time pass, and then a little more for what failed the first time. */
async function wait(house: House, step: Step, ms: number): Promise<void> {
  await step(() => house.advance(ms));
  await step(() => house.advance(PATIENCE));
}

/** A secret-shaped text, put together here so that none stands in the repository. */
const aKey = () => `sk-${"proj"}-${"A1b2C3d4".repeat(6)}`;

async function postAndWait(house: House, step: Step, overrides: Parameters<typeof aRawPost>[0]) {
  const raw = aRawPost({ postedAt: house.clock.now(), ...overrides });
  await step(() => house.post(raw));
  await wait(house, step, 20 * SECOND);
  return raw;
}

async function approve(house: House, step: Step): Promise<void> {
  await step(() => house.advance(PATIENCE));
  const [card] = house.openCards();
  if (!card) throw new Error("no card is open");
  await step(() => house.rule({ verdict: "send" }, card.cardId));
  await wait(house, step, 10 * SECOND);
}

async function fileOne(house: House) {
  const raw = await postAndWait(house, undisturbed, { text: "It hangs at 99%." });
  await approve(house, undisturbed);
  return { raw, ...(await issueOf(house, raw)) };
}

const undisturbed: Step = (act) => act();

async function issueOf(house: House, raw: { readonly sourceId: string }) {
  const [ticket] = await house.tickets.find(COMMUNITY, { postSourceId: raw.sourceId });
  const known = ticket && (await house.tickets.load(COMMUNITY, ticket.id));
  if (!known?.issue) throw new Error("no issue was filed");
  return { known, issue: { ...anIssue(), ...known.issue } };
}

/** Keeps the types of what `before` made, which a record of stories would lose. */
function story<Before>(told: Story<Before>): Story {
  return told as Story;
}

const filed = (plays: Story<Awaited<ReturnType<typeof fileOne>>>["plays"]) =>
  story({ before: fileOne, plays });

const STORIES: Readonly<Record<string, Story>> = {
  "a question is answered, and the answer taken back": story({
    plays: async (house, step) => {
      await postAndWait(house, step, { title: "How do I upload?" });
      await step(() => house.advance(PATIENCE));
      const [card] = house.openCards();
      await approve(house, step);
      await step(() => house.rule({ verdict: "retract", words: "For another ask." }, card?.cardId));
      await wait(house, step, MINUTE);
    },
  }),
  "a bug with a key in it is asked about and filed": story({
    plays: async (house, step) => {
      const raw = await postAndWait(house, step, { text: `no version, but ${aKey()}` });
      const more = { ...raw, sourceId: `${raw.sourceId}9`, title: "", text: "sdk 4.2.0" };
      await step(() => house.post({ ...more, opens: false }));
      await wait(house, step, 20 * SECOND);
      await approve(house, step);
    },
  }),
  "a key in a post of somebody whose direct messages are closed": story({
    plays: async (house, step) => {
      house.conversation.takesNoPrivateMessages("closed-door");
      await postAndWait(house, step, { authorSourceId: "closed-door", text: aKey() });
    },
  }),
  "links are shown until the reviewed answer comes": story({
    plays: async (house, step) => {
      house.policy.acts = { ...house.policy.acts, "related-links": "auto" };
      await postAndWait(house, step, { title: "How do I upload large files?" });
      await approve(house, step);
    },
  }),
  "a gap in the docs is filed, and closes when the page is there": story({
    plays: async (house, step) => {
      const deps = { ...house, quoter: house.drafter };
      house.classifier.when("proxy", classified({ kind: "question" }));
      await postAndWait(house, step, { title: "A proxy?" });
      await step(() => fileGap(COMMUNITY, "G-1", "Rita", deps));
      await wait(house, step, MINUTE);
      const page = aPassage({ id: "new", text: "Set HTTPS_PROXY for the client." });
      house.passages.add(page, "proxy");
      const claims = [{ text: page.text, passageIds: [page.id], quote: page.text }];
      house.drafter.when("proxy", { type: "drafted", call: null, draft: aDraft({ claims }) });
      await step(() => checkDocs(COMMUNITY, deps));
      await wait(house, step, MINUTE);
    },
  }),
  "staff are reminded of what is overdue": story({
    plays: async (house, step) => {
      house.policy.teamPlaceId = "news";
      await postAndWait(house, step, { text: "my invoice is wrong" });
      await wait(house, step, 25 * HOUR);
      await step(() => house.wake.board(COMMUNITY));
      await wait(house, step, MINUTE);
    },
  }),
  "an account matter is redirected": story({
    plays: async (house, step) => {
      await postAndWait(house, step, { text: "my invoice is wrong" });
      await approve(house, step);
    },
  }),
  "more report the same, it is fixed, and it is not": filed(async (house, step, { raw, issue }) => {
    const target = { type: "issue", issue, visibility: "public" } as const;
    house.sameAsks.when("", [aCandidate({ target, score: 0.9, open: true })]);
    await postAndWait(house, step, {});
    await postAndWait(house, step, {});
    await approve(house, step);
    const updatedAt = house.clock.now();
    const closed = { ...issue, state: "closed", stateReason: "completed", updatedAt } as const;
    await step(() => house.issueEvent({ event: "closed", issue: closed }));
    await wait(house, step, HOUR);
    const fixed = house.conversation
      .publicIn(raw.conversationId ?? "")
      .find(({ say }) => say.say === "fixed");
    const by = { sourceId: raw.authorSourceId, name: raw.authorName };
    const actionId = fixed?.actionId ?? "";
    await step(() => house.press({ actionId, by, event: "still-broken" }));
    await step(() => house.advance(PATIENCE));
  }),
  "followers of a ticket come along when it is filed": story({
    plays: async (house, step) => {
      const first = await postAndWait(house, step, { text: "It hangs at 99%." });
      const [leader] = await house.tickets.find(COMMUNITY, { postSourceId: first.sourceId });
      if (!leader) throw new Error("no ticket");
      await step(() => house.advance(PATIENCE));
      const [filing] = house.openCards();
      const target = { type: "ticket", ticketId: leader.id, code: leader.code } as const;
      house.sameAsks.when("", [aCandidate({ target, score: 0.9, open: true })]);
      await postAndWait(house, step, {});
      const linking = house.openCards().find((card) => card.send === "Link");
      await step(() => house.rule({ verdict: "send" }, linking?.cardId));
      await wait(house, step, 10 * SECOND);
      await step(() => house.rule({ verdict: "send" }, filing?.cardId));
      await wait(house, step, 10 * SECOND);
    },
  }),
  "the team asks, and the reporter answers": filed(async (house, step, { raw, issue }) => {
    const asked = { directive: "ask", words: "Which region?", by: "kaja", commentId: "7" } as const;
    await step(() => house.issueEvent({ event: "directive", issue, ...asked }));
    await wait(house, step, MINUTE);
    const answer = { ...raw, sourceId: `${raw.sourceId}9`, title: "", text: "eu-west-1" };
    await step(() => house.post({ ...answer, opens: false }));
    await wait(house, step, MINUTE);
  }),
  "a trusted team tells, and errs once": filed(async (house, step, { issue }) => {
    house.policy.teams = [{ name: "uploads", members: ["kaja"], trusted: true }];
    const by = { event: "directive", issue, by: "kaja" } as const;
    const told = { ...by, directive: "tell", words: "Use 4.1.", commentId: "7" } as const;
    await step(() => house.issueEvent(told));
    await wait(house, step, MINUTE);
    await step(() => house.issueEvent(told));
    const wrong = { ...by, directive: "wrong", words: "", commentId: "8" } as const;
    await step(() => house.issueEvent(wrong));
    await wait(house, step, MINUTE);
  }),
  "labels are added and a post is deleted": filed(async (house, step, { raw, known, issue }) => {
    const action = { act: null, public: true, notBefore: house.clock.now() } as const;
    const { version } = (await house.ticketOf({ type: "", ticketId: known.ticket.id })).ticket;
    const ids = [house.ids(), house.ids(), house.ids()] as const;
    await step(() =>
      house.tickets.commit(COMMUNITY, known.ticket.id, version, {
        story: [],
        actions: [
          { ...action, id: ids[0], serial: "a", deed: { do: "label", issue, labels: ["bug"] } },
          { ...action, id: ids[2], serial: "c", deed: { do: "reopen-issue", issue } },
          {
            ...action,
            id: ids[1],
            serial: "b",
            deed: {
              do: "delete-post",
              postSourceId: raw.sourceId,
              placeId: "forum",
              conversationId: raw.conversationId,
            },
          },
        ],
      }),
    );
    await step(() => house.advance(PATIENCE));
  }),
  "what is fixed is announced for all": filed(async (house, step, { known, issue }) => {
    const { id } = known.ticket;
    const { version } = (await house.ticketOf({ type: "", ticketId: id })).ticket;
    const actionId = house.ids();
    const nodeIds = [issue.nodeId];
    await step(() =>
      house.tickets.commit(COMMUNITY, id, version, {
        story: [],
        issue: { ...issue, state: "closed", stateReason: "completed" },
        actions: [
          {
            id: actionId,
            act: "tell-fixed",
            public: true,
            notBefore: house.clock.now(),
            serial: "announce",
            deed: { do: "announce", placeId: "news", nodeIds, release: null },
          },
        ],
      }),
    );
    await wait(house, step, MINUTE);
  }),
  "the week is told to the team and to everybody": story({
    before: (house) => postAndWait(house, undisturbed, { text: "It hangs at 99%." }),
    plays: async (house, step) => {
      const slot = localTime(house.clock.now(), "UTC");
      const places = [
        { team: null, placeId: "news" },
        { team: "uploads", placeId: "review" },
      ];
      const { weekday, hour } = slot;
      house.policy.digest = { weekday, hour, whenQuiet: "line", places };
      await step(() => planDigests(COMMUNITY, house));
      await wait(house, step, MINUTE);
      // Whoever comes later finds it planned.
      await step(() => planDigests(COMMUNITY, house));
      await wait(house, step, MINUTE);
    },
  }),
  "the reporter withdraws a filed report": filed(async (house, step, { raw }) => {
    const [notice] = house.conversation.publicIn(raw.conversationId ?? "");
    const by = { sourceId: raw.authorSourceId, name: raw.authorName };
    const actionId = notice?.actionId ?? "";
    await step(() => house.press({ actionId, by, event: "withdraw" }));
    await step(() => house.advance(PATIENCE));
  }),
};

const died = (point: string) => new Crash(point);
const unheard = (point: string) => new PortError(point, "later", new Error("no answer"));

/** Everything that stands outside and in the store at the end, without ids and times. */
async function outcomeOf(house: House) {
  const { conversation, tracker } = house;
  const tickets = await house.tickets.find(COMMUNITY, { like: "SB-" });
  const cases = await Promise.all(tickets.map(({ id }) => house.tickets.load(COMMUNITY, id)));
  return {
    said: conversation.messages.map(({ where, say }) => `${plain(where)}: ${say.say}`).toSorted(),
    marks: [...conversation.marks.values()].toSorted(),
    cards: [...conversation.cards.values()]
      .map(({ card }) => `${card.action} ${card.closed}`)
      .toSorted(),
    deleted: conversation.deleted.size,
    issues: tracker.issues.map(({ title, labels, comments }) => ({
      title,
      labels,
      comments: comments.map(({ body }) => plain(body.split("\n")[0] ?? "")),
    })),
    tickets: cases.map((known) => [
      known?.ticket.state,
      known?.ticket.linkedTo?.split(":")[0],
      known?.posts.length,
    ]),
    open: cases.flatMap((known) =>
      (known?.actions ?? []).filter(({ state }) => state === "waiting" || state === "claimed"),
    ),
    twice: [...conversation.twice(), ...tracker.twice()],
  };
}

function plain(text: string): string {
  return text.replace(/\d+/g, "0");
}

/** Plays a story with trouble at the given point; with none, tells the points there are. */
async function play(story: Story, at: number | null, trouble: (point: string) => Error = died) {
  const points: string[] = [];
  let disturbing = false;
  const pass = (point: string) => {
    points.push(point);
    if (disturbing && points.length - 1 === at) throw trouble(point);
  };
  const house = setUp({
    reached: (point) => pass(`reached ${point}`),
    onCall: (when, call) => {
      if (!READS.test(call)) pass(`${when} ${call}`);
    },
  });
  const step: Step = async (act) => {
    try {
      return await act();
    } catch (error) {
      if (!(error instanceof Crash)) throw error;
      await house.restart();
      return act();
    }
  };
  const before = await story.before?.(house);
  points.length = 0;
  disturbing = true;
  await story.plays(house, step, before);
  await step(() => house.advance(3 * MINUTE));
  return { points, outcome: await outcomeOf(house), house };
}

describe("a process that dies", () => {
  it.each(Object.entries(STORIES))("anywhere while %s", async (_, story) => {
    const calm = await play(story, null);
    expect(calm.outcome).toMatchObject({ open: [], twice: [] });
    expect(calm.points.length).toBeGreaterThan(20);
    for (const [at, point] of calm.points.entries()) {
      const { outcome } = await play(story, at);
      expect(outcome, `after dying ${point} (${at})`).toEqual(calm.outcome);
    }
  });

  it.each(Object.entries(STORIES))(
    "loses no answer and no call to the outside for good while %s",
    async (_, story) => {
      const calm = await play(story, null);
      for (const [at, point] of calm.points.entries()) {
        if (!/(conversation|tracker)\./.test(point)) continue;
        const { outcome } = await play(story, at, unheard);
        expect(outcome, `after losing what came ${point} (${at})`).toEqual(calm.outcome);
      }
    },
  );

  it("has died at every point of the executor and over every kind of action", async () => {
    const points = new Set<string>();
    const deeds = new Set<string>();
    for (const story of Object.values(STORIES)) {
      const played = await play(story, null);
      for (const point of played.points) points.add(point);
      for (const { id } of await played.house.tickets.find(COMMUNITY, { like: "SB-" })) {
        const known = await played.house.tickets.load(COMMUNITY, id);
        for (const { deed, state } of known?.actions ?? [])
          if (state === "done") deeds.add(deed.do);
      }
    }
    for (const point of CRASH_POINTS) expect(points).toContain(`reached ${point}`);
    const kinds = Deed.options.map((option) => option.shape.do.value);
    expect([...deeds].toSorted()).toEqual(kinds.toSorted());
  });
});
