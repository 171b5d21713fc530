import type { Candidate } from "../model/candidate.ts";

export interface SameAsks {
  /** Open and closed things that may be the same ask, whatever their kind; best first, three at the most. */
  find(
    communityId: string,
    ask: { readonly ticketId: string; readonly title: string; readonly text: string },
  ): Promise<readonly Candidate[]>;
}
