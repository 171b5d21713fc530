import { afterAll, beforeAll, expect, it } from "vitest";
import { type Database, openDatabase } from "../../../src/integrations/store/database.ts";
import { migrate } from "../../../src/integrations/store/migrate.ts";
import { createStore, type Store } from "../../../src/integrations/store/store.ts";
import { acceptAnswer } from "../../../src/triage/answers/accept-answer.ts";
import { markSolved } from "../../../src/triage/answers/mark-solved.ts";
import { sayKind } from "../../../src/triage/decide/say-kind.ts";
import { fileGap, listGaps } from "../../../src/triage/gaps/gap-desk.ts";
import type { CommunityRole } from "../../../src/triage/model/post.ts";
import type { Verdict } from "../../../src/triage/model/review.ts";
import { askPrivately, judgeAnswer, shareAnswer } from "../../../src/triage/people/ask-desk.ts";
import { exportOf, forgetPerson, switchBot } from "../../../src/triage/people/privacy-desk.ts";
import { retract } from "../../../src/triage/review/command-desk.ts";
import { vouch } from "../../../src/triage/review/helper-desk.ts";
import { claimTicket } from "../../../src/triage/review/queue-desk.ts";
import { cardNow, rule } from "../../../src/triage/review/review-desk.ts";
import { aRawPost, COMMUNITY } from "../../fakes/house.ts";
import { aClassification } from "../../fakes/samples.ts";
import { emptySnapshot } from "../../snapshot.ts";
import { aHouseOfQuestions } from "../../triage/asking-house.ts";

let database: Database;
beforeAll(async () => {
  database = await openDatabase({ snapshot: await emptySnapshot() });
  await migrate(database.pool);
});
afterAll(() => database.close());

type Person = {
  readonly sourceId: string;
  readonly name: string;
  readonly roles: readonly CommunityRole[];
};
const MARA: Person = { sourceId: "910000000000000001", name: "Mara (Q.)", roles: [] };
const HANA: Person = { sourceId: "910000000000000002", name: "Hana+Helps", roles: ["helper"] };
const RITA: Person = { sourceId: "910000000000000003", name: "Rita Staffer", roles: ["staff"] };
const BO: Person = { sourceId: "910000000000000004", name: "Bo Remains", roles: [] };
// Put together here, so that it stands in no file.
const KEY = ["sk", "proj", "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8s9T0"].join("-");

/** Every column of every table in which an id or a name of the person stands, however deep. */
async function tracesOf({ sourceId, name }: Person): Promise<string[]> {
  const { rows: columns } = await database.pool.query<{ table: string; column: string }>(
    `SELECT table_name AS table, column_name AS column FROM information_schema.columns
      WHERE table_schema = current_schema() ORDER BY 1, 2`,
  );
  const found: string[] = [];
  for (const { table, column } of columns) {
    const { rows } = await database.pool.query<{ n: string }>(
      `SELECT count(*) AS n FROM "${table}"
        WHERE strpos("${column}"::text, $1) > 0 OR strpos("${column}"::text, $2) > 0`,
      [sourceId, name],
    );
    if (rows[0]?.n !== "0") found.push(`${table}.${column}`);
  }
  return found;
}

const as = ({ sourceId, name, roles }: Person) => ({
  authorSourceId: sourceId,
  authorName: name,
  author: { bot: false, roles: [...roles], optedOut: false },
});

