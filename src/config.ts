import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { z } from "zod";
import { wrongTexts } from "./bot/text-overrides.ts";
import { type Mistake, parseYaml } from "./config-mistakes.ts";
import { Kind, Lane } from "./triage/classification.ts";
import { DAY, HOUR, MINUTE, SECOND } from "./triage/clock.ts";
import { Detail } from "./triage/details.ts";
import { UserError } from "./triage/errors.ts";
import type { Budgets } from "./triage/model-call.ts";
import {
  Act,
  ActSetting,
  Area,
  PlacePolicy,
  PriorityLabel,
  Route,
  RoutingRule,
} from "./triage/policy.ts";
import { Mark } from "./triage/say.ts";

const UNITS = { ms: 1, s: SECOND, m: MINUTE, h: HOUR, d: DAY } as const;

/** `90s`, `5m`, `72h`, `3d` → milliseconds. */
const Duration = z.union([z.string(), z.number()]).transform((value, context) => {
  const match = /^(\d+(?:\.\d+)?)\s*(ms|s|m|h|d)$/.exec(String(value).trim());
  const unit = match?.[2] as keyof typeof UNITS | undefined;
  if (match && unit) return Number(match[1]) * UNITS[unit];
  context.addIssue({ code: "custom", message: "must be a duration such as 10s, 5m, 72h or 3d" });
  return z.NEVER;
});

export const WEEKDAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"] as const;

/** `09:00-17:00` in minutes of the day; null when it is nothing of the kind. */
export function minutesOf(text: string): { readonly from: number; readonly to: number } | null {
  const [from = -1, to = -1] = text.split("-").map((time) => {
    const [, hours, minutes] = /^\s*([01]?\d|2[0-4]):([0-5]\d)\s*$/.exec(time) ?? [];
    return hours === undefined ? -1 : Number(hours) * 60 + Number(minutes);
  });
  return text.split("-").length === 2 && from >= 0 && from < to && to <= 24 * 60
    ? { from, to }
    : null;
}

const Precision = z.number().min(0.5).max(0.999);

const RouteInput = Route.partial({ labels: true, type: true, assignees: true }).transform(
  (route): Route => ({ type: null, assignees: [], labels: [], ...route }),
);
const RuleInput = z.strictObject({ when: RoutingRule.shape.when.strict(), route: RouteInput });

const ProductNames = z.array(z.string().trim().min(2)).default([]);

const AreaInput = z.strictObject({
  name: Area.shape.name,
  description: z.string().default(""),
  /** Numbers (an HTTP status, say) are words here. */
  keywords: z.array(z.union([z.string(), z.number()]).transform(String)).default([]),
  needed: z
    .strictObject({
      bug: z.array(Detail).optional(),
      "model-behavior": z.array(Detail).optional(),
      docs: z.array(Detail).optional(),
      feature: z.array(Detail).optional(),
    })
    .optional(),
});

/** Where a source's pages are; one of these. */
const DOCS_FROM = ["path", "sitemap", "site", "url", "tickets"] as const;

const DocsSource = z.strictObject({
  name: z.string().min(1),
  kind: z.enum(["markdown", "openapi"]).default("markdown"),
  /** A folder or a file, seen from the config. */
  path: z.string().min(1).optional(),
  /** Address of a sitemap or sitemap index. */
  sitemap: z.url({ protocol: /^https?$/ }).optional(),
  /** Address of a site's first page: its sitemap is looked for, else its links are followed. */
  site: z.url({ protocol: /^https?$/ }).optional(),
  /** One address: an `llms.txt`, an `llms-full.txt`, an OpenAPI description or a page. */
  url: z.url({ protocol: /^https?$/ }).optional(),
  /** Answers that staff or helpers accepted, with what was asked. */
  tickets: z.enum(["accepted"]).optional(),
  /** Of a site: what pages' addresses or paths begin with, what they must not begin with, how many. */
  include: z.array(z.string().min(1)).default([]),
  exclude: z.array(z.string().min(1)).default([]),
  max_pages: z.number().int().min(1).max(100_000).default(5_000),
  /** Between two requests to a site. */
  delay: Duration.default(250),
  /** Hosts of your own network that may be asked, as `docs.internal` or `127.0.0.1:8000`. */
  private_hosts: z.array(z.string().min(1)).default([]),
  base_url: z.url().optional(),
  version: z.string().optional(),
  official: z.boolean().default(false),
  /** Whom it is written for; channels may ask for one audience only. */
  audience: z.array(z.string().min(1)).default([]),
  /** What its product and packages are called, so that a version named in a post is understood. */
  products: z.array(z.string().min(1)).default([]),
  /** No part of the docs: what only it answers is a gap in them. */
  outside_docs: z.boolean().default(false),
});

