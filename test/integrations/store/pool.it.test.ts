import { describe } from "vitest";
import { openDatabase } from "../../../src/integrations/store/database.ts";
import { poolContract } from "../../contracts/pool.contract.ts";
import { describeWithService } from "../../services.ts";
import { emptySnapshot } from "../../snapshot.ts";

describe("a pool on PGlite", () => {
  poolContract(async () => openDatabase({ snapshot: await emptySnapshot() }));
});

describeWithService("postgresql", "a pool on PostgreSQL", (url) => {
  poolContract(() => openDatabase({ url }));
});