/** A community in which three people do everything that leaves a trace of them. */
async function aFullLife() {
  const opened: { store?: Store } = {};
  const house = aHouseOfQuestions({
    policy: { undoMs: 0 },
    openStore: (deps) => {
      opened.store = createStore({ pool: database.pool, ...deps });
      return opened.store;
    },
  });
  const { store } = opened;
  if (!store) throw new Error("the house opens its store");
  const desk = { ...house, queue: store.queue, isOpenToAll: async () => true };
  const classified = (overrides: Parameters<typeof aClassification>[0]) =>
    ({ type: "classified", call: null, classification: aClassification(overrides) }) as const;
  house.classifier.when("crash", classified({ kind: "bug", missing: [] }));
  house.drafts({});
  const post = async (by: Person, overrides: Parameters<typeof house.post>[0]) => {
    const posted = await house.post({ ...as(by), conversationOwnerId: by.sourceId, ...overrides });
    await house.advance(20_000);
    return posted;
  };
  const ruled = async (ticketId: string, verdict: Verdict, by: Person) => {
    const known = await house.ticketOf({ type: "admitted", ticketId });
    const found = await house.board.cardOfGroup(COMMUNITY, known.proposal?.groupKey ?? "");
    const version = (await cardNow(COMMUNITY, found?.card.id ?? "", house))?.version ?? 0;
    const cardId = found?.card.id ?? "";
    expect(await rule(COMMUNITY, { cardId, version, verdict, by }, house)).toMatchObject({
      type: "done",
    });
    await house.advance(1_000);
  };
  const press = async (
    event: "helped" | "wrong" | "tell-me" | "works-now" | "still-broken",
    actionId: string,
    by: Person,
  ) => {
    await house.press({ actionId, event, by });
    await house.settle();
  };
  const saidIn = (conversationId: string | null, say: string) =>
    house.conversation.publicIn(conversationId ?? "").findLast((one) => one.say.say === say)
      ?.actionId ?? "";
  const idOf = (taken: object) => ("ticketId" in taken ? String(taken.ticketId) : "");

  // A question of Mara's: Hana vouches, Rita has it in hand and sends it, everybody judges it.
  const asked = await post(MARA, { title: "How do I resume?" });
  const question = idOf(asked.taken);
  const proposal = (await house.ticketOf(asked.taken)).proposal?.id ?? "";
  await vouch(COMMUNITY, proposal, "Resume it by hand.", HANA, desk);
  await claimTicket(COMMUNITY, question, RITA, desk);
  await ruled(question, { verdict: "edit", title: null, text: house.passage.text }, RITA);
  const { conversationId } = asked.raw;
  const answer = saidIn(conversationId, "answer");
  await press("helped", answer, MARA);
  await press("tell-me", answer, HANA);
  await press("wrong", answer, RITA);
  await press("wrong", answer, HANA);
  const reply = aRawPost({
    ...as(HANA),
    conversationId,
    conversationOwnerId: MARA.sourceId,
    opens: false,
    text: `<@${MARA.sourceId}>, <@!${RITA.sourceId}> knows: set the part size by hand instead.`,
  });
  await house.post(reply);
  await acceptAnswer(COMMUNITY, reply, true, RITA, house);
  await markSolved(COMMUNITY, reply, { ...MARA }, house);

  // Bo's question names all three; staff say what it is; Hana alone vouches; it stays as it is.
  const mentions = [MARA, HANA, RITA].map((one) => `<@${one.sourceId}>`).join(" ");
  house.classifier.when("limits", classified({ kind: "question", ask: `Where? ${mentions}` }));
  const boAsks = await house.post({
    ...as(BO),
    title: "Where are the limits?",
    text: `limits ${mentions}`,
  });
  await sayKind(COMMUNITY, idOf(boAsks.taken), { kind: "question", by: RITA.name }, house);
  await house.advance(20_000);
  const second = (await house.ticketOf(boAsks.taken)).proposal?.id ?? "";
  await vouch(COMMUNITY, second, null, HANA, desk);
  await claimTicket(COMMUNITY, idOf(boAsks.taken), RITA, desk);

  // A bug of Mara's that Hana wants to hear of, filed by Rita and fixed.
  const bug = await post(MARA, { title: "A crash on resume" });
  await ruled(idOf(bug.taken), { verdict: "send" }, RITA);
  await press("tell-me", saidIn(bug.raw.conversationId, "filed"), HANA);
  const { issue } = await house.ticketOf(bug.taken);
  if (!issue) throw new Error("nothing was filed");
  const closed = { ...issue, state: "closed", stateReason: "completed" } as const;
  await house.issueEvent({ event: "closed", issue: closed });
  await house.advance(3_600_000);
  const fixed = saidIn(bug.raw.conversationId, "fixed");
  await press("works-now", fixed, MARA);
  await press("still-broken", fixed, HANA);

  // A key of Mara's, which she is told of in private; what she asks in private, and shares.
  await post(MARA, { title: "How do I log in?", text: `with ${KEY}` });
  house.conversation.opened("forum");
  const typed = { ...as(MARA), sourceId: "command-1", conversationId: null, title: "" };
  const private_ = await askPrivately(
    COMMUNITY,
    aRawPost({ ...typed, text: "How do I resume?" }),
    house,
  );
  if (private_.type === "answer") {
    await judgeAnswer(COMMUNITY, private_.ticketId, "helped", MARA, house);
    await shareAnswer(COMMUNITY, private_.ticketId, MARA, house);
    await house.settle();
  }

  // The docs have no answer: Rita answers instead, and files the gap.
  house.drafts({ claims: [], unanswered: ["Which regions?"] });
  const gap = await post(MARA, { title: "Which regions are there?" });
  await house.post({
    ...as(RITA),
    conversationId: gap.raw.conversationId,
    conversationOwnerId: MARA.sourceId,
    opens: false,
    text: "There are two regions at the moment: one for Europe, one for America.",
  });
  const gaps = { ...house, docsFiles: { read: async () => null } };
  const [line] = await listGaps(COMMUNITY, gaps);
  await fileGap(COMMUNITY, line?.code ?? "", RITA.name, gaps);
  await retract(COMMUNITY, "SB-1", "It was wrong.", RITA, house);

  // Settings and switches.
  const change = { key: "paused", value: false, by: RITA.name, at: house.clock.now() };
  await store.tickets.changeSetting(COMMUNITY, change);
  const off = { source: "discord", off: true, opener: false } as const;
  await switchBot(COMMUNITY, { ...off, scope: "place", scopeId: "news" }, RITA, house);
  await switchBot(
    COMMUNITY,
    { ...off, scope: "conversation", scopeId: bug.raw.conversationId ?? "" },
    MARA,
    house,
  );
  for (const one of [MARA, HANA, RITA]) {
    await switchBot(COMMUNITY, { ...off, scope: "person", scopeId: one.sourceId }, one, house);
  }
  await house.settle();
  return house;
}

