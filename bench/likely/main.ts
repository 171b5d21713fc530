import { writeFileSync } from "node:fs";
import {
  LIKELY_FIGURES,
  type LikelyFigures,
  likelyAsk,
} from "../../src/integrations/offline/likely-ask.ts";
import { shippedModel } from "../../src/integrations/offline/model.ts";
import { wilson } from "../../src/triage/model/wilson.ts";
import { hasData, SHARED } from "../classify/data.ts";
import { labelledMessages } from "./messages.ts";

/**
 * How often a chat message that the bot would take by itself, in a channel listened to as
 * `likely-questions`, does ask something. Writes the figures that the program shows where that is
 * switched on.
 */
const FROM = [0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.93, 0.95, 0.97];

if (!hasData()) {
  console.error(`no data under ${SHARED}/data: set SIGNALBOX_SHARED`);
  process.exit(2);
}

const messages = labelledMessages();
const rated = messages.map((message) => ({
  ...message,
  likely: message.toSomebody ? 0 : likelyAsk({ title: "", text: message.text }),
}));
const figures: LikelyFigures = {
  weights: shippedModel().version,
  messages: messages.length,
  asks: messages.filter(({ asks }) => asks).length,
  taken: FROM.map((from) => {
    const taken = rated.filter(({ likely }) => likely >= from);
    return { from, taken: taken.length, right: taken.filter(({ asks }) => asks).length };
  }),
};
writeFileSync(LIKELY_FIGURES, `${JSON.stringify(figures, null, 2)}\n`);

if (process.argv.includes("--json")) console.log(JSON.stringify(figures));
else {
  const percent = (share: number) => `${Math.round(100 * share)} %`;
  console.log(`${figures.asks} of ${figures.messages} messages ask something`);
  for (const { from, taken, right } of figures.taken) {
    const { share, low, high } = wilson(right, taken);
    console.log(
      `  ${from.toFixed(2)}  takes ${taken}, ${right} rightly: precision ${percent(share)} (${percent(low)} to ${percent(high)}), recall ${percent(right / figures.asks)}`,
    );
  }
}
