import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { createDiscordConversation } from "./bot/conversation.ts";
import { createDiscordRest } from "./bot/discord/discord-rest.ts";
import { createHeldRoles } from "./bot/discord/held-roles.ts";
import { createOpenPlaces } from "./bot/discord/open-places.ts";
import { readServer } from "./bot/discord/server.ts";
import { checkIntents } from "./bot/discord/start-checks.ts";
import { type Bot, patiently, startBot } from "./bot/gateway.ts";
import { staffTexts } from "./bot/words/staff-texts.ts";
import { createTexts } from "./bot/words/wording.ts";
import type { Environment } from "./config/environment.ts";
import { budgetsOf, type Config } from "./config/schema.ts";
import { createConsole, startConsole } from "./console/server.ts";
import { createDesk } from "./desk.ts";
import type { EngineBooks } from "./engines.ts";
import { createDocsFiles, type DocsFolder } from "./integrations/docs/docs-files.ts";
import type { DocsIndex } from "./integrations/docs/open-index.ts";
import { likelyAsk } from "./integrations/offline/likely-ask.ts";
import { createQueues } from "./integrations/queue/queues.ts";
import { createExamples } from "./integrations/same-asks/examples.ts";
import { createSameAsks } from "./integrations/same-asks/same-asks.ts";
import { openDatabase } from "./integrations/store/database.ts";
import { createLease } from "./integrations/store/lease.ts";
import { migrate } from "./integrations/store/migrate.ts";
import { readPulse } from "./integrations/store/pulse.ts";
import { createStore, type Store } from "./integrations/store/store.ts";
import { createMetrics } from "./integrations/telemetry/metrics.ts";
import { listenAlone, lostTo } from "./listen-alone.ts";
import type { Logger } from "./log.ts";
import { noticingDue } from "./noticing-due.ts";
import { fileActs } from "./policy.ts";
import { requirePlaces } from "./require-places.ts";
import { overInWords, savedOverFile } from "./saved-over-file.ts";
import { createSettings } from "./settings.ts";
import { createTracker, githubAccess } from "./tracker.ts";
import { checkDocs } from "./triage/answers/check-docs.ts";
import { createMeter } from "./triage/decide/meter.ts";
import { repositoriesOf } from "./triage/decide/route.ts";
import { watchAutonomy } from "./triage/decide/watch-autonomy.ts";
import { type Clock, systemClock } from "./triage/model/clock.ts";
import { UserError } from "./triage/model/errors.ts";
import { createIds } from "./triage/model/ids.ts";
import type { IssueForm } from "./triage/model/issue-form.ts";
import { dayIn } from "./triage/model/model-call.ts";
import type { CrashPoint } from "./triage/perform/apply-actions.ts";
import type { PassageIndex } from "./triage/ports/docs.ts";
import type { Wake } from "./triage/ports/outbox.ts";
import type { SameAsks } from "./triage/ports/same-asks.ts";
import type { Embedder } from "./triage/same-asks/embedding.ts";
import { misfits } from "./triage/setup/community-settings.ts";
import { openVectors, passageFeed } from "./vectors.ts";
import { type Engines, warmedUp } from "./warm-up.ts";
import { watchRepositories } from "./watch-repositories.ts";
import { createWebhookDesk } from "./webhook-desk.ts";
import { startWorkers } from "./workers.ts";

/** Everything that differs between production, the demo and the tests. */
export type Parts = {
  readonly config: Config;
  readonly env: Environment;
  readonly log: Logger;
  /** Folder of the embedded database; in memory when null. */
  readonly dataDir: string | null;
  readonly passages: PassageIndex;
  /** Searching by meaning too: who embeds, and the docs that are embedded. */
  readonly vectors?: { readonly embedder: Embedder; readonly docs: DocsIndex } | undefined;
  /** Where the files of the docs are, for patches; none can be proposed without. */
  readonly docsFolders?: readonly DocsFolder[];
  readonly clock?: Clock;
  readonly engines: Engines | ((books: EngineBooks) => Engines);
  /** In place of the search in the store. */
  readonly sameAsks?: (store: Store) => SameAsks;
  /** A gateway process listens and answers; a worker process triages and acts. */
  readonly roles?: readonly ("gateway" | "worker")[];
  readonly reached?: (point: CrashPoint) => void;
  /** Nothing works any more before a person mends it, or before a restart. */
  readonly onFatal?: (error: Error) => void;
};

export type Signalbox = Awaited<ReturnType<typeof startSignalbox>>;

/** With `force` what is under way is not waited for: as if the process had died. */
export type StopOptions = { readonly force?: boolean };

const BOTH = ["gateway", "worker"] as const;

