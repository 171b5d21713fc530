import { z } from "zod";
import type { IssueEvent } from "../../triage/issues/follow-up.ts";
import type { Issue } from "../../triage/model/case.ts";
import type { RepositoryEvent } from "../../triage/model/repository-event.ts";
import { CommentAnswer, readDirectiveIn } from "./directive-comment.ts";
import { readInstallation, readInstalledRepositories } from "./installation-webhooks.ts";
import { IssueAnswer, toIssue } from "./issue.ts";
import { readMerge, readRelease, readRepositoryChange, unreadable } from "./repository-webhooks.ts";
import { isSigned } from "./webhook-signature.ts";

export type Webhook =
  /** Not from GitHub, or not readable: answer with an error, store nothing. */
  | { readonly type: "rejected"; readonly reason: string }
  | {
      readonly type: "ignored";
      readonly id: string;
      readonly name: string;
      readonly reason: string;
    }
  | {
      readonly type: "event";
      /** The delivery's id: the same when GitHub sends it again. */
      readonly id: string;
      /** `issues.closed`. */
      readonly name: string;
      readonly event: IssueEvent | RepositoryEvent;
    };

export type WebhookHeaders = Readonly<Record<string, string | undefined>>;

export type Read = { readonly event: IssueEvent | RepositoryEvent } | { readonly ignored: string };

const Repository = z.object({ full_name: z.string(), private: z.boolean() });
const Envelope = z.object({
  action: z.string().optional(),
  sender: z.object({ login: z.string() }).optional(),
});
const IssuesPayload = z.object({
  issue: IssueAnswer,
  repository: Repository,
  changes: z.object({ new_issue: IssueAnswer, new_repository: Repository }).partial().optional(),
  label: z.object({ name: z.string() }).optional(),
});
const CommentPayload = z.object({
  issue: IssueAnswer,
  repository: Repository,
  comment: CommentAnswer,
});

/** What an issue's event means to us; actions that are not here concern nobody's ticket. */
const ISSUE_EVENTS: Readonly<Record<string, Exclude<IssueEvent["event"], "directive">>> = {
  opened: "opened",
  edited: "edited",
  labeled: "labeled",
  unlabeled: "edited",
  assigned: "edited",
  unassigned: "edited",
  milestoned: "edited",
  demilestoned: "edited",
  closed: "closed",
  reopened: "reopened",
  deleted: "deleted",
  transferred: "transferred",
};

/**
 * Reads one delivery: its signature over the raw bytes first, then what it means to us.
 * @param headers with lower-case names
 * @param self our own login, whose doings are not news
 */
export function parseWebhook(
  raw: Uint8Array,
  headers: WebhookHeaders,
  secret: string,
  self: string | null = null,
): Webhook {
  if (!isSigned(raw, headers["x-hub-signature-256"], secret)) {
    return { type: "rejected", reason: "the signature is missing or wrong" };
  }
  const id = headers["x-github-delivery"];
  const kind = headers["x-github-event"];
  if (!id || !kind) return { type: "rejected", reason: "delivery id or event name is missing" };
  const payload = parseJson(raw);
  if (payload === undefined) {
    return { type: "rejected", reason: "not JSON: set the content type to application/json" };
  }
  const { name, ...read } = readPayload(kind, payload, self);
  if ("event" in read) return { type: "event", id, name, event: read.event };
  return { type: "ignored", id, name, reason: read.ignored };
}

/** What a payload means to us; never throws, whatever GitHub sends. */
export function readPayload(
  kind: string,
  payload: unknown,
  self: string | null = null,
): Read & { readonly name: string } {
  const envelope = Envelope.safeParse(payload).data ?? {};
  const { action, sender } = envelope;
  const name = action === undefined ? kind : `${kind}.${action}`;
  if (self !== null && sender?.login === self) return { name, ignored: "our own doing" };
  switch (kind) {
    case "issues":
      return { name, ...readIssueEvent(action ?? "", payload) };
    case "issue_comment":
      return { name, ...readComment(action ?? "", payload) };
    case "release":
      return { name, ...readRelease(action ?? "", payload) };
    case "pull_request":
      return { name, ...readMerge(action ?? "", payload) };
    case "repository":
      return { name, ...readRepositoryChange(action ?? "", payload) };
    case "installation":
      return { name, ...readInstallation(action ?? "", payload) };
    case "installation_repositories":
      return { name, ...readInstalledRepositories(action ?? "", payload) };
    case "ping":
      return { name, ignored: "a greeting" };
    default:
      return { name, ignored: "not about an issue" };
  }
}

function readIssueEvent(action: string, payload: unknown): Read {
  const event = ISSUE_EVENTS[action];
  if (!event) return { ignored: `${action} changes nothing for reporters` };
  const parsed = IssuesPayload.safeParse(payload);
  if (!parsed.success) return unreadable(parsed.error);
  const { issue, repository, changes, label } = parsed.data;
  if (issue.pull_request !== undefined) return { ignored: "a pull request" };
  const { new_issue: moved, new_repository: there } = changes ?? {};
  return {
    event: {
      event,
      issue: toMirrored(issue, repository),
      ...(event === "transferred" && moved && there && { movedTo: toMirrored(moved, there) }),
      ...(event === "labeled" && label && { label: label.name }),
    },
  };
}

function readComment(action: string, payload: unknown): Read {
  if (action !== "created" && action !== "edited") {
    return { ignored: "only comments that stand can hold a directive" };
  }
  const parsed = CommentPayload.safeParse(payload);
  if (!parsed.success) return unreadable(parsed.error);
  const { issue, repository, comment } = parsed.data;
  if (issue.pull_request !== undefined) return { ignored: "a pull request" };
  return readDirectiveIn(comment, toMirrored(issue, repository));
}

function toMirrored(issue: IssueAnswer, repository: z.infer<typeof Repository>): Issue {
  return toIssue(issue, repository.private ? "private" : "public");
}

function parseJson(raw: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(raw));
  } catch {
    return undefined;
  }
}
