import { wrongTexts } from "../bot/words/text-overrides.ts";
import { DOCS_FROM } from "./docs-source.ts";
import { type Config, digestChannels } from "./schema.ts";

type Wrong = { readonly path: (string | number)[]; readonly message: string };

/** What no section can know alone: names that must exist elsewhere in the file, acts that no setting allows. */
export function crossCheck(config: Config): Wrong[] {
  return [
    ...wrongDigest(config),
    ...wrongProducts(config),
    ...config.routing.flatMap((rule, index) => wrongRule(config, rule, index)),
    ...wrongFallback(config),
    ...wrongSearches(config),
    ...wrongSources(config),
    ...wrongTexts(config.texts).map(({ path, message }) => ({ path: ["texts", ...path], message })),
    ...unpriced(config),
    ...wrongActs(config),
  ];
}

function wrongDigest(config: Config): Wrong[] {
  if (!config.digest || digestChannels(config).length > 0) return [];
  const message = "names no channel, and no team has one: set digest.channel or a team's channel";
  return [{ path: ["digest"], message }];
}

function wrongProducts({ products }: Config): Wrong[] {
  const ours = new Set(products.ours.map((name) => name.toLowerCase()));
  return products.others.flatMap((name, index) => {
    const message = `${name} is among products.ours; keep it in one of the two`;
    return ours.has(name.toLowerCase()) ? [{ path: ["products", "others", index], message }] : [];
  });
}

function wrongRule(config: Config, { when, route }: Config["routing"][number], index: number) {
  const found: Wrong[] = [];
  const wrong = (at: string, message: string) =>
    found.push({ path: ["routing", index, ...at.split(".")], message });
  const areas = new Set(config.areas.map((area) => area.name));
  for (const area of when.area ?? []) {
    if (!areas.has(area)) wrong("when.area", `no area is called ${area}`);
  }
  for (const place of when.place ?? []) {
    if (!Object.hasOwn(config.discord.channels, place))
      wrong("when.place", `${place} is not among discord.channels`);
  }
  if (!config.teams.some(({ name }) => name === route.team))
    wrong("route.team", `no team is called ${route.team}; add it under teams`);
  if (when.lane?.includes("security") && route.visibility === "public")
    wrong("route.visibility", "security reports may go to a private repository only");
  if (route.as !== "advisory") return found;
  if (when.lane?.join() !== "security")
    wrong("route.as", "an advisory is for security matters: add when.lane [security] to the rule");
  if (route.visibility === "public")
    wrong("route.visibility", "an advisory is private, whatever its repository is: say private");
  if (route.labels.length > 0 || route.assignees.length > 0)
    wrong("route", "an advisory has no labels and no assignees: take them out");
  return found;
}

function wrongFallback({ fallback }: Config): Wrong[] {
  const message = "the fallback takes all sorts: say issue";
  return fallback?.as === "advisory" ? [{ path: ["fallback", "as"], message }] : [];
}

/** Which docs are searched for which channel. */
function wrongSearches(config: Config): Wrong[] {
  return Object.entries(config.docs_for).flatMap(([channel, { sources = [] }]) => {
    const unknown = sources.filter((name) => !config.docs.some((docs) => docs.name === name));
    return [
      ...(!Object.hasOwn(config.discord.channels, channel)
        ? [{ path: ["docs_for", channel], message: "is not among discord.channels" }]
        : []),
      ...unknown.map((name) => ({
        path: ["docs_for", channel, "sources"],
        message: `no source of docs is called ${name}`,
      })),
    ];
  });
}

function wrongSources({ docs }: Config): Wrong[] {
  return docs.flatMap((source, index) => {
    const found: Wrong[] = [];
    const wrong = (at: string[], message: string) =>
      found.push({ path: ["docs", index, ...at], message });
    if (source.tickets && source.official)
      wrong(["official"], "what people answered in threads is not official");
    if (DOCS_FROM.filter((from) => source[from] !== undefined).length !== 1)
      wrong([], `needs one of ${DOCS_FROM.join(", ")}`);
    const { name, version } = source;
    const before = docs.slice(0, index).filter((one) => one.name === name);
    if (before.some((one) => !one.version || !version || one.version === version))
      wrong(["name"], `${name} is there already; sources of one name need versions that differ`);
    return found;
  });
}

const EDITS = ["tell-milestone", "tell-assigned", "tell-labels"] as const;
const NEVER_AUTOMATIC = ["file-public", "tell-not-planned"] as const;

function wrongActs({ acts }: Config): Wrong[] {
  const drafted = EDITS.filter((act) => acts[act] === "draft");
  const automatic = NEVER_AUTOMATIC.filter((act) => acts[act] === "auto");
  return [
    ...drafted.map((act) => ({
      path: ["acts", act],
      message: "is an edit that nobody is asked about; use auto or off",
    })),
    ...automatic.map((act) => ({
      path: ["acts", act],
      message: "can never be automatic; use draft or off",
    })),
  ];
}

/** A budget can only be kept for a model whose price is known. */
function unpriced({ engine, openai }: Config): Wrong[] {
  const { budget, prices } = openai;
  const kept = Object.values(budget).some((limit) => limit !== null);
  if (engine !== "openai" || !kept) return [];
  return (["classify_model", "draft_model", "strong_model", "rerank_model"] as const)
    .flatMap((key) => {
      const model = openai[key];
      return model === null || prices[model] !== undefined ? [] : [{ key, model }];
    })
    .map(({ key, model }) => ({
      path: ["openai", key],
      message: `${model} has no price in openai.prices, without which openai.budget cannot be kept; add it, or set per_day, per_server and per_person to null`,
    }));
}
