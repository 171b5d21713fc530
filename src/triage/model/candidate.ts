import { z } from "zod";
import { IssueRef } from "./action.ts";

/** Something that may be the same ask: an issue, or a ticket that has none yet. */
export const Candidate = z.object({
  target: z.discriminatedUnion("type", [
    z.object({
      type: z.literal("issue"),
      issue: IssueRef,
      visibility: z.enum(["public", "private"]),
    }),
    z.object({ type: z.literal("ticket"), ticketId: z.string(), code: z.string() }),
  ]),
  title: z.string(),
  open: z.boolean(),
  /** 0 to 1; comparable with the policy's threshold only. */
  score: z.number(),
  /** Words for staff: which identifiers, errors and terms both share. */
  reasons: z.array(z.string()),
});
export type Candidate = z.infer<typeof Candidate>;

/** A text that names the target of a link, equal for equal targets. */
export function targetKey(target: Candidate["target"]): string {
  return target.type === "issue" ? `issue:${target.issue.nodeId}` : `ticket:${target.ticketId}`;
}

/** The group of proposals that link to the same target. */
export function linkGroup(target: Candidate["target"]): string {
  return `link:${targetKey(target)}`;
}