/** The operator's part of the settings: what `signalbox.config.yaml` may hold. */
export const Config = z.strictObject({
  /** A short name for the community; it keys everything that is stored. */
  community: z.string().regex(/^[a-z0-9-]{1,40}$/, "must be lower-case letters, digits and dashes"),
  mode: z.enum(["shadow", "live"]).default("shadow"),
  zone: z
    .string()
    .refine(isZone, "is no time zone of the tz database, such as Europe/Berlin")
    .default("UTC"),
  data: z.string().default(".signalbox"),
  discord: z.strictObject({
    /** Name or id of the server. */
    server: z.string().min(1),
    /** Another way to Discord's API, such as a proxy. */
    api_url: z.url().default("https://discord.com/api"),
    /** Name or id of a channel → how it is listened to. */
    channels: z.record(z.string(), PlacePolicy),
    /** How likely a message must ask something, where that is enough; see `bench/likely`. */
    likely_from: z.number().min(0.5).max(1).default(0.9),
    review_channel: z.string().min(1),
    /** Where staff are reminded; the review channel when left out. */
    team_channel: z.string().min(1).optional(),
    announcements_channel: z.string().optional(),
    /** Emoji → the kind as which it sends a message in; `any` lets it be found out. */
    call_reactions: z
      .record(z.string().min(1), z.union([Kind, z.literal("any")]))
      .default({ "🐛": "bug", "💡": "feature", "📚": "docs", "🤖": "model-behavior" }),
    /** State → name of the forums' tag that shows it, in place of a reaction. */
    state_tags: z.partialRecord(Mark, z.string().min(1).max(20)).default({}),
    roles: z
      .strictObject({
        admin: z.array(z.string()).default([]),
        staff: z.array(z.string()).min(1, "at least one role must be able to review"),
        helper: z.array(z.string()).default([]),
        opted_out: z.array(z.string()).default([]),
      })
      .default({ admin: [], staff: ["DevRel"], helper: [], opted_out: [] }),
  }),
  attachments: z
    .strictObject({
      /** `keep` for staff alone; `model`: the model is shown them as well. */
      images: z.enum(["off", "keep", "model"]).default("off"),
      images_per_post: z.number().int().min(1).max(10).default(4),
      /** Of each image, as it came. */
      image_bytes: z.number().int().min(1_024).max(10_000_000).default(8_000_000),
      keep_images_for: Duration.default(90 * DAY),
    })
    .prefault({}),
  engine: z.enum(["offline", "openai"]).default("offline"),
  openai: z
    .strictObject({
      classify_model: z.string().default("gpt-5-mini-2025-08-07"),
      draft_model: z.string().default("gpt-5-2025-08-07"),
      /** Reviewed asks, corrected ones first, that it is shown beside the one to classify. */
      examples: z.number().int().min(0).max(10).default(4),
      /** Asked once more when the first is unsure; null asks nobody. */
      strong_model: z.string().nullable().default("gpt-5-2025-08-07"),
      /** How sure the first must be not to ask it. */
      strong_below: z.number().min(0).max(1).default(0.6),
      /** Orders the passages that a search found before a draft is made from them; null: nobody does. */
      rerank_model: z.string().nullable().default(null),
      /** Sends each schema once at the start, so that the first post need not wait for it. */
      warm_up: z.boolean().default(true),
      /** Spares the model what is clearly chatter in a busy channel. */
      gate: z
        .strictObject({
          /** Posts an hour from which a channel is busy; null: none ever is. */
          busy_from: z.number().int().min(0).nullable().default(20),
          /** From `bench/gate`: every post that it spares there asks for nothing. */
          certainty: z.number().min(0).max(1).default(0.5),
        })
        .prefault({}),
      /** Whether the classification model gives log-probabilities. */
      logprobs: z.boolean().default(false),
      /** Whether the models see images; null goes by what is known of their names. */
      reads_images: z.boolean().nullable().default(null),
      image_detail: z.enum(["low", "high", "auto"]).default("high"),
      base_url: z.url().optional(),
      /** Dollars a million tokens, by model; `cached` for input that the vendor had cached. */
      prices: z
        .record(
          z.string(),
          z.strictObject({
            input: z.number().min(0),
            cached: z.number().min(0).optional(),
            output: z.number().min(0),
          }),
        )
        .default({
          "gpt-5-mini-2025-08-07": { input: 0.25, cached: 0.025, output: 2 },
          "gpt-5-2025-08-07": { input: 1.25, cached: 0.125, output: 10 },
        }),
      /** Dollars a day; null is no limit. */
      budget: z
        .strictObject({
          per_day: z.number().min(0).nullable().default(5),
          per_server: z.number().min(0).nullable().default(null),
          per_person: z.number().min(0).nullable().default(1),
        })
        .prefault({}),
    })
    .prefault({}),
  /** Searching by meaning as well as by words. */
  embeddings: z
    .strictObject({
      /** `auto`: with the engine openai and a key; `always`: with the offline engine too. */
      use: z.enum(["auto", "always", "never"]).default("auto"),
      model: z.string().min(1).default("text-embedding-3-small"),
      /** Up to what pgvector can index. */
      dimensions: z.number().int().min(1).max(2_000).default(512),
      /** Whether the endpoint is asked to shorten its vectors; not all can. */
      send_dimensions: z.boolean().default(true),
      /** Any OpenAI-compatible endpoint; that of the models where it is left out. */
      base_url: z.url().optional(),
      /** Dollars a million tokens, to tell what indexing costs. */
      price: z.number().min(0).default(0.02),
      /** How long a search waits for the vector of its query; then words alone have to do. */
      query_timeout: Duration.default(1.5 * SECOND),
    })
    .prefault({}),
  github: z
    .strictObject({
      base_url: z.url().optional(),
      /** How often it is read what webhooks should have told. */
      reconcile_every: Duration.default(3 * MINUTE),
      /** Labels by which a team says that an issue lacks something; its reporter is asked then. */
      needs_info_labels: z
        .array(z.string())
        .default(["needs-info", "needs info", "needs-more-info", "awaiting-response"]),
      /** Labels by which a team says that an issue was none: counted by `signalbox quality`. */
      invalid_labels: z.array(z.string()).default(["invalid"]),
      /** What members read when an issue has a label, where the act `tell-labels` is `auto`. */
      told_labels: z.record(z.string(), z.string().min(1).max(200)).default({}),
    })
    .prefault({}),
  /** Where the program answers over HTTP: webhooks, health, figures. */
  console: z
    .strictObject({
      host: z.string().min(1).default("127.0.0.1"),
      port: z.number().int().min(0).max(65_535).default(8080),
    })
    .prefault({}),
  acts: z.partialRecord(Act, ActSetting).default({}),
  areas: z.array(AreaInput).default([]),
  /** Names as members write them; by these a post about another vendor's product is told apart. */
  products: z.strictObject({ ours: ProductNames, others: ProductNames }).prefault({}),
  teams: z
    .array(
      z.strictObject({
        name: z.string(),
        members: z.array(z.string()).default([]),
        /** What its members tell by a directive is said without anybody's approval. */
        trusted: z.boolean().default(false),
        /** Where its weekly digest is posted. */
        channel: z.string().min(1).optional(),
      }),
    )
    .default([]),
  routing: z.array(RuleInput).default([]),
  fallback: RouteInput.optional(),
  /** Labels that an issue gets once so many people have reported it; the highest reached. */
  priority_labels: z.array(PriorityLabel.strict()).default([]),
  redirects: z
    .strictObject({ account: z.string().optional(), "not-ours": z.string().optional() })
    .default({}),
  /** What is said in other words: by sentence, or by language and sentence. */
  texts: z.record(z.string(), z.union([z.string(), z.record(z.string(), z.string())])).default({}),
  revoke_pages: z.record(z.string(), z.url()).default({}),
  needed: z
    .strictObject({
      bug: z.array(Detail).default(["version", "error", "code"]),
      "model-behavior": z.array(Detail).default(["model", "prompt", "actual"]),
      docs: z.array(Detail).default(["page"]),
      feature: z.array(Detail).default([]),
    })
    .prefault({}),
  filed_from: z
    .strictObject({
      "model-behavior": z.number().int().min(1).default(3),
      feature: z.number().int().min(1).default(5),
    })
    .prefault({}),
  docs: z.array(DocsSource).default([]),
  /** Channel → which docs are searched for its posts; all for channels that are not named. */
  docs_for: z
    .record(
      z.string(),
      z.strictObject({
        sources: z.array(z.string()).min(1).optional(),
        audience: z.string().optional(),
      }),
    )
    .default({}),
  /** How often the docs are looked at for changes. */
  docs_refresh: Duration.default(HOUR),
  /** Backups of the embedded database; a PostgreSQL server has its own. */
  backup: z
    .strictObject({
      every: Duration.default(DAY),
      keep: z.number().int().min(1).max(1_000).default(7),
    })
    .prefault({}),
  review: z
    .strictObject({
      open_cards: z.number().int().min(1).max(50).default(8),
      undo: Duration.default(10 * SECOND),
      /** The share of the silences that comes back on a card, to be judged. */
      silence_samples: z.number().min(0).max(1).default(0.05),
      /** How long whoever claims a draft has it in hand. */
      claim: Duration.default(HOUR),
      shelf_life: Duration.default(72 * HOUR),
      /** Working time after which what waits for review is overdue. */
      overdue_after: Duration.default(8 * HOUR),
      /** In `zone`. */
      working_hours: z
        .string()
        .refine(
          (text) => minutesOf(text) !== null,
          "must be two times of a day, the earlier one first, such as 09:00-17:00",
        )
        .default("09:00-17:00"),
      working_days: z
        .array(z.enum(WEEKDAYS))
        .min(1, "people have to work on some day")
        .default(["mon", "tue", "wed", "thu", "fri"]),
    })
    .prefault({}),
  limits: z
    .strictObject({
      /** `relaxed` is for the demo and the benches; real services need `documented`. */
      profile: z.enum(["documented", "relaxed"]).default("documented"),
      bundle: Duration.default(20 * SECOND),
      settle: Duration.default(5 * MINUTE),
      quiet_after: Duration.default(6 * HOUR),
      asks_per_day: z.number().int().min(1).max(25).default(10),
      notices_per_hour: z.number().int().min(1).default(20),
      messages_per_conversation: z.number().int().min(1).max(10).default(3),
    })
    .prefault({}),
  /** The short form of the report, once a week; none is posted without it. */
  digest: z
    .strictObject({
      day: z.enum(WEEKDAYS).default("mon"),
      /** By the clocks of `zone`. */
      hour: z.number().int().min(0).max(23).default(9),
      /** For DevRel: all teams. A team's own is posted in its `channel`. */
      channel: z.string().min(1).optional(),
      /** What a week in which nothing happened is worth. */
      when_quiet: z.enum(["line", "nothing"]).default("line"),
    })
    .optional(),
  /** When an act may be done without a review in an area, and when no longer. */
  autonomy: z
    .strictObject({
      reviews: z.number().int().min(20).max(500).default(50),
      approvals: z.number().int().min(5).max(500).default(20),
      accepted: z.number().min(0.5).max(0.99).default(0.8),
      regrets: z.number().min(0).max(0.5).default(0.02),
    })
    .prefault({}),
  /** Precision that a label must have before anything rests on it alone; thresholds follow from it. */
  target_precision: z
    .strictObject({
      default: Precision.default(0.8),
      kinds: z.partialRecord(Kind, Precision).default({}),
      lanes: z.partialRecord(Lane, Precision).default({}),
    })
    .prefault({}),
  thresholds: z
    .strictObject({
      same_ask: z.number().min(0).max(1).default(0.5),
      draft_confidence: z.number().min(0).max(1).default(0.35),
      /** From `bench/related-links`: with it one of the links is the page in four of five cases. */
      related_lead: z.number().min(0).max(1).default(0.2),
    })
    .prefault({}),
});
export type Config = z.infer<typeof Config>;

