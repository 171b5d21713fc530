import type { Config } from "./config/schema.ts";
import { likelyFigures } from "./integrations/offline/likely-ask.ts";
import type { Policy } from "./triage/model/policy.ts";
import { wilson } from "./triage/model/wilson.ts";

/** How sure the offline engine must be, and what was measured of that; see `bench/likely`. */
export function likelyAsksOf({
  discord,
}: {
  readonly discord: Pick<Config["discord"], "likely_from">;
}): Policy["likelyAsks"] {
  const { likely_from: from } = discord;
  return { from, measured: measuredWords(from) };
}

/**
 * A sentence for whoever switches it on: how often it is right, with its interval, and how much it
 * finds. Told of the nearest measured bound that is not above the one in force.
 */
function measuredWords(from: number): string {
  const figures = likelyFigures();
  const at = figures?.taken.filter((one) => one.from <= from && one.taken > 0).at(-1);
  if (!figures || !at) return "How often that is right was not measured.";
  const { share, low, high } = wilson(at.right, at.taken);
  const percent = (part: number) => `${Math.round(100 * part)} %`;
  return `Measured at ${at.from}: ${percent(share)} of what is taken asks something (95 % interval ${percent(low)} to ${percent(high)}; ${at.right} of ${at.taken}), and ${percent(at.right / figures.asks)} of what asks something is taken (${figures.messages} chat messages of other communities).`;
}

/** Names of channels in the config that take what looks like an ask. */
export function likelyChannels({ discord }: Pick<Config, "discord">): string[] {
  return Object.entries(discord.channels).flatMap(([name, listening]) =>
    listening === "likely-questions" ? [name] : [],
  );
}
