import type { Ground } from "./ground.ts";
import { touch } from "./issue-history.ts";
import { refuseOverlong } from "./length-limits.ts";
import type { Comment, Issue, Repo } from "./model.ts";
import { notFound } from "./refusal.ts";

/** Everything that happens to comments. */
export function createCommentChanges(ground: Ground) {
  const { second, nextId, user, appLogin, tell } = ground;

  function addComment(where: Repo, on: Issue, actor: string, body: string): Comment {
    refuseOverlong("IssueComment", { body });
    const at = second();
    const made: Comment = {
      id: nextId(),
      author: user(actor).login,
      viaApp: actor === appLogin,
      body,
      reactions: [],
      createdAt: at,
      updatedAt: at,
    };
    on.comments.push(made);
    touch(ground, on);
    const told = { repo: where, actor, issue: on, comment: made };
    tell({ event: "issue_comment", action: "created", ...told });
    return made;
  }

  function comment(where: Repo, id: number): { on: Issue; comment: Comment } {
    for (const on of where.issues.values()) {
      const found = on.comments.find((one) => one.id === id);
      if (found) return { on, comment: found };
    }
    throw notFound();
  }

  function editComment(where: Repo, id: number, actor: string, body: string): Comment {
    refuseOverlong("IssueComment", { body });
    const { on, comment: found } = comment(where, id);
    const changes = { body: { from: found.body } };
    found.body = body;
    found.updatedAt = second();
    touch(ground, on);
    const told = { repo: where, actor, issue: on, comment: found, changes };
    tell({ event: "issue_comment", action: "edited", ...told });
    return found;
  }

  /** Notifies nobody and sends no webhook; the same reaction again is the one that stands. */
  function react(where: Repo, id: number, actor: string, content: string) {
    const { comment: found } = comment(where, id);
    const standing = found.reactions.find((one) => one.by === actor && one.content === content);
    if (standing) return { reaction: standing, fresh: false };
    const reaction = { id: nextId(), by: user(actor).login, content, at: second() };
    found.reactions.push(reaction);
    return { reaction, fresh: true };
  }

  function deleteComment(where: Repo, id: number, actor: string): void {
    const { on, comment: found } = comment(where, id);
    on.comments = on.comments.filter((one) => one.id !== id);
    touch(ground, on);
    const told = { repo: where, actor, issue: on, comment: found };
    tell({ event: "issue_comment", action: "deleted", ...told });
  }

  return { addComment, comment, editComment, react, deleteComment };
}
