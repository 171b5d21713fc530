/** What a reporter said of an answer: one row a person and answer, the last word counts. */
export type AnswerOutcome = {
  /** The action that said the answer. */
  readonly actionId: string;
  readonly personId: string;
  readonly outcome: "helped" | "wrong";
  /** Said by somebody who neither asked, nor helps, nor is staff: staff hear it, it is no regret. */
  readonly bystander?: boolean;
  /** What the answer rested on. */
  readonly sources: readonly { readonly passageId: string; readonly url: string }[];
  readonly at: number;
};

/** How often an answer, or a passage that answers rested on, helped or was wrong. */
export type Heard = { readonly helped: number; readonly wrong: number };

/** Both lists begin with what was wrong most often. */
export type AnswerFigures = {
  readonly byAction: readonly (Heard & { readonly actionId: string; readonly ticketId: string })[];
  readonly byPassage: readonly (Heard & { readonly passageId: string; readonly url: string })[];
};
