import { afterAll, beforeAll, expect, it } from "vitest";
import { buttonsOf } from "../../demo/headless/buttons.ts";
import { DAY, HOUR, MINUTE, SECOND } from "../../src/triage/model/clock.ts";
import { readReport } from "../../src/triage/report/read-report.ts";
import { type ATown, aTown } from "./a-town.ts";

let town: ATown;
let began = 0;
beforeAll(async () => {
  town = await aTown();
  await town.signalbox().bot?.catchUpNow();
  began = town.clock.now();
});
afterAll(async () => {
  town.expectOrder();
  await town.close();
});

const general = () => town.channels.get("general") ?? "";
const published: string[] = [];

/** What the channels show that people may write in, at any time: new messages of the bot and of people. */
function look(threads: readonly string[]) {
  const messages = [general(), ...threads].flatMap((id) => town.discord.messages(id));
  const isOurs = (one: Readonly<Record<string, unknown>>) =>
    JSON.stringify(one["author"]).includes(town.discord.botUserId);
  for (const one of messages.filter(isOurs)) {
    if (!published.includes(String(one["id"]))) published.push(String(one["id"]));
  }
  return messages.filter((one) => !isOurs(one)).length;
}

/** Some days of a community, each ask ending in another way. */
async function live(): Promise<string[]> {
  const threads: string[] = [];
  const ask = async (text: string) => {
    const asked = await town.ask(text);
    threads.push(asked.thread);
    return asked;
  };
  const answered = await ask("How do I upload?");
  await town.later(HOUR);
  await town.approve();
  const [answer] = town.said(answered.thread);
  await town.press(answer, "helped", answered.by).ack();

  await ask("lol");
  const late = await ask("How do I upload by night?");
  await town.approve("dismiss");
  await ask("How do I upload, anybody?");
  await town.approve("dismiss");
  const filed = await ask("It hangs");
  await town.approve();
  await ask("It crashes");
  const account = await ask("my invoice is wrong");
  await town.approve();
  const { code } = (await town.ticketOf(account.thread)).ticket;
  await town.rita.command("retract", { code }, town.review).ack();
  const quick = await ask("It hangs differently");
  await town.later(20 * MINUTE);
  town.posted.push(town.member().post(quick.thread, "Turn it off and on."));
  await town.quiet();
  await town.approve("dismiss");
  const asked = await town
    .member()
    .command("ask", { question: "How do I upload?" }, general())
    .reply(20_000);
  expect(buttonsOf(asked).length).toBeGreaterThan(0);
  const modal = await town.press(town.said(filed.thread)[0], "correct", filed.by).modal();
  await filed.by.submitModal(modal, { text: "On Linux alone." }).ack();
  await town.later(30 * HOUR);
  town.posted.push(town.member().post(late.thread, "With the moon."));
  await town.later(2 * DAY);
  return threads;
}

it("are those that plain SQL and the channels themselves give for the same days", async () => {
  const threads = await live();
  const written = look(threads);
  const { store, communityId, database, settings } = town.signalbox();
  const to = town.clock.now();
  const period = { from: began, to };
  const report = await readReport(
    communityId,
    { period, team: null },
    {
      ...store,
      passages: town.passages,
      ids: () => "none",
      clock: town.clock,
      policyOf: settings.policyOf,
    },
  );
  const { answering, spoken, effort } = report.now;
  const one = async (query: string, values: unknown[] = []) =>
    (await database.pool.query<Record<string, number>>(query, values)).rows[0] ?? {};

  // Asks, and which of them nobody had answered a day later.
  const waits = await one(
    `WITH asks AS (
       SELECT t.id, min(p.posted_at) AS at FROM tickets t
         JOIN ticket_posts k ON k.ticket_id = t.id JOIN posts p ON p.id = k.post_id
       WHERE t.kind <> 'other' AND t.state <> 'withdrawn'
         AND (t.silence IS NULL OR t.silence = 'answered-by-person') GROUP BY t.id
     ), answers AS (
       SELECT ticket_id, at FROM replies WHERE voice NOT IN ('asker', 'bot')
       UNION ALL
       SELECT ticket_id, not_before FROM actions WHERE state = 'done' AND external_ref IS NOT NULL
         AND deed->'say'->>'say' IN ('answer', 'redirect', 'filed', 'linked')
     )
     SELECT count(*)::int AS asks,
       (count(*) FILTER (WHERE NOT EXISTS (SELECT 1 FROM answers w
         WHERE w.ticket_id = asks.id AND w.at <= asks.at + interval '24 hours')))::int AS waited
     FROM asks`,
  );
  expect(waits).toEqual({ asks: 7, waited: 3 });
  expect(answering.asks).toBe(waits["asks"]);
  expect(answering.unanswered[0]).toEqual({ hours: 24, count: waits["waited"], of: waits["asks"] });

  // The middle of the times until a person wrote.
  const human = await one(
    `SELECT percentile_cont(0.5) WITHIN GROUP (
       ORDER BY extract(epoch FROM r.at - p.posted_at) * 1000)::float8 AS median, count(*)::int AS n
     FROM replies r JOIN tickets t ON t.id = r.ticket_id
       JOIN posts p ON p.source_id = t.opening_source_id
     WHERE r.fact = 'replied' AND r.voice = 'member'`,
  );
  expect(answering.firstHuman.count).toBe(2);
  expect(human["n"]).toBe(2);
  expect(answering.firstHuman.median).toBeCloseTo(human["median"] ?? 0, 0);
  // Twenty minutes, and thirty hours with what came before them.
  expect(answering.firstHuman.median ?? 0).toBeGreaterThan(15 * HOUR);

  // What is in the channels: messages of the bot, of people, and what of it was taken back.
  expect(spoken.messages).toBe(published.length);
  expect(spoken.posts).toBe(written);
  const taken = await one(
    `SELECT count(DISTINCT deed->>'messageId')::int AS n FROM actions
     WHERE state = 'done' AND deed->>'do' = 'retract'`,
  );
  expect(taken["n"]).toBe(1);
  expect(spoken.regretted).toBe(1);

  // Decisions of people, and how many steps they took.
  const reviews = await one(
    `SELECT count(*)::int AS n FROM reviews WHERE verdict->>'verdict' IN ('send', 'dismiss', 'edit')`,
  );
  expect(effort.decided).toBe(reviews["n"]);
  expect(effort.steps.median).toBe(1);
  await town.later(SECOND);
});
