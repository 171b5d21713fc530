import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createDiscordSpecChecker } from "../specs.ts";
import { createWorld } from "./create-world.ts";
import { createRestFaults } from "./faults.ts";
import { startGateway } from "./gateway.ts";
import { createLimits } from "./limits.ts";
import { asPerson } from "./people.ts";
import { type RestDeps, serveRest } from "./rest/serve.ts";
import type { DiscordSimulator, DiscordSimulatorOptions } from "./simulator.ts";
import { takeSnapshot } from "./snapshot.ts";
import { createReads, createStage } from "./stage.ts";
import { letIntoThread, settleAllThreads } from "./threads.ts";

/** Starts a Discord of one server on a free port of this machine. */
export async function startDiscordSimulator(
  options: DiscordSimulatorOptions = {},
): Promise<DiscordSimulator> {
  const clock = options.clock ?? { now: () => Date.now() };
  const http = createServer();
  await new Promise<void>((done) => http.listen(0, "127.0.0.1", done));
  const { port } = http.address() as AddressInfo;
  const origin = `http://127.0.0.1:${port}`;
  const gatewayUrl = `ws://127.0.0.1:${port}/gateway`;

  const world = createWorld(options, clock, origin);
  const { state } = world;
  const checker = createDiscordSpecChecker();
  const faults = createRestFaults();
  const gateway = startGateway(world, http, gatewayUrl);
  const wrongAnswers = new Set<string>();
  const crashes: string[] = [];
  let requests = 0;

  const deps: RestDeps = {
    world,
    limits: createLimits(options.limits ?? "relaxed", clock, world.settings.clockRate),
    faults,
    checker,
    gatewayUrl,
    onAnswer(method, path, { status, body }) {
      // The description calls codes of field errors numbers; the documentation shows words.
      if (!options.checkAnswers || hasFieldErrors(body)) return;
      const wrong = checker?.checkResponse(method, path, status, body);
      if (wrong !== undefined) wrongAnswers.add(`${method} ${path} ${status}: ${wrong}`);
    },
  };
  http.on("request", (request, response) => {
    requests += 1;
    serveRest(deps, request, response).catch((error: unknown) => {
      // A client that hung up is no fault of the simulator.
      if (request.complete) crashes.push(error instanceof Error ? `${error.stack}` : `${error}`);
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });

  return {
    token: world.settings.token,
    guildId: state.guild.id,
    botUserId: state.bot.id,
    applicationId: state.application.id,
    restBase: `${origin}/api`,
    gatewayUrl,
    cdnBase: origin,
    ...createStage(world),
    ...createReads(world),
    as: (memberId) => asPerson(world, memberId),
    owner: () => asPerson(world, state.guild.ownerId),
    snapshot: () => takeSnapshot(world),
    onChange: (listener) => world.bus.subscribe(listener),
    settle: () => settleAllThreads(world),
    letIntoThread(threadId) {
      const thread = world.state.channels.get(threadId);
      if (!thread?.thread) throw new Error(`no thread has the id ${threadId}`);
      letIntoThread(world, thread);
    },

    stats() {
      const checked = checker?.stats();
      return {
        ...world.counters,
        requestsChecked: checked?.requestsChecked ?? null,
        violations: checked?.violations ?? [],
        undescribed: checked?.undescribed ?? [],
        wrongAnswers: [...wrongAnswers],
        crashes: [...crashes],
        identifies: gateway.identifies(),
        shards: gateway.shards(),
        connections: gateway.connections(),
        requests,
      };
    },

    interactions: () =>
      [...world.interactions.byId.values()].map(({ id, what, response, createdAt }) => ({
        what,
        ackedAfterMs: response && (response.at - createdAt) / world.settings.clockRate,
        pressedAt: createdAt,
        heard: !gateway.unheard.has(id),
      })),

    missedAt: () => gateway.missedAt,

    faults: { ...gateway.faults, failNext: faults.failNext },

    async close() {
      await gateway.close();
      const closed = new Promise<void>((done) => http.close(() => done()));
      http.closeAllConnections();
      await closed;
    },
  };
}

function hasFieldErrors(body: unknown): boolean {
  return body !== null && typeof body === "object" && "errors" in body;
}
