/** What the bot is switched off for: one person, one conversation, or one place. */
export type OffScope = "person" | "conversation" | "place";

export type OffSwitch = {
  readonly source: string;
  readonly scope: OffScope;
  /** The source's id of the person, conversation or place. */
  readonly scopeId: string;
};

/** A file that came with a post: its text, redacted, or whether a copy of the image is kept. */
export type HeldFile = {
  readonly name: string;
  readonly text: string | null;
  readonly imageKept: boolean;
};

/** A post, or an answer that was kept, of a person: redacted as it is stored. */
export type HeldPost = {
  readonly sourceId: string;
  readonly title: string;
  readonly text: string;
  readonly permalink: string;
  readonly postedAt: number;
  readonly files: readonly HeldFile[];
};

/** A ticket that a person reported. */
export type HeldTicket = {
  readonly code: string;
  readonly title: string | null;
  readonly state: string;
  readonly permalink: string;
  readonly createdAt: number;
};

/** Everything that is held of one person; what an export shows them. */
export type Holdings = {
  readonly posts: readonly HeldPost[];
  readonly tickets: readonly HeldTicket[];
  /** What they said of answers. */
  readonly answers: readonly {
    readonly outcome: string;
    readonly at: number;
  }[];
  /** Drafts that they vouched for as a helper; `words` in place of the draft's, if they gave any. */
  readonly vouches: readonly {
    readonly code: string;
    readonly words: string | null;
    readonly at: number;
  }[];
  /** What they have in hand as staff, and until when. */
  readonly claims: readonly { readonly code: string; readonly until: number }[];
  /** What they decided as staff. */
  readonly reviews: readonly {
    readonly code: string;
    readonly verdict: string;
    readonly at: number;
  }[];
  /** Of what they want to hear how it ends. */
  readonly subscriptions: readonly { readonly code: string; readonly since: number }[];
  /** Whether a fix works for them. */
  readonly fixes: readonly {
    readonly code: string;
    readonly verdict: string;
    readonly at: number;
  }[];
};

/** What people decided about themselves; part of the store. */
export interface Privacy {
  /** Which of the given switches stand at off; one read, asked for with every post. */
  isOff(communityId: string, among: readonly OffSwitch[]): Promise<boolean>;
  /** Setting a switch to what it stands at changes nothing. */
  setOff(
    communityId: string,
    change: OffSwitch & { readonly off: boolean; readonly by: string; readonly at: number },
  ): Promise<void>;
  /** Posts that were deleted are left out; oldest first. */
  holdings(communityId: string, source: string, personSourceId: string): Promise<Holdings>;
}
