import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Database, openDatabase } from "../../../src/integrations/store/database.ts";
import { readHistory } from "../../../src/integrations/store/history.ts";
import { migrate } from "../../../src/integrations/store/migrate.ts";
import { createStore } from "../../../src/integrations/store/store.ts";
import { storeContract } from "../../contracts/store.contract.ts";
import { createManualClock } from "../../fakes/clock.ts";
import { aPost, aReview, createTestIds } from "../../fakes/samples.ts";
import { describeWithService } from "../../services.ts";
import { emptySnapshot } from "../../snapshot.ts";

describe("the store on PGlite", () => {
  storeOn(async () => openDatabase({ snapshot: await emptySnapshot() }));
});

describeWithService("postgresql", "the store on PostgreSQL", (url) => {
  storeOn(() => openDatabase({ url, searchPath: SCHEMA }));
});

const SCHEMA = `store_${process.pid}`;

function storeOn(open: () => Promise<Database>): void {
  let database: Database;
  let tables = "";

  beforeAll(async () => {
    database = await open();
    if (database.kind === "postgresql") await database.pool.query(`CREATE SCHEMA ${SCHEMA}`);
    await migrate(database.pool);
    const { rows } = await database.pool.query<{ names: string }>(
      `SELECT string_agg(quote_ident(tablename), ', ') AS names FROM pg_tables
        WHERE schemaname = current_schema() AND tablename <> 'schema_migrations'`,
    );
    tables = rows[0]?.names ?? "";
  });
  afterAll(async () => {
    if (database.kind === "postgresql") await database.pool.query(`DROP SCHEMA ${SCHEMA} CASCADE`);
    await database.close();
  });

  storeContract(async () => {
    await database.pool.query(`TRUNCATE ${tables}`);
    const clock = createManualClock();
    const ids = createTestIds();
    return { store: createStore({ pool: database.pool, ids, clock }), clock, ids };
  });

  it("counts what a place had lately, and nothing of others", async () => {
    const ids = createTestIds();
    const store = createStore({ pool: database.pool, ids, clock: createManualClock() });
    const personId = await store.tickets.personId("lively", "discord", "ada");
    const post = async (placeId: string, postedAt: number) => {
      const one = aPost({ personId, id: ids(), placeId, postedAt });
      await store.tickets.savePost("lively", one, { type: "open", dueAt: 1, silence: null });
    };
    await post("general", 1_000);
    await post("general", 2_000);
    await post("general", 3_000);
    await post("forum", 3_000);
    expect(await store.traffic("lively", "general", 2_000)).toBe(2);
    expect(await store.traffic("elsewhere", "general", 0)).toBe(0);
  });

  it("keeps every review, an edit with the words before and after", async () => {
    const ids = createTestIds();
    const { tickets } = createStore({ pool: database.pool, ids, clock: createManualClock() });
    const personId = await tickets.personId("here", "discord", "ada");
    const { ticketId } = await tickets.savePost("here", aPost({ personId, id: ids() }), {
      type: "open",
      dueAt: 1,
      silence: null,
    });
    const edit = {
      before: { title: null, text: "Use 100 MB." },
      after: { title: null, text: "Use 64 MB." },
    };
    const verdict = { verdict: "edit", title: null, text: "Use 64 MB." } as const;
    const reviews = [
      aReview({ id: ids(), ticketId }),
      aReview({ id: ids(), ticketId, verdict, edit }),
    ];
    for (const [at, review] of reviews.entries()) {
      await tickets.commit("here", ticketId, at + 1, { review, story: [] });
    }
    expect((await readHistory(database.pool, "here", ticketId)).reviews).toEqual(reviews);
  });
}