/** Builds the whole program and starts it; `stop` finishes what is under way unless forced. */
export async function startSignalbox(parts: Parts) {
  const { config, env, log, dataDir } = parts;
  const clock = parts.clock ?? systemClock;
  const roles = parts.roles ?? BOTH;
  const onFatal = parts.onFatal ?? ((error: Error) => log.fatal({ error }, "Cannot go on"));
  if (env.discordToken === undefined) {
    throw new UserError(
      "DISCORD_TOKEN is not set: copy the bot's token from Discord's developer page.",
    );
  }
  const stops: ((options: StopOptions) => Promise<void>)[] = [];
  const ids = createIds(clock.now, () => randomBytes(10));

  // First what a person may have to mend: until then nothing is opened.
  const rest = createDiscordRest({
    token: env.discordToken,
    url: config.discord.api_url,
    clock,
    // A worker has no gateway that would close on it.
    onRefused: () => onFatal(new UserError(staffTexts.start.badToken)),
    ...(config.limits.profile === "relaxed" ? { requestsPerSecond: Number.POSITIVE_INFINITY } : {}),
  });
  const server = await patiently({ clock, log }, async () => {
    await checkIntents(rest);
    return readServer(rest, config.discord.server);
  });
  const database = await openDatabase({
    url: env.databaseUrl,
    ...(dataDir === null ? {} : { dataDir: join(dataDir, "db") }),
    onError: (error) => log.error({ error }, "Database connection failed"),
    onDeath: onFatal,
  });
  stops.push(() => database.close());
  try {
    await migrate(database.pool);
    const store = createStore({ pool: database.pool, ids, clock });

    const communityId = server.id;
    const stored = await store.tickets.settings(communityId);
    requirePlaces(config, server, stored);
    for (const one of savedOverFile(config, stored).filter(({ isLooser }) => isLooser)) {
      log.warn({ ...one, ...overInWords(one) }, "A saved setting allows more than the file says");
    }
    for (const setting of misfits(stored)) {
      log.warn({ setting }, "A saved setting means nothing to this release: the file's stands");
    }
    const { allowance } = store;
    const { profile } = config.limits;
    const access = githubAccess(config, env, clock, { profile, allowance, communityId, clock });
    let forms = (): IssueForm[] => [];
    const found = {
      findPlace: server.findPlace,
      findRole: server.findRole,
      communityName: server.name,
      forms: () => forms(),
    };
    const settings = createSettings(config, found, { tickets: store.tickets, clock });
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
    const wake: Wake = {
      triage: (c, id) => queues.add("triage", `t-${id}`, { communityId: c, ticketId: id }),
      act: (c, id) => queues.add("act", `a-${id}`, { communityId: c, ticketId: id }),
      board: (c) => queues.add("board", `b-${c}`, { communityId: c }),
      followUp: (c, id) => queues.add("follow-up", `f-${id}`, { communityId: c, deliveryId: id }),
    };

    const openPlaces = createOpenPlaces(rest, communityId, clock);
    const texts = createTexts(config.texts);
    const conversation = createDiscordConversation({
      rest,
      texts,
      reviewPlaceId: async () => (await settings.policyOf(communityId)).reviewPlaceId,
      stateTags: config.discord.state_tags,
      log,
    });
    if (access) {
      const policy = () => settings.policyOf(communityId);
      const watching = watchRepositories({ access, clock, log, policy });
      forms = watching.forms;
      stops.push(() => watching.stop());
    }
    const isPaused = async () => (await settings.policyOf(communityId)).paused;
    const vectors = parts.vectors
      ? await openVectors({ ...parts, ...parts.vectors, database, communityId, clock })
      : null;
    if (vectors) parts.vectors?.docs.useVectors(vectors.near("passages"));
    const nearAsks = vectors?.near("asks") ?? null;
    const asks = createSameAsks(store.asks, (id) => (id === communityId ? nearAsks : null));
    let nudge = () => {};
    const deps = {
      ...store,
      tickets: noticingDue(store.tickets, () => nudge()),
      ...metrics.counted(engines),
      ...(engines.reranker ? { reranker: engines.reranker } : {}),
      ...(engines.translator ? { translator: engines.translator } : {}),
      conversation,
      tracker: createTracker(access, clock),
      wake,
      clock,
      ids,
      policyOf: settings.policyOf,
      passages: parts.passages,
      likelyAsk,
      docsFiles: createDocsFiles(parts.docsFolders ?? []),
      quoter: engines.quoter ?? engines.drafter,
      sameAsks: parts.sameAsks?.(store) ?? asks,
      examples: createExamples(store.reviewed),
      isPaused,
      isAway: async () => (await settings.policyOf(communityId)).away,
      isOpenToAll: openPlaces.isOpenToAll,
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
      ...(parts.reached ? { reached: parts.reached } : {}),
    };

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
              repositories: async () => repositoriesOf(await settings.policyOf(communityId)),
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
      const [pulse, spentToday, queued, dueAt, policy] = await Promise.all([
        readPulse(database.pool, communityId),
        store.calls.spentOn(communityId, dayIn(config.zone, clock.now())),
        queues.counts(),
        store.outbox.nextDueAt(communityId, (await isPaused()) ? "staff" : "all"),
        settings.policyOf(communityId),
      ]);
      return { ...pulse, spentToday, queues: queued, oldestDueAt: dueAt, paused: policy.paused };
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

    async function listen(): Promise<Bot> {
      return startBot({
        token: env.discordToken ?? "",
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
