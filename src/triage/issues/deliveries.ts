import type { RepositoryEvent } from "../model/repository-event.ts";
import { followIssue } from "./follow-issue.ts";
import { followRepository } from "./follow-repository.ts";
import type { IssueEvent } from "./follow-up.ts";

export type Deliverable = IssueEvent | RepositoryEvent;
type Deps = Parameters<typeof followRepository>[2];

/**
 * Takes an event in, once: what a webhook tells and what a periodic read finds are the same event,
 * whichever comes first.
 * @param given the delivery's id, for events that can be told only by what they change
 * @returns the id it is kept under; null when it was taken in before
 */
export async function takeDelivery(
  communityId: string,
  event: Deliverable,
  given: { readonly id: string; readonly name: string },
  deps: Pick<Deps, "tickets" | "clock">,
): Promise<string | null> {
  const id = ownId(event) ?? given.id;
  const at = deps.clock.now();
  const delivery = { id, event: given.name, payload: event, at };
  return (await deps.tickets.saveDelivery(communityId, delivery)) ? id : null;
}

/** Works a stored delivery into the tickets that it concerns; once, however often called. */
export async function workDelivery(communityId: string, id: string, deps: Deps): Promise<void> {
  const delivery = await deps.tickets.delivery(communityId, id);
  if (!delivery || delivery.handledAt !== null) return;
  // It was made from a verified payload or a read of ours, and stored as it was.
  const event = delivery.payload as Deliverable;
  const outcome =
    "issue" in event
      ? await followIssue(communityId, event, deps)
      : await followRepository(communityId, event, deps);
  await deps.tickets.deliveryHandled(communityId, id, outcome, deps.clock.now());
}

/** What happens once, and leaves no trace in the issue by which it could be told a second time. */
function ownId(event: Deliverable): string | null {
  const id = ownWords(event);
  // It becomes part of a job's id, which takes neither colon nor slash.
  return id?.toLowerCase().replace(/[^\w.-]+/g, "-") ?? null;
}

function ownWords(event: Deliverable): string | null {
  if (event.event === "directive" && event.commentId !== undefined) {
    // A mistake that was mended by editing the comment is another directive than before.
    const wrong = event.directive === "wrong" ? " wrong" : "";
    return `directive ${event.commentId}${wrong}`;
  }
  if (event.event === "repository" && event.before !== null) {
    return `${event.change} ${event.before} ${event.repository}`;
  }
  if (event.event === "merged") return `merged ${event.repository} ${event.number}`;
  return null;
}