/** Channels that get a weekly digest, with whose it is; `team` null is DevRel's. */
export function digestChannels({ digest, teams }: Pick<Config, "digest" | "teams">) {
  if (!digest) return [];
  const all = [
    { team: null, channel: digest.channel },
    ...teams.map((one) => ({ team: one.name, channel: one.channel })),
  ];
  return all.flatMap(({ team, channel }) => (channel === undefined ? [] : [{ team, channel }]));
}

/** The budgets in the core's words. */
export function budgetsOf({ openai: { budget } }: Pick<Config, "openai">): Budgets {
  return { day: budget.per_day, server: budget.per_server, person: budget.per_person };
}

/** What comes from the environment, secrets among it; empty variables count as absent. */
export type Environment = {
  readonly discordToken: string | undefined;
  readonly openaiKey: string | undefined;
  /** For an embeddings endpoint with a key of its own. */
  readonly embeddingsKey?: string | undefined;
  readonly githubToken: string | undefined;
  readonly githubApp: { readonly id: string; readonly privateKey: string } | undefined;
  readonly githubWebhookSecret: string | undefined;
  readonly databaseUrl: string | undefined;
  readonly redisUrl: string | undefined;
  /** Over the config's `console.host` and `.port`; a container listens on all its addresses. */
  readonly consoleHost?: string | undefined;
  readonly consolePort?: string | undefined;
  readonly logLevel: string;
  readonly ci: boolean;
};

