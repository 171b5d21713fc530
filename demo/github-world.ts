import type { GitHubSimulator } from "../test/simulators/github/server.ts";
import type { GitHubWorld } from "./worlds.ts";

/** The simulated GitHub as the page knows it; pull requests are left out. */
export function createGitHubWorld(simulator: GitHubSimulator): GitHubWorld {
  return {
    view() {
      const { repositories } = simulator.snapshot();
      return {
        appLogin: simulator.appLogin,
        repositories: repositories.map(({ name, visibility, archived, releases }) => ({
          name,
          visibility,
          archived,
          releases: releases.map(({ tag }) => ({ tag })),
        })),
        issues: repositories.flatMap(({ name, issues }) =>
          issues
            .filter(({ isPull }) => !isPull)
            .map((issue) => ({
              repository: name,
              number: issue.number,
              title: issue.title,
              body: issue.body ?? "",
              author: issue.author,
              state: issue.state,
              stateReason: issue.stateReason,
              labels: issue.labels,
              assignees: issue.assignees,
              createdAt: issue.createdAt,
              closedAt: issue.closedAt,
              closedBy: issue.closedBy,
              comments: issue.comments.map(
                ({ id, author, body, createdAt, updatedAt, reactions }) => ({
                  id,
                  author,
                  body,
                  createdAt,
                  updatedAt,
                  reactions: reactions.map(({ content }) => content),
                }),
              ),
            })),
        ),
      };
    },
    onChange: (listener) => simulator.onChange(() => listener()),
    as(login) {
      const person = simulator.as(login);
      return {
        comment(repository, number, body) {
          person.comment(repository, number, body);
        },
        close: (repository, number, reason) => person.closeIssue(repository, number, { reason }),
        reopen: (repository, number) => person.reopen(repository, number),
        release(repository, tag, notes) {
          person.publishRelease(repository, { tag, body: notes });
        },
      };
    },
  };
}
