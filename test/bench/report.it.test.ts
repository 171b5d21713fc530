import { expect, it } from "vitest";
import { FILLED, fill, MONTH } from "../../bench/report/fill.ts";
import { ticketsByOneStatement } from "../../bench/report/one-statement.ts";
import { openDatabase } from "../../src/integrations/store/database.ts";
import { migrate } from "../../src/integrations/store/migrate.ts";
import { createReportRows } from "../../src/integrations/store/report-rows.ts";
import { openTables } from "../../src/integrations/store/tables.ts";
import { DAY } from "../../src/triage/model/clock.ts";
import { emptySnapshot } from "../snapshot.ts";

it("reads the report by pages as one statement read it", async () => {
  const database = await openDatabase({ snapshot: await emptySnapshot() });
  try {
    await migrate(database.pool);
    // More than one page, and asks of before the period.
    await fill(database.pool, 2_500);
    const db = openTables(database.pool);
    const period = { from: MONTH.from + 2 * DAY, to: MONTH.to };
    const askedFrom = MONTH.from;
    const whole = await ticketsByOneStatement(db, FILLED, period, askedFrom);
    const { tickets } = await createReportRows(db).happened(FILLED, period, {
      askedFrom,
      withText: true,
      keep: (row) => row,
    });
    expect(whole.length).toBeGreaterThan(2_000);
    expect(tickets).toEqual(whole);
  } finally {
    await database.close();
  }
});
