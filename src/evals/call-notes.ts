import { AsyncLocalStorage } from "node:async_hooks";
import type { ModelCall } from "../triage/model/model-call.ts";

type Notes = { readonly calls: ModelCall[]; refused: boolean };

// Rows are asked for several at once, and one classification may take several calls.
const notes = new AsyncLocalStorage<Notes>();

/** What some work came to, with every call to a model that was made for it. */
export async function noted<T>(work: () => Promise<T>): Promise<{
  readonly result: T;
  readonly calls: readonly ModelCall[];
  /** Whether a call was not made since it might have cost too much. */
  readonly refused: boolean;
}> {
  const own: Notes = { calls: [], refused: false };
  const result = await notes.run(own, work);
  return { result, ...own };
}

/** Counts calls towards whatever work they are made for. */
export function note(calls: readonly ModelCall[]): void {
  notes.getStore()?.calls.push(...calls);
}

/** Tells the work under way that a call was not made for what it might have cost. */
export function noteRefusal(): void {
  const work = notes.getStore();
  if (work) work.refused = true;
}
