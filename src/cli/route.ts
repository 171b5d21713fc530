import { text as readAll } from "node:stream/consumers";
import { Command, Option } from "commander";
import type { Config } from "../config/schema.ts";
import { createEngines } from "../engines.ts";
import { toPolicy } from "../policy.ts";
import { conditionsOf, mayTake, route } from "../triage/decide/route.ts";
import { type Classification, Kind, Lane } from "../triage/model/classification.ts";
import { systemClock } from "../triage/model/clock.ts";
import { UserError } from "../triage/model/errors.ts";
import type { Policy, Route } from "../triage/model/policy.ts";
import { redact } from "../triage/redact/redact.ts";
import type { Answers } from "./operator/messages.ts";
import { withOperator } from "./operator/open.ts";
import { readDays } from "./read-days.ts";
import { readSetup, type SetupOptions, withSetupOptions } from "./setup.ts";

type Options = SetupOptions & {
  readonly text?: string;
  readonly title: string;
  readonly place?: string;
  readonly kind?: Kind;
  readonly lane?: Lane;
  readonly area?: string;
  readonly engine: "offline" | "openai";
  readonly explain: boolean;
  readonly past?: number;
  readonly json: boolean;
};

/** `signalbox route`: where an issue made of this post would go. */
export function routeCommand(): Command {
  return withSetupOptions(new Command("route"))
    .description("tell where an issue made of a post would go, and by which rule")
    .option("--text <text>", "the post (default: standard input)")
    .option("--title <title>", "the forum post's title", "")
    .option("--place <channel>", "the channel, as the configuration names it")
    .addOption(new Option("--kind <kind>", "instead of the engine's").choices(Kind.options))
    .addOption(new Option("--lane <lane>", "instead of the engine's").choices(Lane.options))
    .option("--area <area>", "instead of the engine's")
    .addOption(
      new Option("--engine <name>", "who classifies")
        .choices(["offline", "openai"])
        .default("offline"),
    )
    .option("--explain", "go through every rule", false)
    .addOption(
      new Option("--past <days>", "instead: past tickets that this config would send elsewhere")
        .argParser(readDays)
        .conflicts(["text", "title", "place", "kind", "lane", "area", "engine", "explain"]),
    )
    .option("--json", "print {classification, route, why, rules}", false)
    .addHelpText(
      "after",
      `
Examples:
  signalbox route --explain --text "The TypeScript SDK crashes on upload since 2.1"
  signalbox route --kind docs --json < post.txt
  signalbox route --past 90d --config changed.config.yaml --data .signalbox

Exit code: 0 there is a route, 1 there is none, 2 bad input.`,
    )
    .action(async (options: Options) => {
      if (options.past !== undefined) return tellPast(options, options.past);
      const found = await findRoute(options);
      process.stdout.write(options.json ? `${JSON.stringify(found)}\n` : inWords(found, options));
      if (!found.route) process.exitCode = 1;
    });
}

/** What the rules of this config would move, beside those that the bot was started with. */
async function tellPast(options: Options, span: number): Promise<void> {
  const setup = readSetup(options);
  const { config } = setup;
  const { rules, fallback } = policyWithNames(config);
  const byName = rules.findIndex(({ when }) => when.place?.some((place) => !/^\d+$/.test(place)));
  if (byName >= 0) {
    throw new UserError(
      `routing.${byName}.when.place names a channel. Past tickets know channels by id: write the id there to try the rules on them.`,
    );
  }
  const since = Date.now() - span;
  const found = await withOperator(setup, (operator) =>
    operator({ ask: "moves", since, rules: [...rules], fallback }),
  );
  process.stdout.write(options.json ? `${JSON.stringify(found)}\n` : tellMoves(found));
}

