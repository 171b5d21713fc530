import { createCommentChanges } from "./comment-changes.ts";
import { createGround } from "./ground.ts";
import { createIssueChanges } from "./issue-changes.ts";
import type { Release, Repo } from "./model.ts";

export type World = ReturnType<typeof createWorld>;

/** Everything that is true on the simulated GitHub, and the only place that changes it. */
export function createWorld(deps: Parameters<typeof createGround>[0]) {
  const ground = createGround(deps);
  const { nextId, second, user, tell } = ground;

  function publishRelease(
    where: Repo,
    actor: string,
    input: { tag: string; name?: string; body?: string; prerelease?: boolean },
  ): Release {
    const release: Release = {
      id: nextId(),
      author: user(actor).login,
      tag: input.tag,
      name: input.name ?? null,
      body: input.body ?? null,
      prerelease: input.prerelease ?? false,
      createdAt: second(),
    };
    where.releases.push(release);
    const told = { event: "release", repo: where, actor, release } as const;
    tell({ ...told, action: "published" });
    tell({ ...told, action: release.prerelease ? "prereleased" : "released" });
    return release;
  }

  return {
    ...ground,
    ...createIssueChanges(ground),
    ...createCommentChanges(ground),
    publishRelease,
  };
}
