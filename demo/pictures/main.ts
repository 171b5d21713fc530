import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { withFallback } from "../../src/triage/decide/fallback.ts";
import type { Classifier } from "../../src/triage/ports/engines.ts";
import { CHROMIUM, launchBrowser } from "../browser.ts";
import { startSamplePage } from "../sample-page.ts";
import { createCamera } from "./camera.ts";
import { PICTURES } from "./kinds.ts";
import { takeReport } from "./report.ts";
import { type Outage, SCENES } from "./scenes.ts";
import { createStage } from "./stage.ts";

/** A Tuesday morning on which all of it happens, so that times are the same in each run. */
const VISIT = Date.parse("2026-03-03T10:00:00Z");
const POSTS = 20;
const FOLDER = resolve(process.argv[2] ?? join(import.meta.dirname, "../../docs/images"));

/** Some of the scenes alone, by name; most rest on earlier ones. */
const only = process.argv.slice(3);

/** Where the page is kept as it was when a scene failed. */
const AT_FAULT = process.env["SIGNALBOX_SCREENSHOTS"];

/** No model is asked for the pictures: what it would write of the only post in German. */
const TRANSLATED = {
  text: "Since the update to wren 3.2.1 the login breaks off every time when I am behind the company's proxy. With 3.1 it still worked. The program only reports an error while connecting and ends.",
  stamp: {
    engine: "openai",
    model: "gpt-4.1-mini-2025-04-14",
    prompt: null,
    promptHash: null,
    schemaHash: null,
    standsInBecause: null,
  },
} as const;

const outage: Outage = { down: false };

if (!CHROMIUM) {
  process.stderr.write("There is no Chromium here to take the pictures with: install it.\n");
  process.exit(2);
}
const dataDir = await mkdtemp(join(tmpdir(), "signalbox-pictures-"));
const demo = await startSamplePage({
  dataDir,
  posts: POSTS,
  at: VISIT,
  // So that everything is drafted once, where a picture of the card is wanted too.
  change: (config) => ({
    ...config,
    review: { ...config.review, silence_samples: 1 },
    acts: { ...config.acts, ask: "draft", redirect: "draft", "related-links": "auto" },
  }),
  engines: (offline) => ({
    ...offline,
    ...withFallback(
      { classifier: unlessDown(offline.classifier), drafter: offline.drafter },
      offline,
    ),
    translator: { translate: async () => ({ type: "translated", ...TRANSLATED }) },
  }),
});
const browser = await launchBrowser();
const failed: string[] = [];
try {
  const page = await browser.newPage({
    viewport: { width: 640, height: 1600 },
    bypassCSP: true,
    deviceScaleFactor: 1.5,
    colorScheme: "dark",
    reducedMotion: "reduce",
    timezoneId: "UTC",
    locale: "en-GB",
  });
  page.setDefaultTimeout(30_000);
  await page.addInitScript(shiftTime(VISIT - Date.now()));
  await page.goto(demo.url);
  await demo.ready;
  await page.locator("body.is-ready").waitFor();
  // What floats above a message, and what only somebody who points at it sees.
  await page.addStyleTag({ content: "#toasts, .message-tools { display: none !important }" });
  const camera = createCamera(page, FOLDER);
  const stage = createStage(demo, page, camera);
  for (const scene of SCENES.filter(({ name }) => only.length === 0 || only.includes(name))) {
    try {
      await scene.play(stage, outage);
    } catch (error) {
      failed.push(scene.name);
      if (AT_FAULT) await page.screenshot({ path: join(AT_FAULT, `${scene.name}.png`) });
      process.stderr.write(
        `${scene.name} failed: ${error instanceof Error ? error.message : error}\n`,
      );
    }
    process.stdout.write(`${scene.name}: ${camera.taken().length} of ${PICTURES.length} taken\n`);
  }
  await takeReport(browser, demo.url, FOLDER);
} finally {
  await browser.close();
  await demo.close();
  await rm(dataDir, { recursive: true, force: true });
}
process.exitCode = failed.length === 0 ? 0 : 1;

/** The page reckons ages from its own clock: it is set to the day of the visit. */
function shiftTime(by: number): string {
  return `{ const Real = Date; const by = ${by};
    globalThis.Date = class extends Real {
      constructor(...given) { if (given.length === 0) super(Real.now() + by); else super(...given); }
      static now() { return Real.now() + by; }
    }; }`;
}

function unlessDown(classifier: Classifier): Classifier {
  return {
    classify: async (input) =>
      outage.down
        ? { type: "failed", reason: "server-error", detail: "HTTP 503", retryAfterMs: null }
        : classifier.classify(input),
  };
}
