import type { Ground } from "./ground.ts";
import type { Issue, IssueEvent } from "./model.ts";

/** Adds an entry to an issue's events. */
export function note(
  { nextId, second }: Ground,
  on: Issue,
  event: string,
  actor: string,
  more: Partial<IssueEvent> = {},
): void {
  on.events.push({ id: nextId(), event, actor, at: second(), ...more });
}

/** Marks an issue as changed now, and keeps how it looks for the search index. */
export function touch({ now, second }: Ground, on: Issue): void {
  on.updatedAt = second();
  const { title, body, state, labels } = on;
  on.revisions.push({ at: now(), title, body: body ?? "", state, labels: [...labels] });
}
