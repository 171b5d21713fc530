import type { Store } from "../../src/integrations/store/store.ts";
import type { Ids } from "../../src/triage/model/ids.ts";
import type { ManualClock } from "../../test/fakes/clock.ts";
import type { FakeConversation } from "../../test/fakes/conversation.ts";
import { aPost, aRoute } from "../../test/fakes/samples.ts";

export const COMMUNITY = "acme";
export const REPOSITORIES: readonly string[] = ["acme/sdk", "acme/api", "acme/web", "acme/models"];

/** Tickets whose issues staff have approved all at once, so that all are due now. */
export async function approveIssues(
  count: number,
  deps: {
    readonly store: Store;
    readonly clock: ManualClock;
    readonly ids: Ids;
    readonly conversation: FakeConversation;
  },
): Promise<void> {
  const { store, clock, ids, conversation } = deps;
  for (let n = 0; n < count; n += 1) {
    const author = `member-${n}`;
    const personId = await store.tickets.personId(COMMUNITY, "discord", author);
    const conversationId = `thread-${n}`;
    conversation.opened(conversationId);
    const post = aPost({
      id: ids(),
      personId,
      authorSourceId: author,
      conversationId,
      sourceId: String(10_000_000 + n),
      postedAt: clock.now(),
    });
    const { ticketId } = await store.tickets.savePost(COMMUNITY, post, {
      type: "open",
      dueAt: clock.now() + 365 * 24 * 3_600_000,
      silence: null,
    });
    const repository = REPOSITORIES[n % REPOSITORIES.length] ?? "";
    const route = aRoute({ repository, visibility: "private", labels: [] });
    const issue = { title: `Upload number ${n} hangs`, body: "It hangs at 99 %." };
    const saved = await store.tickets.commit(COMMUNITY, ticketId, 1, {
      story: [],
      ticket: { dueAt: null },
      actions: [
        {
          id: ids(),
          act: "file-private",
          public: true,
          serial: `repo:${repository}`,
          notBefore: clock.now(),
          deed: { do: "open-issue", route, issue },
        },
      ],
    });
    if (!saved) throw new Error("a fresh ticket is at its first version");
  }
}
