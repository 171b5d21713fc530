import { parseWebhook, type WebhookHeaders } from "./integrations/github/webhooks.ts";
import { followIssue } from "./triage/follow-issue.ts";
import { followRepository } from "./triage/follow-repository.ts";
import type { IssueEvent } from "./triage/follow-up.ts";
import type { RepositoryEvent } from "./triage/repository-event.ts";

export type Received = { readonly status: 202 | 200 | 400 | 401; readonly words: string };

/** Takes in webhooks: stored once before they are acknowledged, worked on by a job. */
export function createWebhookDesk(
  communityId: string,
  deps: Parameters<typeof followRepository>[2],
  github: { readonly secret: string | undefined; readonly login: () => Promise<string | null> },
) {
  return {
    /** @param headers with lower-case names */
    async receive(raw: Uint8Array, headers: WebhookHeaders): Promise<Received> {
      if (github.secret === undefined) {
        return { status: 401, words: "no webhook secret is set (GITHUB_WEBHOOK_SECRET)" };
      }
      const read = parseWebhook(raw, headers, github.secret, await github.login());
      if (read.type === "rejected") return { status: 401, words: read.reason };
      if (read.type === "ignored") return { status: 200, words: `ignored: ${read.reason}` };
      const at = deps.clock.now();
      const delivery = { id: read.id, event: read.name, payload: read.event, at };
      const fresh = await deps.tickets.saveDelivery(communityId, delivery);
      if (!fresh) return { status: 200, words: "seen before" };
      await deps.wake.followUp(communityId, read.id);
      return { status: 202, words: "taken in" };
    },

    /** Works a stored delivery into the tickets that it concerns; once, however often called. */
    async handle(deliveryId: string): Promise<void> {
      const delivery = await deps.tickets.delivery(communityId, deliveryId);
      if (!delivery || delivery.handledAt !== null) return;
      // It was made by parseWebhook from a verified payload, and stored as it was.
      const event = delivery.payload as IssueEvent | RepositoryEvent;
      const outcome =
        "issue" in event
          ? await followIssue(communityId, event, deps)
          : await followRepository(communityId, event, deps);
      await deps.tickets.deliveryHandled(communityId, deliveryId, outcome, deps.clock.now());
    },
  };
}
