import { afterAll, beforeAll, expect, it } from "vitest";
import { type Database, openDatabase } from "../../../src/integrations/store/database.ts";
import { migrate } from "../../../src/integrations/store/migrate.ts";
import { createStore } from "../../../src/integrations/store/store.ts";
import { DAY } from "../../../src/triage/model/clock.ts";
import { COMMUNITY, createHouse } from "../../fakes/house.ts";
import { aClassification, aDraft } from "../../fakes/samples.ts";
import { emptySnapshot } from "../../snapshot.ts";

let database: Database;
beforeAll(async () => {
  database = await openDatabase({ snapshot: await emptySnapshot() });
  await migrate(database.pool);
});
afterAll(() => database.close());

const classified = (overrides: Parameters<typeof aClassification>[0]) =>
  ({ type: "classified", classification: aClassification(overrides), call: null }) as const;

/** A week of posts with a reviewer who sends, edits nothing, dismisses and leaves things be. */
async function live(openStore?: NonNullable<Parameters<typeof createHouse>[0]>["openStore"]) {
  const house = createHouse({ policy: { openCards: 3 }, ...(openStore && { openStore }) });
  house.classifier.when("", classified({ kind: "bug", missing: [] }));
  house.classifier.when("How do I", classified({ kind: "question" }));
  house.classifier.when("invoice", classified({ kind: "question", lane: "account" }));
  house.classifier.when("lol", classified({ kind: "other" }));
  house.passages.when("How do I", [[house.passage.id, 9]]);
  const claim = {
    text: house.passage.text,
    passageIds: [house.passage.id],
    quote: house.passage.text,
  };
  const draft = aDraft({ claims: [claim], confidence: 0.9 });
  house.drafter.when("How do I", { type: "drafted", call: null, draft });

  const titles = ["How do I upload?", "It crashes", "my invoice is wrong", "lol", "It hangs"];
  for (let n = 0; n < 20; n++) {
    const conversationId = `thread-${n}`;
    const authorSourceId = `member-${n}`;
    const title = `${titles[n % titles.length]} (${n})`;
    const sourceId = `3000000000000${String(n).padStart(6, "0")}`;
    await house.post({ title, conversationId, authorSourceId, sourceId });
    await house.advance(20_000);
    if (n % 3 === 0 && house.openCards().length > 0) await house.rule({ verdict: "send" });
    if (n % 7 === 5) await house.rule({ verdict: "dismiss", reason: null });
    await house.advance(60_000);
  }
  await house.advance(4 * DAY);
  return {
    figures: await house.reports.figures(COMMUNITY),
    said: house.conversation.messages.map(({ where, say }) => [where, say.say]),
    issues: house.tracker.issues.map(({ title }) => title),
    cards: [...house.conversation.cards.values()].map(({ card }) => [card.codes, card.closed]),
    twice: [...house.conversation.twice(), ...house.tracker.twice()],
  };
}

it("lives through the same days as the store in memory does", async () => {
  const real = await live((deps) => createStore({ pool: database.pool, ...deps }));
  expect(real).toEqual(await live());
  expect(real.twice).toEqual([]);
  expect(real.said.length).toBeGreaterThan(3);
  expect(real.issues.length).toBeGreaterThan(0);
  expect(real.figures.actions["waiting"]).toBeUndefined();
});
