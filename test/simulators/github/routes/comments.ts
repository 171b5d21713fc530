import { z } from "zod";
import { canWrite, mustTalk } from "../access.ts";
import type { Comment, Issue } from "../model.ts";
import { Refusal, validationFailed } from "../refusal.ts";
import { nodeId, time } from "../render.ts";
import {
  type Call,
  issueOf,
  mustHaveIssues,
  ok,
  page,
  type Routes,
  readBody,
  repoOf,
} from "../request.ts";

const CommentBody = z.object({ body: z.string() });
const Content = z.enum(["+1", "-1", "laugh", "confused", "heart", "hooray", "rocket", "eyes"]);

export const commentRoutes: Routes = {
  "POST /repos/:owner/:repo/issues/:number/comments": (call) => {
    const repo = repoOf(call);
    const issue = issueOf(call, repo);
    const actor = mustTalk(repo, call.caller);
    if (issue.locked && !canWrite(repo, call.caller)) {
      throw new Refusal(403, "Unable to create comment because issue is locked.");
    }
    const comment = call.world.addComment(repo, issue, actor, readText(call));
    const body = call.render.comment(repo, issue, comment);
    return { status: 201, body, headers: { location: String(body["url"]) } };
  },

  "GET /repos/:owner/:repo/issues/:number/comments": (call) => {
    const repo = repoOf(call);
    const issue = issueOf(call, repo);
    const found = issue.comments.filter(changedSince(call));
    return page(call, found, (one) => call.render.comment(repo, issue, one));
  },

  "GET /repos/:owner/:repo/issues/comments": (call) => {
    const repo = repoOf(call);
    mustHaveIssues(repo);
    const by = call.query.get("sort") === "updated" ? "updatedAt" : "createdAt";
    // The direction is ignored unless a sort is named.
    const sign = call.query.has("sort") && call.query.get("direction") === "desc" ? -1 : 1;
    const all = [...repo.issues.values()]
      .flatMap((issue) => issue.comments.map((comment) => ({ issue, comment })))
      .filter(({ comment }) => changedSince(call)(comment))
      .toSorted((a, b) => sign * (a.comment[by] - b.comment[by] || a.comment.id - b.comment.id));
    return page(call, all, ({ issue, comment }) => call.render.comment(repo, issue, comment));
  },

  "GET /repos/:owner/:repo/issues/comments/:id": (call) => {
    const repo = repoOf(call);
    const { on, comment } = call.world.comment(repo, Number(call.params["id"]));
    return ok(call.render.comment(repo, on, comment));
  },

  "PATCH /repos/:owner/:repo/issues/comments/:id": (call) => {
    const { repo, on, comment, actor } = mayChange(call);
    const edited = call.world.editComment(repo, comment.id, actor, readText(call));
    return ok(call.render.comment(repo, on, edited));
  },

  "POST /repos/:owner/:repo/issues/comments/:id/reactions": (call) => {
    const repo = repoOf(call);
    const actor = mustTalk(repo, call.caller);
    const { content } = readBody(call, z.object({ content: Content }));
    const id = Number(call.params["id"]);
    const { reaction, fresh } = call.world.react(repo, id, actor, content);
    const body = {
      id: reaction.id,
      node_id: nodeId("REA", reaction.id),
      user: call.render.user(reaction.by),
      content,
      created_at: time(reaction.at),
    };
    return { status: fresh ? 201 : 200, body };
  },

  "DELETE /repos/:owner/:repo/issues/comments/:id": (call) => {
    const { repo, comment, actor } = mayChange(call);
    call.world.deleteComment(repo, comment.id, actor);
    return { status: 204 };
  },
};

function readText(call: Call): string {
  const { body } = readBody(call, CommentBody);
  if (body.trim() !== "") return body;
  throw validationFailed({ resource: "IssueComment", code: "missing_field", field: "body" });
}

function mayChange(call: Call) {
  const repo = repoOf(call);
  const actor = mustTalk(repo, call.caller);
  const found: { on: Issue; comment: Comment } = call.world.comment(
    repo,
    Number(call.params["id"]),
  );
  if (found.comment.author !== actor && !canWrite(repo, call.caller)) {
    throw new Refusal(403, "Must have admin rights to Repository.");
  }
  return { repo, actor, ...found };
}

function changedSince(call: Call): (comment: Comment) => boolean {
  const since = Date.parse(call.query.get("since") ?? "");
  return (comment) => Number.isNaN(since) || comment.updatedAt >= since;
}
