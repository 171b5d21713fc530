import { parseWebhook, type WebhookHeaders } from "./integrations/github/webhooks.ts";
import { repositoriesOf } from "./triage/decide/route.ts";
import { takeDelivery, workDelivery } from "./triage/issues/deliveries.ts";
import type { Issue } from "./triage/model/case.ts";

export type Received = { readonly status: 202 | 200 | 400 | 401; readonly words: string };

/** Takes in webhooks: stored once before they are acknowledged, worked on by a job. */
export function createWebhookDesk(
  communityId: string,
  deps: Parameters<typeof workDelivery>[2],
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
      if ("issue" in read.event && !(await concernsUs(read.event.issue))) {
        return { status: 200, words: `ignored: no route leads to ${read.event.issue.repository}` };
      }
      const taken = await takeDelivery(communityId, read.event, read, deps);
      if (taken === null) return { status: 200, words: "seen before" };
      await deps.wake.followUp(communityId, taken);
      return { status: 202, words: "taken in" };
    },

    /** Works a stored delivery into the tickets that it concerns; once, however often called. */
    handle: (deliveryId: string) => workDelivery(communityId, deliveryId, deps),
  };

  /**
   * An app is often installed on all repositories of an organization. Of one that no route leads
   * to nothing is kept; an issue of ours that was moved there is followed all the same.
   */
  async function concernsUs({ repository, nodeId }: Issue): Promise<boolean> {
    const name = repository.toLowerCase();
    const routed = repositoriesOf(await deps.policyOf(communityId));
    if (routed.some((one) => one.toLowerCase() === name)) return true;
    return (await deps.tickets.issue(communityId, nodeId)) !== null;
  }
}
