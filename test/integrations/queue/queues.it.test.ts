import { describe } from "vitest";
import { openDatabase } from "../../../src/integrations/store/database.ts";
import { queueContract } from "../../contracts/queue.contract.ts";
import { describeWithService } from "../../services.ts";
import { emptySnapshot } from "../../snapshot.ts";

describe("queues on PGlite", () => {
  queueContract("pglite", async () => {
    const database = await openDatabase({ snapshot: await emptySnapshot() });
    return { database, close: () => database.close() };
  });
});

describeWithService("postgresql", "queues on PostgreSQL", (url) => {
  queueContract("postgresql", async () => {
    const database = await openDatabase({ url });
    return { database, close: () => database.close() };
  });
});

describeWithService("redis", "queues on Redis", (redisUrl) => {
  queueContract("redis", async () => ({ redisUrl, close: async () => {} }));
});
