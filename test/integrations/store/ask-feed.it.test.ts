import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Database, openDatabase } from "../../../src/integrations/store/database.ts";
import { migrate } from "../../../src/integrations/store/migrate.ts";
import { createStore, type Store } from "../../../src/integrations/store/store.ts";
import type { Change } from "../../../src/triage/model/case.ts";
import { createManualClock } from "../../fakes/clock.ts";
import { anIssue, aPost, createTestIds } from "../../fakes/samples.ts";
import { emptySnapshot } from "../../snapshot.ts";

let database: Database;
let store: Store;
const ids = createTestIds();
const clock = createManualClock();
let communities = 0;
let here = "";

beforeAll(async () => {
  database = await openDatabase({ snapshot: await emptySnapshot() });
  await migrate(database.pool);
  store = createStore({ pool: database.pool, ids, clock });
});
beforeEach(() => {
  here = `community-${++communities}`;
});
afterAll(() => database.close());

async function aTicket(change: Change["ticket"], text = "They never finish.") {
  const personId = await store.tickets.personId(here, "discord", "ada");
  const post = aPost({ id: ids(), personId, title: "Uploads", text });
  const dueAt = clock.now();
  const open = { type: "open", dueAt, silence: null } as const;
  const { ticketId } = await store.tickets.savePost(here, post, open);
  await commits(ticketId, { kind: "bug", lane: "open", title: "Uploads hang", ...change });
  return ticketId;
}

async function commits(ticketId: string, ticket: NonNullable<Change["ticket"]>) {
  const version = (await store.tickets.load(here, ticketId))?.ticket.version ?? 0;
  await store.tickets.commit(here, ticketId, version, { ticket, story: [] });
}

/** All changes since a position, each ask as it came last. */
async function changed(after = 0) {
  const { changes, next, more } = await store.asks.changedAsks(here, after);
  return { asks: new Map(changes.map(({ key, ask }) => [key, ask])), next, more };
}

describe("what the store says about asks", () => {
  it("tells of issues and classified open tickets with their words", async () => {
    const ticketId = await aTicket({});
    await store.tickets.saveIssue(here, anIssue({ state: "closed" }));
    const { asks, more } = await changed();
    expect(more).toBe(false);
    expect(asks.get("issue:I_1")).toMatchObject({
      target: { type: "issue", issue: { number: 1 }, visibility: "public" },
      title: "Uploads hang",
      text: "Uploads hang at 99%.",
      open: false,
    });
    expect(asks.get(`ticket:${ticketId}`)).toEqual({
      target: { type: "ticket", ticketId, code: "SB-1" },
      title: "Uploads hang",
      text: "Uploads\nThey never finish.",
      open: true,
    });
  });

  it.each([
    ["security reports", { lane: "security" }],
    ["matters of one account", { lane: "account" }],
    ["what nobody classified yet", { lane: null }],
    ["what asks for nothing", { kind: "other" }],
    ["answered tickets", { state: "answered" }],
    ["withdrawn tickets", { state: "withdrawn" }],
  ] as const)("never offers %s", async (_what, change) => {
    const ticketId = await aTicket(change);
    expect((await changed()).asks.get(`ticket:${ticketId}`)).toBeNull();
  });

  it("lets a ticket stand for its issue, or for the ticket it is linked to", async () => {
    await store.tickets.saveIssue(here, anIssue());
    const filed = await aTicket({ issueNodeId: "I_1", state: "with-team" });
    const root = await aTicket({});
    const follower = await aTicket({ linkedTo: `ticket:${root}` });
    const { asks } = await changed();
    expect(asks.get(`ticket:${filed}`)?.target).toMatchObject({ issue: { nodeId: "I_1" } });
    expect(asks.get(`ticket:${follower}`)?.target).toMatchObject({ ticketId: root });
  });

  it("tells of later changes from a position on, whatever the clock says", async () => {
    for (let n = 0; n < 40; n += 1)
      await store.tickets.saveIssue(here, anIssue({ nodeId: `I_${n}` }));
    const first = await changed();
    expect(first.asks.size).toBe(40);
    const ticketId = await aTicket({});
    const second = await changed(first.next);
    expect(second.asks.has(`ticket:${ticketId}`)).toBe(true);
    expect(second.asks.has("issue:I_0")).toBe(false);
    expect(second.next).toBeGreaterThan(first.next);
    expect((await changed(second.next)).next).toBe(second.next);
  });
});