/** One line a ticket that would go elsewhere. */
export function tellMoves({ tickets, moves }: Answers["moves"]): string {
  const end = ({ repository, why }: (typeof moves)[number]["from"]) =>
    `${repository ?? "nowhere"} (${why})`;
  const lines = moves.map(
    ({ code, title, from, to }) => `${code}  ${title}\n  ${end(from)}\n  → ${end(to)}`,
  );
  return `${[...lines, `${moves.length} of ${tickets} tickets would go elsewhere.`].join("\n")}\n`;
}

/** Channels go by their names here, as the config writes them. */
function policyWithNames(config: Config): Policy {
  const found = { findPlace: (name: string) => name, communityName: config.discord.server };
  return toPolicy(config, {}, found, 0);
}

async function findRoute(options: Options) {
  const { config, env } = readSetup(options);
  const place = options.place ?? "";
  if (place !== "" && !(place in config.discord.channels)) {
    throw new UserError(`${place} is not among discord.channels.`);
  }
  const policy = policyWithNames(config);
  const written = options.text ?? (await readAll(process.stdin));
  const title = redact(options.title).text;
  const text = redact(written).text;
  if (`${title}${text}`.trim() === "")
    throw new UserError("The post is empty: give --text, or write it to standard input.");

  const engines = createEngines(
    { ...config, engine: options.engine },
    env,
    { rarity: () => 1 },
    systemClock,
  );
  const answer = await engines.classifier.classify({ title, text, areas: policy.areas, tags: [] });
  if (answer.type === "failed") throw new UserError(`It cannot be classified: ${answer.detail}`);
  const classification = { ...answer.classification, ...overrides(options, policy) };
  const ask = { placeId: place, text: `${title}\n${text}` };
  const { kind, lane, area, severity, language, confidence, stamp } = classification;
  return {
    classification: { kind, lane, area, severity, language, confidence, engine: stamp.engine },
    ...route(classification, ask, policy),
    rules: policy.rules.map((rule) => {
      const asked = conditionsOf(rule, classification, ask).filter((one) => one.asked);
      return {
        route: rule.route,
        matches: mayTake(rule.route, classification) && asked.every(({ holds }) => holds),
        barred: mayTake(rule.route, classification) ? null : barredBecause(rule.route),
        conditions: asked.map(({ holds, words }) => ({ holds, words })),
      };
    }),
  };
}

function overrides({ kind, lane, area }: Options, policy: Policy): Partial<Classification> {
  if (area !== undefined && !policy.areas.some(({ name }) => name === area)) {
    throw new UserError(`No area is called ${area}.`);
  }
  return { ...(kind && { kind }), ...(lane && { lane }), ...(area && { area }) };
}

function barredBecause({ as }: Route): string {
  return as === "advisory"
    ? "it takes security matters alone"
    : "it is public, and a security matter stays private";
}

function inWords(found: Awaited<ReturnType<typeof findRoute>>, { explain }: Options): string {
  const { classification: c, route: to, why, rules } = found;
  const target = (one: NonNullable<typeof to>) =>
    `${one.repository} (${one.as === "advisory" ? "private report of a vulnerability" : one.visibility}), team ${one.team}, labels ${one.labels.join(", ") || "none"}`;
  const lines = [
    `${c.kind}, lane ${c.lane}, area ${c.area}, severity ${c.severity} (${c.engine}, confidence ${c.confidence.toFixed(2)})`,
    to ? `→ ${target(to)}` : "→ nowhere",
    `  ${why}`,
  ];
  if (explain) {
    lines.push("");
    for (const [index, rule] of rules.entries()) {
      const reasons = rule.barred
        ? [rule.barred]
        : rule.conditions
            .filter(({ holds }) => rule.matches || !holds)
            .map(({ words, holds }) => (holds ? words : `not for ${words}`));
      lines.push(
        `rule ${index + 1} ${rule.matches ? "matches" : "does not"}: ${reasons.join(", ") || "asks for nothing"} → ${rule.route.repository}`,
      );
    }
  }
  return `${lines.join("\n")}\n`;
}
