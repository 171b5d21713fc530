import { AsyncLocalStorage } from "node:async_hooks";
import type { Meter } from "../triage/meter.ts";
import type { ModelCall } from "../triage/model-call.ts";

// Rows are asked for several at once, and one classification may take several calls.
const notes = new AsyncLocalStorage<ModelCall[]>();

/** What some work came to, with every call to a model that was made for it. */
export async function noted<T>(
  work: () => Promise<T>,
): Promise<{ readonly result: T; readonly calls: readonly ModelCall[] }> {
  const calls: ModelCall[] = [];
  const result = await notes.run(calls, work);
  return { result, calls };
}

/** Counts calls towards whatever work they are made for. */
export function note(calls: readonly ModelCall[]): void {
  notes.getStore()?.push(...calls);
}

/** No budget of a day stands before an eval: whoever starts it sees what it costs. */
export const notingMeter: Meter = {
  begin: async () => ({ type: "go", settle: async (call) => note([call]) }),
};
