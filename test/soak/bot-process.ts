import { appendFileSync } from "node:fs";
import { z } from "zod";
import { whatIsLeft } from "../../demo/headless/quiet.ts";
import { DEMO_CONFIG } from "../../demo/town.ts";
import type { Environment } from "../../src/config/environment.ts";
import type { Config } from "../../src/config/schema.ts";
import { docsFolders } from "../../src/docs.ts";
import { createEngines } from "../../src/engines.ts";
import { openIndex } from "../../src/integrations/docs/open-index.ts";
import { createLog } from "../../src/log.ts";
import { type Signalbox, startSignalbox } from "../../src/main.ts";
import { readBooks, readUndone } from "./books.ts";
import { type Memory, Question, Setup } from "./questions.ts";
import { createScaledClock } from "./scaled-clock.ts";

// The whole program in a process of its own, so that its heap holds nothing of the simulators.
// The parent talks to it over the channel of `fork`: first a Setup, then questions.

const Asked = z.object({ n: z.number(), question: Question });

async function readMemory({ bot, database }: Signalbox): Promise<Memory> {
  // A pass that is under way holds what it is about to read.
  await bot?.catchUpNow();
  // The second collection frees what finalisers of the first let go.
  globalThis.gc?.();
  globalThis.gc?.();
  const { heapUsed, external, arrayBuffers, rss } = process.memoryUsage();
  const databaseHeap = (await database.heapUsed?.()) ?? 0;
  return { heapUsed: heapUsed + databaseHeap, databaseHeap, external, arrayBuffers, rss };
}

async function run(setup: Setup): Promise<void> {
  const config = setup.config as Config;
  const env = setup.env as Environment;
  const clock = createScaledClock(setup.scale);
  const passages = await openIndex(setup.docsFolder);
  const signalbox = await startSignalbox({
    config,
    env,
    log: createLog("info", { write: (line) => appendFileSync(setup.logFile, line) }),
    clock,
    dataDir: null,
    engines: (books) => createEngines(config, env, passages, clock, books),
    passages,
    docsFolders: docsFolders(config, DEMO_CONFIG),
    onFatal(error) {
      process.stderr.write(`the bot gave up: ${error.message}\n`);
      process.exit(1);
    },
  });

  async function answer(question: Question): Promise<unknown> {
    switch (question.ask) {
      case "memory":
        return readMemory(signalbox);
      case "left":
        return whatIsLeft({ signalbox: () => signalbox, clock }, question.ids);
      case "undone":
        return readUndone(signalbox);
      case "books":
        return readBooks(signalbox, question);
      case "stop":
        await signalbox.stop();
        return null;
    }
  }

  process.on("message", (message) => {
    const { n, question } = Asked.parse(message);
    answer(question).then(
      (value) => process.send?.({ n, value }),
      (error: unknown) => process.send?.({ n, value: null, error: String(error) }),
    );
  });
  process.send?.({ n: 0, value: signalbox.webhookUrl });
}

// Whoever started it is gone, and with it the simulators.
process.once("disconnect", () => process.exit(0));
process.once("message", (message) => {
  run(Setup.parse(message)).catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
    process.exit(1);
  });
});
