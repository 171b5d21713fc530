import { createDiscordConversation } from "./bot/conversation.ts";
import { createHeldRoles } from "./bot/discord/held-roles.ts";
import type { OpenPlaces } from "./bot/discord/open-places.ts";
import type { Texts } from "./bot/words/wording.ts";
import type { Ground } from "./ground.ts";
import { createDocsFiles } from "./integrations/docs/docs-files.ts";
import { likelyAsk } from "./integrations/offline/likely-ask.ts";
import type { Queues } from "./integrations/queue/queues.ts";
import { createExamples } from "./integrations/same-asks/examples.ts";
import type { Metrics } from "./integrations/telemetry/metrics.ts";
import { noticingDue } from "./noticing-due.ts";
import type { Parts } from "./parts.ts";
import { fileActs } from "./policy.ts";
import { createTracker } from "./tracker.ts";
import { watchAutonomy } from "./triage/decide/watch-autonomy.ts";
import type { Clock } from "./triage/model/clock.ts";
import type { Wake } from "./triage/ports/outbox.ts";
import type { SameAsks } from "./triage/ports/same-asks.ts";
import type { Engines } from "./warm-up.ts";

type Needs = Pick<Parts, "config" | "log" | "passages" | "docsFolders" | "reached"> & {
  readonly ground: Ground;
  readonly clock: Clock;
  readonly engines: Engines;
  readonly queues: Queues;
  readonly metrics: Metrics;
  readonly sameAsks: SameAsks;
  readonly texts: Texts;
  readonly openPlaces: OpenPlaces;
  /** Told when something was stored that may be due sooner than what the sweep waits for. */
  readonly onDue: () => void;
};

/** All ports of the core as this process has them: the store, Discord, GitHub, docs and engines. */
export function createCoreDeps({ ground, config, log, clock, engines, queues, ...needs }: Needs) {
  const { store, rest, communityId, settings, policy, ids, access } = ground;
  const wake: Wake = {
    triage: (c, id) => queues.add("triage", `t-${id}`, { communityId: c, ticketId: id }),
    act: (c, id) => queues.add("act", `a-${id}`, { communityId: c, ticketId: id }),
    board: (c) => queues.add("board", `b-${c}`, { communityId: c }),
    followUp: (c, id) => queues.add("follow-up", `f-${id}`, { communityId: c, deliveryId: id }),
  };
  const conversation = createDiscordConversation({
    rest,
    texts: needs.texts,
    reviewPlaceId: async () => (await policy()).reviewPlaceId,
    stateTags: config.discord.state_tags,
    log,
  });
  const deps = {
    ...store,
    tickets: noticingDue(store.tickets, needs.onDue),
    ...needs.metrics.counted(engines),
    ...(engines.reranker ? { reranker: engines.reranker } : {}),
    ...(engines.translator ? { translator: engines.translator } : {}),
    conversation,
    tracker: createTracker(access, clock),
    wake,
    clock,
    ids,
    policyOf: settings.policyOf,
    passages: needs.passages,
    likelyAsk,
    docsFiles: createDocsFiles(needs.docsFolders ?? []),
    quoter: engines.quoter ?? engines.drafter,
    sameAsks: needs.sameAsks,
    examples: createExamples(store.reviewed),
    isPaused: async () => (await policy()).paused,
    isAway: async () => (await policy()).away,
    isOpenToAll: needs.openPlaces.isOpenToAll,
    holdsRole: createHeldRoles(rest, communityId),
    change: settings.change,
    settingsChanged: settings.forget,
    fileActs: fileActs(config),
    // Whoever pressed a button is not to wait for, or to see, what goes wrong here.
    onRegret: (c: string, ticketId: string) =>
      watchAutonomy(c, ticketId, deps).catch((error: unknown) =>
        log.error({ error }, "Autonomy could not be looked at"),
      ),
    onError: (error: unknown) => log.error({ error }, "Sweep failed"),
    ...(needs.reached ? { reached: needs.reached } : {}),
  };
  return deps;
}
