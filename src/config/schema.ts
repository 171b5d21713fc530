import { z } from "zod";
import { Kind, Lane } from "../triage/model/classification.ts";
import { DAY, HOUR, MINUTE, SECOND } from "../triage/model/clock.ts";
import { Detail } from "../triage/model/details.ts";
import type { Budgets } from "../triage/model/model-call.ts";
import {
  Act,
  ActSetting,
  Area,
  PlacePolicy,
  PriorityLabel,
  Route,
  RoutingRule,
} from "../triage/model/policy.ts";
import { Mark } from "../triage/model/say.ts";
import { DocsSource } from "./docs-source.ts";
import { Embeddings, OpenAi } from "./engine.ts";
import { Duration, minutesOf, WEEKDAYS, Zone } from "./values.ts";

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

/** The operator's part of the settings: what `signalbox.config.yaml` may hold. */
export const Config = z.strictObject({
  /** A short name for the community; it keys everything that is stored. */
  community: z.string().regex(/^[a-z0-9-]{1,40}$/, "must be lower-case letters, digits and dashes"),
  mode: z.enum(["shadow", "live"]).default("shadow"),
  zone: Zone.default("UTC"),
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
  openai: OpenAi,
  embeddings: Embeddings,
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
      feature: z.array(Detail).default(["job"]),
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
