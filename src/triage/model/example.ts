import type { Kind, Lane } from "./classification.ts";

/** An earlier ask as the team labelled it, for an engine to learn from. */
export type Example = {
  readonly ticketId: string;
  readonly code: string;
  readonly title: string;
  readonly text: string;
  readonly kind: Kind;
  readonly lane: Lane;
  readonly area: string;
  /** A person changed what the machine had said. */
  readonly corrected: boolean;
  /** When a person last had a say in it. */
  readonly reviewedAt: number;
};

/** Finds earlier asks of a community whose labels a person confirmed or corrected. */
export interface Examples {
  /** Those most alike, corrected ones first, then the nearest; none that has only little in common. */
  near(
    communityId: string,
    ask: { readonly ticketId: string; readonly title: string; readonly text: string },
    most: number,
  ): Promise<readonly Example[]>;
}

/** A ticket that is an example now, or (null) none any more. */
export type ExampleChange = { readonly ticketId: string; readonly example: Example | null };

/** What the store has to say about reviewed tickets since a position in the order of its writes. */
export interface ReviewedFeed {
  /** A few changes may come again; `more` when there are further ones to ask for at once. */
  changedReviews(
    communityId: string,
    after: number,
  ): Promise<{
    readonly changes: readonly ExampleChange[];
    readonly next: number;
    readonly more: boolean;
  }>;
}
