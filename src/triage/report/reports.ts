import type { AnswerFigures } from "../model/answer-outcome.ts";

/** Counts by name; a name that never occurred is absent. */
export type Counts = Readonly<Record<string, number>>;

/** What the store holds of one community, in figures. */
export type Figures = {
  readonly posts: number;
  readonly tickets: number;
  readonly byState: Counts;
  /** Tickets not yet classified are counted as `unclassified`. */
  readonly byKind: Counts;
  readonly byLane: Counts;
  /** By the latest decision of each ticket; `undecided` when there is none. */
  readonly byOutcome: Counts;
  readonly skips: Counts;
  readonly actions: Counts;
  /** Actions done, by what they did: `say:answer`, `open-issue`, `mark`. */
  readonly done: Counts;
  readonly proposals: Counts;
  readonly openCards: number;
  /** Distinct people. */
  readonly reporters: number;
};

/** Figures for the console, the report and the headless demo, read from the store. */
export interface Reports {
  figures(communityId: string): Promise<Figures>;
  /**
   * Latest decisions on tickets opened since then, by outcome, and the newest of those tickets for
   * which something would be said or filed.
   */
  decidedSince(
    communityId: string,
    since: number,
    most: number,
  ): Promise<{ readonly outcomes: Counts; readonly ticketIds: readonly string[] }>;
  /** What reporters said of answers. */
  answers(communityId: string): Promise<AnswerFigures>;
  /** Those of the source ids that are neither in a ticket nor skipped, in the order given. */
  lost(communityId: string, source: string, sourceIds: readonly string[]): Promise<string[]>;
}