const EVERYBODY_STANDS_IN = [
  "classifications.body",
  "off_switches.scope_id",
  "off_switches.set_by",
  "persons.source_id",
  "posts.text",
  "story_lines.detail",
];
const MARA_STANDS_IN = [
  "accepted_answers.text",
  "actions.deed",
  "actions.serial",
  ...EVERYBODY_STANDS_IN,
  "persons.name",
  "proposals.decided_by",
].toSorted();
const HANA_STANDS_IN = [
  "actions.deed",
  "actions.serial",
  ...EVERYBODY_STANDS_IN,
  "persons.name",
  "proposals.vouches",
].toSorted();
const RITA_STANDS_IN = [
  "accepted_answers.accepted_by",
  "accepted_answers.text",
  ...EVERYBODY_STANDS_IN,
  "gap_asks.answer",
  "gap_lines.detail",
  "gaps.filed_by",
  "proposals.decided_by",
  "reviews.by",
  "setting_changes.by",
  "tickets.claim",
  "tickets.labelled_by",
].toSorted();

it("holds neither name nor id of whoever asked to be forgotten, in any column of any table", async () => {
  const house = await aFullLife();
  // Where each of them stands before, so that the emptiness after says something.
  expect(await tracesOf(MARA)).toEqual(MARA_STANDS_IN);
  expect(await tracesOf(HANA)).toEqual(HANA_STANDS_IN);
  expect(await tracesOf(RITA)).toEqual(RITA_STANDS_IN);

  for (const one of [MARA, HANA, RITA]) {
    await forgetPerson(COMMUNITY, "discord", one, house);
    await house.settle();
    expect(await tracesOf(one), one.name).toEqual([]);
    expect(await exportOf(COMMUNITY, "discord", one, house)).toEqual({
      posts: [],
      tickets: [],
      answers: [],
      vouches: [],
      claims: [],
      reviews: [],
      subscriptions: [],
      fixes: [],
    });
    const switches = [{ source: "discord", scope: "person", scopeId: one.sourceId }] as const;
    expect(await house.privacy.isOff(COMMUNITY, switches)).toBe(true);
  }
  expect(await tracesOf(BO)).not.toEqual([]);
});
