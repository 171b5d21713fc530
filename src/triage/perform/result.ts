import type { Change } from "../model/case.ts";

/** What performing an action gave back. */
export type Result =
  | { readonly type: "said"; readonly messageId: string; readonly conversationId: string }
  | { readonly type: "restated" }
  | {
      readonly type: "filed";
      readonly issue: NonNullable<Change["issue"]>;
      /** What GitHub did not take with it: an assignee, a type. */
      readonly leftOut?: readonly string[] | undefined;
    }
  | {
      readonly type: "done";
      readonly externalRef: string | null;
      readonly note: string | null;
      /** How many people report the issue now, new accounts left out, when they were counted. */
      readonly reporters?: number;
      /** When the same has to be done once more: a card whose Undo runs out. */
      readonly againAt?: number | null;
    };
