import { describe } from "vitest";
import { storeContract } from "../contracts/store.contract.ts";
import { createManualClock } from "./clock.ts";
import { createTestIds } from "./samples.ts";
import { createFakeStore } from "./store.ts";

describe("the store in memory", () => {
  storeContract(async () => {
    const clock = createManualClock();
    const ids = createTestIds();
    return { store: createFakeStore({ ids, clock }), clock, ids };
  });
});