/** Adds what a `.env` file says, if it is there; what is set already stays. */
export function loadEnvironmentFile(file: string): void {
  if (existsSync(file)) process.loadEnvFile(file);
}

export function readEnvironment(env: NodeJS.ProcessEnv = process.env): Environment {
  const given = (name: string) => env[name]?.trim() || undefined;
  const appId = given("GITHUB_APP_ID");
  const keyFile = given("GITHUB_APP_PRIVATE_KEY_FILE");
  // In a .env file or a container's settings a key is often one line, its breaks written as \\n.
  const privateKey =
    given("GITHUB_APP_PRIVATE_KEY")?.replaceAll("\\n", "\n") ??
    (keyFile ? readKey(keyFile) : undefined);
  return {
    discordToken: given("DISCORD_TOKEN"),
    openaiKey: given("OPENAI_API_KEY"),
    embeddingsKey: given("EMBEDDINGS_API_KEY"),
    githubToken: given("GITHUB_TOKEN"),
    githubApp: appId && privateKey ? { id: appId, privateKey } : undefined,
    githubWebhookSecret: given("GITHUB_WEBHOOK_SECRET"),
    databaseUrl: given("DATABASE_URL"),
    redisUrl: given("REDIS_URL"),
    consoleHost: given("CONSOLE_HOST"),
    consolePort: given("CONSOLE_PORT"),
    logLevel: given("LOG_LEVEL") ?? "info",
    ci: given("CI") !== undefined,
  };
}

