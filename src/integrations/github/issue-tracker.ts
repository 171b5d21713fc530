import type { Octokit } from "octokit";
import { z } from "zod";
import { type IssueRef, isAdvisory } from "../../triage/model/action.ts";
import { type Clock, MINUTE } from "../../triage/model/clock.ts";
import { PortError } from "../../triage/model/errors.ts";
import type { Route } from "../../triage/model/policy.ts";
import type { IssueTracker } from "../../triage/ports/issue-tracker.ts";
import { markersIn } from "../../triage/text/marker.ts";
import type { GitHubAccess } from "./access.ts";
import { createAdvisories, handsOff } from "./advisories.ts";
import { readChanges } from "./changes.ts";
import {
  archivedWords,
  disabledWords,
  GitHubRefusal,
  isUnauthorized,
  toPortError,
} from "./failure.ts";
import { issuesFixedIn } from "./fixed-in.ts";
import { IssueAnswer, toIssueRef } from "./issue.ts";
import { lastWordsIn } from "./last-words.ts";
import { missingLabels, type RepositoryState, readRepository, splitName } from "./repository.ts";
import { mayChangeIssues, whereIs } from "./where-is.ts";

export type GitHubIssueTrackerDeps = {
  readonly access: GitHubAccess;
  readonly clock: Clock;
};

const CommentAnswer = z.object({
  id: z.number().int(),
  body: z.string().nullish(),
  user: z.object({ login: z.string() }).nullish(),
});

const EventAnswer = z.object({ event: z.string() });

/** For so long a repository's state is believed; somebody may make it public meanwhile. */
const BELIEVED_MS = MINUTE;

/**
 * Issues on GitHub. Calls are made once: whoever called looks for the marker before trying again.
 * Reading an answer stays outside the call, or an odd answer would be retried into a second issue.
 */
