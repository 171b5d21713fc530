import { mkdirSync, statSync } from "node:fs";
import {
  docsFolders,
  docsPlaces,
  refreshDocs,
  someAreReadLater,
  startDocsRefresh,
  withSolved,
} from "../docs.ts";
import { createEngines } from "../engines.ts";
import type { DocsPlace } from "../integrations/docs/build-in-thread.ts";
import { openIndex } from "../integrations/docs/open-index.ts";
import { backUp, startBackups } from "../integrations/store/backup.ts";
import type { Logger } from "../log.ts";
import { type Signalbox, startSignalbox } from "../main.ts";
import { systemClock } from "../triage/model/clock.ts";
import { UserError } from "../triage/model/errors.ts";
import { createEmbedder } from "../vectors.ts";
import { banner } from "./banner.ts";
import { createOperator } from "./operator/desk.ts";
import { socketPath } from "./operator/socket-path.ts";
import { startSocketServer } from "./operator/socket-server.ts";
import { createProgress } from "./progress.ts";
import { backupFolder, type Setup } from "./setup.ts";

export type Role = "gateway" | "worker" | "all";

export type Running = { stop(): Promise<void> };

/** The bot with what surrounds it: docs kept fresh, backups, a socket for commands. */
export async function runProgram(
  setup: Setup,
  role: Role,
  log: Logger,
  onFatal: (error: Error) => void,
): Promise<Running> {
  const { config, configFile, env, dataDir } = setup;
  if (role !== "all" && env.databaseUrl === undefined) {
    throw new UserError(
      `--role ${role} shares its work with other processes, which needs DATABASE_URL: the embedded database belongs to one process.`,
    );
  }
  // It holds what people wrote.
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const clock = systemClock;
  const places = docsPlaces(config, configFile);
  await indexDocs(dataDir, places, log);
  const index = await openIndex(dataDir);

  const embedder = createEmbedder(config, env, clock);
  const stops: (() => Promise<void>)[] = [];
  const signalbox = await startSignalbox({
    config,
    env,
    log,
    dataDir,
    clock,
    passages: index,
    engines: (books) => createEngines(config, env, index, clock, books),
    vectors: embedder ? { embedder, docs: index } : undefined,
    docsFolders: docsFolders(config, configFile),
    roles: role === "all" ? ["gateway", "worker"] : [role],
    onFatal,
  });
  stops.push(() => signalbox.stop());
  try {
    const docs = keepDocsFresh(setup, places, signalbox, log);
    stops.push(() => docs.stop());
    if (signalbox.database.dump) stops.push(await attend(setup, signalbox, log));
    const policy = await signalbox.settings.policyOf(signalbox.communityId);
    process.stdout.write(banner(setup, role, signalbox, policy));
  } catch (error) {
    await stopAll();
    throw error;
  }
  return { stop: stopAll };

  async function stopAll(): Promise<void> {
    for (const stop of stops.toReversed()) await stop();
  }
}

/** Looks at the docs again and again, and soon when an answer was kept or taken back. */
function keepDocsFresh(
  { config, dataDir }: Setup,
  places: readonly DocsPlace[],
  { store, communityId, deps }: Signalbox,
  log: Logger,
) {
  const everyMs = config.docs_refresh;
  const kept = places.some(({ from }) => from.type === "tickets");
  const solved = async () => (kept ? store.knowledge.standing(communityId) : []);
  let indexed = "";
  return startDocsRefresh({
    everyMs,
    ...(someAreReadLater(places) ? { firstAfterMs: 0 } : {}),
    clock: deps.clock,
    log,
    async refresh(how) {
      const asks = await solved();
      const report = await refreshDocs(dataDir, withSolved(places, asks), how);
      indexed = JSON.stringify(asks);
      return report;
    },
    ...(kept ? { hasNews: async () => JSON.stringify(await solved()) !== indexed } : {}),
  });
}

/** Paths that lead nowhere are a mistake in the config, so they are told before anything runs. */
async function indexDocs(dataDir: string, places: readonly DocsPlace[], log: Logger) {
  const missing = places.flatMap(({ source, from }) =>
    from.type === "path" && !statSync(from.path, { throwIfNoEntry: false })
      ? [`  ${source.name}: there is no ${from.path}`]
      : [],
  );
  if (missing.length > 0) throw new UserError(`In the config's docs:\n${missing.join("\n")}`);
  const bar = createProgress("docs", 0);
  const progress = { total: bar.total, page: () => bar.step() };
  const report = await refreshDocs(dataDir, places, { progress, scope: "local" }).finally(() =>
    bar.done(),
  );
  if (!report) return;
  for (const { page, reason } of report.failed) {
    log.warn({ page, reason }, "A page could not be indexed");
  }
  if (report.empty.length > 0) log.warn({ sources: report.empty }, "Docs without a page");
}

/** What only the owner of an embedded database does: backups, and commands over a socket. */
async function attend(
  { config, dataDir }: Setup,
  { communityId, store, settings, queues, database, deps }: Signalbox,
  log: Logger,
): Promise<() => Promise<void>> {
  const { dump } = database;
  if (!dump) return async () => {};
  const { clock } = deps;
  const { every: everyMs, keep } = config.backup;
  const backup = { database: { dump }, folder: backupFolder(dataDir), keep };
  const backups = startBackups({ ...backup, everyMs, clock, log });
  const path = socketPath(dataDir);
  if (path === null) {
    log.warn(
      { dataDir },
      "The data folder's path is too long for a socket: no commands while running",
    );
    return () => backups.stop();
  }
  const operator = createOperator({
    communityId,
    store,
    pool: database.pool,
    clock,
    passages: deps.passages,
    docsFiles: deps.docsFiles,
    mode: config.mode,
    wake: deps.wake,
    ids: deps.ids,
    policyOf: settings.policyOf,
    change: (key, value, by) => settings.change(communityId, key, value, by),
    jobs: () => queues.counts(),
    backUp: () => backUp(backup, clock.now()),
  });
  const socket = await startSocketServer(path, operator, log);
  return async () => {
    await socket.stop();
    await backups.stop();
  };
}
