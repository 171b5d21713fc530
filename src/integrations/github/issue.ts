import { z } from "zod";
import type { IssueRef } from "../../triage/model/action.ts";
import type { Issue } from "../../triage/model/case.ts";
import { redact } from "../../triage/redact/redact.ts";

/** What we read of an issue, in REST answers and webhooks alike. */
export const IssueAnswer = z.object({
  node_id: z.string(),
  number: z.number().int(),
  html_url: z.string(),
  repository_url: z.string(),
  title: z.string(),
  body: z.string().nullish(),
  state: z.enum(["open", "closed"]),
  state_reason: z.string().nullish(),
  labels: z
    .array(z.union([z.string(), z.object({ name: z.string().nullish() })]))
    .transform((labels) =>
      labels.flatMap((label) => (typeof label === "string" ? label : (label.name ?? []))),
    ),
  milestone: z.object({ title: z.string() }).nullish(),
  assignees: z.array(z.unknown()).nullish(),
  user: z.object({ login: z.string() }).nullish(),
  created_at: z.string(),
  updated_at: z.string(),
  /** Present when the number belongs to a pull request. */
  pull_request: z.unknown().optional(),
});
export type IssueAnswer = z.infer<typeof IssueAnswer>;

export function toIssueRef(answer: IssueAnswer): IssueRef {
  return {
    nodeId: answer.node_id,
    // The repository that it is in now, which after a transfer is not the one that was asked.
    repository: answer.repository_url.split("/").slice(-2).join("/"),
    number: answer.number,
    url: answer.html_url,
  };
}

/** An issue for our mirror, without what must not be stored. */
export function toIssue(answer: IssueAnswer, visibility: Issue["visibility"]): Issue {
  return {
    ...toIssueRef(answer),
    title: redact(answer.title).text,
    body: redact(answer.body ?? "").text,
    state: answer.state,
    stateReason: toStateReason(answer),
    visibility,
    labels: answer.labels,
    milestone: answer.milestone ? redact(answer.milestone.title).text : null,
    assigned: (answer.assignees ?? []).length > 0,
    ticketId: null,
    updatedAt: Date.parse(answer.updated_at),
  };
}

/** Issues closed before GitHub had reasons count as completed, as GitHub shows them. */
function toStateReason({ state, state_reason: reason }: IssueAnswer): Issue["stateReason"] {
  if (state === "open") return null;
  return reason === "not_planned" || reason === "duplicate" ? reason : "completed";
}
