import { z } from "zod";
import type { IssueEvent } from "../../triage/issues/follow-up.ts";
import type { Issue } from "../../triage/model/case.ts";
import { redact } from "../../triage/redact/redact.ts";
import { readDirective } from "./directive.ts";
import { TEAM } from "./last-words.ts";

/** What we read of a comment on an issue, in REST answers and webhooks alike. */
export const CommentAnswer = z.object({
  id: z.number().int(),
  body: z.string(),
  author_association: z.string(),
  user: z.object({ login: z.string(), type: z.string().optional() }),
});
export type CommentAnswer = z.infer<typeof CommentAnswer>;

/** The directive in a comment, if somebody of the team wrote one; or why there is none. */
export function readDirectiveIn(
  comment: CommentAnswer,
  issue: Issue,
): { readonly event: IssueEvent } | { readonly ignored: string } {
  const found = readDirective(comment.body);
  if (!found) return { ignored: "a comment without a directive" };
  if (comment.user.type === "Bot") return { ignored: "a directive by a bot" };
  if (!TEAM.includes(comment.author_association)) {
    return { ignored: "a directive by somebody outside the team" };
  }
  return {
    event: {
      event: "directive",
      issue,
      directive: found.directive,
      words: redact(found.words).text,
      by: comment.user.login,
      commentId: String(comment.id),
    },
  };
}