function readKey(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    throw new UserError(`GITHUB_APP_PRIVATE_KEY_FILE names ${file}, which cannot be read.`);
  }
}

/**
 * Reads and checks a config file.
 * @throws UserError that lists every mistake with file, line, field and how to mend it
 */
export function loadConfig(file: string): Config {
  let text: string;
  try {
    text = readFileSync(resolve(file), "utf8");
  } catch {
    throw new UserError(
      `${file}: there is no such file. Write one with \`signalbox init\`, or name it with --config.`,
    );
  }
  const { value, mistakes, lineOf } = parseYaml(text);
  if (mistakes.length > 0) throw wrong(file, mistakes);
  const at = (path: readonly PropertyKey[], message: string): Mistake => ({
    line: lineOf(path),
    field: path.map(String).join("."),
    message,
  });
  const parsed = Config.safeParse(value);
  if (!parsed.success) {
    throw wrong(
      file,
      parsed.error.issues.map((issue) => ({
        line: lineOf(issue.path),
        field: issue.path.join("."),
        message:
          issue.code === "unrecognized_keys" ? `unknown: ${issue.keys.join(", ")}` : issue.message,
      })),
    );
  }
  const inconsistent = crossCheck(parsed.data).map(({ path, message }) => at(path, message));
  if (inconsistent.length > 0) throw wrong(file, inconsistent);
  return parsed.data;
}

