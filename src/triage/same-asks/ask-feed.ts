import type { Candidate } from "../model/candidate.ts";

/** Something that people asked for before, as it is compared with a new ask. */
export type KnownAsk = Pick<Candidate, "target" | "title" | "open"> & { readonly text: string };

/** An ask that is new, changed, or (null) no longer to be offered. */
export type AskChange = {
  /** Stays with the ask when its target changes; tickets sort by time. */
  readonly key: string;
  readonly ask: KnownAsk | null;
};

/** What the store has to say about asks since a position in the order of its writes. */
export interface AskFeed {
  /** A few changes may come again; `more` when there are further ones to ask for at once. */
  changedAsks(
    communityId: string,
    after: number,
  ): Promise<{
    readonly changes: readonly AskChange[];
    readonly next: number;
    readonly more: boolean;
  }>;
}
