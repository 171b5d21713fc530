import { describe, expect, it } from "vitest";
import { createQueues } from "../../../src/integrations/queue/queues.ts";
import { openDatabase } from "../../../src/integrations/store/database.ts";
import { UserError } from "../../../src/triage/model/errors.ts";
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

describe("a Redis that cannot be used", () => {
  it("is named by its host, without the password", async () => {
    const redisUrl = "redis://:hidden@127.0.0.1:1";
    const log = { warn: () => {}, error: () => {} };
    const opening = createQueues({ redisUrl, prefix: "test", log });
    await expect(opening).rejects.toBeInstanceOf(UserError);
    await expect(opening).rejects.toThrow(/^(?!.*hidden).*127\.0\.0\.1:1.*REDIS_URL/);
  });
});