export function createGitHubIssueTracker(deps: GitHubIssueTrackerDeps): IssueTracker {
  const { access, clock } = deps;
  const states = new Map<string, { readonly state: RepositoryState; readonly readAt: number }>();

  async function call<T>(
    operation: string,
    repository: string,
    run: (client: Octokit) => Promise<T>,
  ): Promise<T> {
    const attempt = async () => run(await access.clientFor(repository));
    try {
      return await attempt().catch((error: unknown) => {
        // A refused token did nothing, so asking for a new one and trying again repeats nothing.
        if (!isUnauthorized(error) || !access.renew()) throw error;
        return attempt();
      });
    } catch (error) {
      throw toPortError(operation, repository, error, clock.now());
    }
  }

  async function stateOf(repository: string): Promise<RepositoryState> {
    const known = states.get(repository);
    if (known && Math.abs(clock.now() - known.readAt) < BELIEVED_MS) return known.state;
    const state = await call("github.readRepository", repository, (client) =>
      readRepository(client, repository),
    );
    states.set(repository, { state, readAt: clock.now() });
    return state;
  }

  /** Where an issue is now: transferred issues answer under their old number to reads only. */
  async function locate(issue: IssueRef) {
    const { repository, number } = issue;
    if (isAdvisory(issue)) {
      throw toPortError("github.advisory", repository, handsOff(issue), clock.now());
    }
    const { data } = await call("github.readIssue", repository, (client) =>
      client.rest.issues.get({ ...splitName(repository), issue_number: number }),
    );
    const ref = toIssueRef(IssueAnswer.parse(data));
    const at = { ...splitName(ref.repository), issue_number: ref.number };
    return { repository: ref.repository, at };
  }

  return {
    async openIssue(route, { title, body }) {
      const operation = "github.openIssue";
      const state = await stateOf(route.repository);
      const refusal = refusalFor(route, state);
      if (refusal) throw toPortError(operation, route.repository, refusal, clock.now());
      const plain = {
        ...splitName(state.repository),
        title,
        body,
        labels: [...route.labels],
      };
      const extras = {
        ...(route.assignees.length > 0 && { assignees: [...route.assignees] }),
        ...(route.type !== null && { type: route.type }),
      };
      const leftOut: string[] = [];
      const create = (issue: typeof plain & typeof extras) =>
        call(operation, route.repository, (client) => client.rest.issues.create(issue));
      const { data } = await create({ ...plain, ...extras }).catch((error: unknown) => {
        // Refused as a whole, so nothing was filed: better without an assignee than not at all.
        const field = refusedField(error, Object.keys(extras));
        if (field === undefined) throw error;
        leftOut.push(...Object.keys(extras));
        return create(plain);
      });
      const ref = toIssueRef(IssueAnswer.parse(data));
      const { visibility } = state;
      return { ...ref, visibility, ...(leftOut.length > 0 && { leftOut }) };
    },

    ...createAdvisories(call),

    async findIssue(repository, markerId, since) {
      const creator = await call("github.whoAmI", repository, () => access.login());
      const found = await call("github.findIssue", repository, async (client) => {
        // Not the search: it lags by minutes, and what it misses would be filed twice.
        const pages = client.paginate.iterator(client.rest.issues.listForRepo, {
          ...splitName(repository),
          creator,
          state: "all",
          sort: "created",
          direction: "desc",
          // GitHub keeps whole seconds.
          since: new Date(Math.floor(since / 1000) * 1000).toISOString(),
          per_page: 100,
        });
        for await (const { data } of pages) {
          const hit = data.find((issue) => markersIn(issue.body ?? "").includes(markerId));
          if (hit) return hit;
        }
        return null;
      });
      if (found === null) return null;
      const { visibility } = await stateOf(repository);
      return { ...toIssueRef(IssueAnswer.parse(found)), visibility };
    },

    async comment(issue, body) {
      const { repository, at } = await locate(issue);
      const { data } = await call("github.comment", repository, (client) =>
        client.rest.issues.createComment({ ...at, body }),
      );
      return String(CommentAnswer.parse(data).id);
    },

    async editComment(issue, commentId, body) {
      const { repository } = await locate(issue);
      await call("github.editComment", repository, (client) =>
        client.rest.issues.updateComment({
          ...splitName(repository),
          comment_id: Number(commentId),
          body,
        }),
      );
    },

    async findComment(issue, markerId) {
      const { repository, at } = await locate(issue);
      const login = await call("github.whoAmI", repository, () => access.login());
      const found = await call("github.findComment", repository, async (client) => {
        const comments = await client.paginate(client.rest.issues.listComments, {
          ...at,
          per_page: 100,
        });
        // A marker in somebody else's comment was copied there.
        return comments.find(
          ({ body, user }) => user?.login === login && markersIn(body ?? "").includes(markerId),
        );
      });
      return found ? String(CommentAnswer.parse(found).id) : null;
    },

    async lastWords(issue, until) {
      const { repository, at } = await locate(issue);
      const login = await call("github.whoAmI", repository, () => access.login());
      const comments = await call("github.lastWords", repository, (client) =>
        client.paginate(client.rest.issues.listComments, { ...at, per_page: 100 }),
      );
      return lastWordsIn(comments, until, login);
    },

    async becameDiscussion({ repository, number }) {
      const events = await call("github.becameDiscussion", repository, (client) =>
        client.paginate(client.rest.issues.listEvents, {
          ...splitName(repository),
          issue_number: number,
          per_page: 100,
        }),
      );
      return z
        .array(EventAnswer)
        .parse(events)
        .some(({ event }) => event === "converted_to_discussion");
    },

    changesSince: (repository, since) =>
      call("github.changesSince", repository, (client) => readChanges(client, repository, since)),

    whereIs: (issue) => whereIs(issue, call),

    mayDirect: (repository, login) => mayChangeIssues(repository, login, call),

    async acknowledge(issue, commentId, taken) {
      const { repository } = await locate(issue);
      await call("github.acknowledge", repository, (client) =>
        client.rest.reactions.createForIssueComment({
          ...splitName(repository),
          comment_id: Number(commentId),
          content: taken ? "+1" : "confused",
        }),
      );
    },

    fixedIn: (repository, notes) =>
      call("github.fixedIn", repository, (client) => issuesFixedIn(client, repository, notes)),

    async reopen(issue) {
      const { repository, at } = await locate(issue);
      await call("github.reopen", repository, (client) =>
        client.rest.issues.update({ ...at, state: "open", state_reason: "reopened" }),
      );
    },

    async addLabels(issue, labels) {
      const { repository, at } = await locate(issue);
      const missing = await call("github.readLabels", repository, (client) =>
        missingLabels(client, repository, labels),
      );
      if (missing.length > 0) {
        // GitHub would make them up, grey and unexplained.
        const detail = `${repository} has no label ${missing.join(", ")}: create it there`;
        const refusal = new GitHubRefusal("invalid", detail);
        throw toPortError("github.addLabels", repository, refusal, clock.now());
      }
      await call("github.addLabels", repository, (client) =>
        client.rest.issues.addLabels({ ...at, labels: [...labels] }),
      );
    },
  };
}

/** What was meant for a private repository must never stand in a public one. */
function refusalFor({ repository, visibility }: Route, now: RepositoryState) {
  if (visibility === "private" && now.visibility === "public") {
    const detail = `${repository} is public, but the routing says private: nothing was filed`;
    return new GitHubRefusal("not-private", detail);
  }
  if (now.state === "archived") {
    return new GitHubRefusal("archived", archivedWords(repository));
  }
  if (now.state === "issues-disabled") {
    return new GitHubRefusal("issues-disabled", disabledWords(repository));
  }
  return null;
}

/** Which of the fields GitHub named when it refused an issue as invalid. */
function refusedField(error: unknown, fields: readonly string[]): string | undefined {
  if (!(error instanceof PortError) || !(error.cause instanceof GitHubRefusal)) return undefined;
  const { because, message } = error.cause;
  if (because !== "invalid") return undefined;
  return fields.find((field) => message.includes(`"field":"${field}"`));
}