/** Names that must exist elsewhere in the file. */
function crossCheck(config: Config): { path: (string | number)[]; message: string }[] {
  const areas = new Set(config.areas.map((area) => area.name));
  const teams = new Set(config.teams.map((team) => team.name));
  const channels = new Set(Object.keys(config.discord.channels));
  const found: { path: (string | number)[]; message: string }[] = [];
  if (config.digest && digestChannels(config).length === 0) {
    found.push({
      path: ["digest"],
      message: "names no channel, and no team has one: set digest.channel or a team's channel",
    });
  }
  const ours = new Set(config.products.ours.map((name) => name.toLowerCase()));
  for (const [index, name] of config.products.others.entries()) {
    if (ours.has(name.toLowerCase())) {
      found.push({
        path: ["products", "others", index],
        message: `${name} is among products.ours; keep it in one of the two`,
      });
    }
  }
  for (const [index, { when, route }] of config.routing.entries()) {
    for (const area of when.area ?? []) {
      if (!areas.has(area)) {
        found.push({
          path: ["routing", index, "when", "area"],
          message: `no area is called ${area}`,
        });
      }
    }
    for (const place of when.place ?? []) {
      if (!channels.has(place)) {
        found.push({
          path: ["routing", index, "when", "place"],
          message: `${place} is not among discord.channels`,
        });
      }
    }
    if (!teams.has(route.team)) {
      found.push({
        path: ["routing", index, "route", "team"],
        message: `no team is called ${route.team}; add it under teams`,
      });
    }
    if (when.lane?.includes("security") && route.visibility === "public") {
      found.push({
        path: ["routing", index, "route", "visibility"],
        message: "security reports may go to a private repository only",
      });
    }
    if (route.as === "advisory" && when.lane?.join() !== "security") {
      found.push({
        path: ["routing", index, "route", "as"],
        message: "an advisory is for security matters: add when.lane [security] to the rule",
      });
    }
    if (route.as === "advisory" && route.visibility === "public") {
      found.push({
        path: ["routing", index, "route", "visibility"],
        message: "an advisory is private, whatever its repository is: say private",
      });
    }
    if (route.as === "advisory" && (route.labels.length > 0 || route.assignees.length > 0)) {
      found.push({
        path: ["routing", index, "route"],
        message: "an advisory has no labels and no assignees: take them out",
      });
    }
  }
  if (config.fallback?.as === "advisory") {
    found.push({ path: ["fallback", "as"], message: "the fallback takes all sorts: say issue" });
  }
  for (const [channel, { sources = [] }] of Object.entries(config.docs_for)) {
    if (!channels.has(channel)) {
      found.push({ path: ["docs_for", channel], message: "is not among discord.channels" });
    }
    for (const name of sources.filter((one) => !config.docs.some((docs) => docs.name === one))) {
      found.push({
        path: ["docs_for", channel, "sources"],
        message: `no source of docs is called ${name}`,
      });
    }
  }
  for (const [index, source] of config.docs.entries()) {
    const { name, version } = source;
    if (source.tickets && source.official) {
      const message = "what people answered in threads is not official";
      found.push({ path: ["docs", index, "official"], message });
    }
    if (DOCS_FROM.filter((from) => source[from] !== undefined).length !== 1) {
      found.push({ path: ["docs", index], message: `needs one of ${DOCS_FROM.join(", ")}` });
    }
    const before = config.docs.slice(0, index).filter((one) => one.name === name);
    if (before.some((one) => !one.version || !version || one.version === version)) {
      found.push({
        path: ["docs", index, "name"],
        message: `${name} is there already; sources of one name need versions that differ`,
      });
    }
  }
  found.push(
    ...wrongTexts(config.texts).map(({ path, message }) => ({ path: ["texts", ...path], message })),
    ...unpriced(config),
  );
  for (const act of ["tell-milestone", "tell-assigned", "tell-labels"] as const) {
    if (config.acts[act] === "draft") {
      const message = "is an edit that nobody is asked about; use auto or off";
      found.push({ path: ["acts", act], message });
    }
  }
  for (const act of ["file-public", "tell-not-planned"] as const) {
    if (config.acts[act] === "auto") {
      found.push({ path: ["acts", act], message: "can never be automatic; use draft or off" });
    }
  }
  return found;
}

/** A budget can only be kept for a model whose price is known. */
function unpriced({ engine, openai }: Config) {
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

function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).format(0) !== "";
  } catch {
    return false;
  }
}

function wrong(file: string, mistakes: readonly Mistake[]): UserError {
  const lines = mistakes.map(
    ({ line, field, message }) => `  ${file}:${line}${field ? `  ${field}` : ""}: ${message}`,
  );
  const count = mistakes.length === 1 ? "1 mistake" : `${mistakes.length} mistakes`;
  return new UserError(`${count} in the config:\n${lines.join("\n")}`);
}
