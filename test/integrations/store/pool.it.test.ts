import { describe, expect, it } from "vitest";
import { openDatabase } from "../../../src/integrations/store/database.ts";
import { UserError } from "../../../src/triage/model/errors.ts";
import { poolContract } from "../../contracts/pool.contract.ts";
import { describeWithService } from "../../services.ts";
import { emptySnapshot } from "../../snapshot.ts";

describe("a pool on PGlite", () => {
  poolContract(async () => openDatabase({ snapshot: await emptySnapshot() }));
});

describeWithService("postgresql", "a pool on PostgreSQL", (url) => {
  poolContract(() => openDatabase({ url }));
});

describe("a PostgreSQL server that cannot be used", () => {
  it("is named by its host, without the password", async () => {
    const opening = openDatabase({ url: "postgres://bot:hidden@127.0.0.1:1/signalbox" });
    await expect(opening).rejects.toBeInstanceOf(UserError);
    await expect(opening).rejects.toThrow(/^(?!.*hidden).*127\.0\.0\.1:1.*DATABASE_URL/);
  });
});
