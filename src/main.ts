import { createOpenPlaces } from "./bot/discord/open-places.ts";
import { startBot } from "./bot/gateway.ts";
import { createTexts } from "./bot/words/wording.ts";
import { budgetsOf } from "./config/schema.ts";
import { createConsole, startConsole } from "./console/server.ts";
import { createCoreDeps } from "./core-deps.ts";
import { createDesk } from "./desk.ts";
import { openGround } from "./ground.ts";
import { createQueues } from "./integrations/queue/queues.ts";
import { createSameAsks } from "./integrations/same-asks/same-asks.ts";
import { createLease } from "./integrations/store/lease.ts";
import { readPulse } from "./integrations/store/pulse.ts";
import { createMetrics } from "./integrations/telemetry/metrics.ts";
import { listenAlone, lostTo } from "./listen-alone.ts";
import type { Parts } from "./parts.ts";
import { checkDocs } from "./triage/answers/check-docs.ts";
import { createMeter } from "./triage/decide/meter.ts";
import { repositoriesOf } from "./triage/decide/route.ts";
import { systemClock } from "./triage/model/clock.ts";
import { dayIn } from "./triage/model/model-call.ts";
import { openVectors, passageFeed } from "./vectors.ts";
import { warmedUp } from "./warm-up.ts";
import { createWebhookDesk } from "./webhook-desk.ts";
import { startWorkers } from "./workers.ts";

export type Signalbox = Awaited<ReturnType<typeof startSignalbox>>;

/** With `force` what is under way is not waited for: as if the process had died. */
export type StopOptions = { readonly force?: boolean };

const BOTH = ["gateway", "worker"] as const;

/** Builds the whole program and starts it; `stop` finishes what is under way unless forced. */
export async function startSignalbox(parts: Parts) {
  const { config, env, log } = parts;
  const clock = parts.clock ?? systemClock;
  const roles = parts.roles ?? BOTH;
  const onFatal = parts.onFatal ?? ((error: Error) => log.fatal({ error }, "Cannot go on"));
  const stops: ((options: StopOptions) => Promise<void>)[] = [];
  try {
    const onStop = (stop: () => Promise<void>) => void stops.push(stop);
    const ground = await openGround({ ...parts, clock, onFatal, onStop });
    const { communityId, server, rest, database, store, access, settings, policy } = ground;
    const metrics = createMetrics(clock);

    const meter = createMeter({
      calls: store.calls,
      clock,
      budgets: budgetsOf(config),
      zone: config.zone,
      onCall: metrics.called,
    });
    const engines =
      typeof parts.engines === "function"
        ? parts.engines({ meter, traffic: store.traffic })
        : parts.engines;

    const queues = await createQueues({
      redisUrl: env.redisUrl,
      database,
      // Another community may use the same servers, with a process of its own.
      prefix: `signalbox-${communityId}`,
      log,
    });
    stops.push((options) => queues.close(options));
    const openPlaces = createOpenPlaces(rest, communityId, clock);
    const texts = createTexts(config.texts);
    const vectors = parts.vectors
      ? await openVectors({ ...parts, ...parts.vectors, database, communityId, clock })
      : null;
    if (vectors) parts.vectors?.docs.useVectors(vectors.near("passages"));
    const nearAsks = vectors?.near("asks") ?? null;
    const asks = createSameAsks(store.asks, (id) => (id === communityId ? nearAsks : null));
    let nudge = () => {};
    const deps = createCoreDeps({
      ...parts,
      ground,
      clock,
      engines,
      queues,
      metrics,
      sameAsks: parts.sameAsks?.(store) ?? asks,
      texts,
      openPlaces,
      onDue: () => nudge(),
    });

    const checkDocsNow = async () => {
      const checked = await checkDocs(communityId, deps);
      if (checked) log.info({ ...checked }, "Docs index checked against gaps and open drafts");
      return checked;
    };
    const webhooks = createWebhookDesk(communityId, deps, {
      secret: env.githubWebhookSecret,
      login: async () => (access ? access.login() : null),
    });
    if (roles.includes("worker")) {
      const workers = await startWorkers({
        communityId,
        deps,
        queues,
        images: store.images,
        handleDelivery: webhooks.handle,
        checkDocs: checkDocsNow,
        reconcile: access
          ? {
              everyMs: config.github.reconcile_every,
              repositories: async () => repositoriesOf(await policy()),
            }
          : null,
        log,
      });
      stops.push(() => workers.stop());
      nudge = workers.nudge;
      if (vectors && parts.vectors) {
        const keeping = [
          vectors.keep("passages", passageFeed(parts.vectors.docs)),
          vectors.keep("asks", asks.toEmbed(communityId)),
        ];
        stops.push(async () => void (await Promise.all(keeping.map((one) => one.stop()))));
      }
    }

    const listener = await startConsole(
      createConsole({
        receiveWebhook: webhooks.receive,
        health: async () => void (await database.pool.query("SELECT 1")),
        metrics: () => metrics.text(readings),
        onError: (error) => log.error({ error }, "A request could not be answered"),
      }),
      { ...config.console, onError: (error) => log.error({ error }, "The console's port failed") },
    );
    stops.push(() => listener.close());

    if (roles.includes("worker")) {
      // Nobody waits for it: the first post is only slower without.
      const warming = warmedUp(engines, communityId, log);
      stops.push(({ force }) => (force ? Promise.resolve() : warming));
    }
    const lease = roles.includes("gateway") ? gatewayLease() : null;
    if (lease) stops.push(() => lease.release());
    const listening = lease && (await listenAlone({ lease, listen, log, onFatal }));
    if (listening) stops.push(() => listening.stop());

    return {
      communityId,
      server,
      store,
      settings,
      queues,
      /** Null in a process that does not listen to Discord, or not yet. */
      get bot() {
        return listening?.bot() ?? null;
      },
      /** Who listens in place of a gateway process that waits for its turn. */
      behind: listening?.behind ?? null,
      rest,
      url: listener.url,
      webhookUrl: `${listener.url}/github/webhook`,
      database,
      deps,
      /** What a new version of the docs index asks for; null when there is none. */
      checkDocs: checkDocsNow,
      async stop(options: StopOptions = {}) {
        for (const stop of stops.toReversed()) await stop(options);
      },
    };

    async function readings() {
      const { paused } = await policy();
      const [pulse, spentToday, queued, dueAt] = await Promise.all([
        readPulse(database.pool, communityId),
        store.calls.spentOn(communityId, dayIn(config.zone, clock.now())),
        queues.counts(),
        store.outbox.nextDueAt(communityId, paused ? "staff" : "all"),
      ]);
      return { ...pulse, spentToday, queues: queued, oldestDueAt: dueAt, paused };
    }

    /** One process listens to Discord, however many are started as a gateway. */
    function gatewayLease() {
      return createLease({
        database,
        name: `gateway:${communityId}`,
        onLost: (holder) => onFatal(lostTo(holder)),
        onError: (error) => log.warn({ error }, "The database does not say who is the gateway"),
      });
    }

    function listen() {
      return startBot({
        token: ground.token,
        rest,
        serverId: communityId,
        callReactions: Object.fromEntries(
          Object.entries(config.discord.call_reactions).map(([emoji, kind]) => [
            emoji,
            kind === "any" ? null : kind,
          ]),
        ),
        deps: { ...createDesk(communityId, deps, settings), texts, isInDoubt: lease?.isInDoubt },
        log,
        clock,
        onFatal,
        onPermissionsChanged: openPlaces.forget,
      });
    }
  } catch (error) {
    for (const stop of stops.toReversed()) await stop({});
    throw error;
  }
}
