import { z } from "zod";
import { type Config, digestChannels } from "./config/schema.ts";
import { minutesOf, WEEKDAYS } from "./config/values.ts";
import { shippedCalibrations } from "./integrations/offline/calibration.ts";
import { likelyAsksOf } from "./likely-questions.ts";
import { Calibration, type Targets } from "./triage/decide/calibration.ts";
import { Kind, Lane } from "./triage/model/classification.ts";
import { Act, ActSetting, type Policy } from "./triage/model/policy.ts";
import { readSetUp } from "./triage/setup/community-settings.ts";

/** Finds a channel's id by the name or id that the config uses; null when there is none. */
export type FindPlace = (nameOrId: string) => string | null;

/** What the config's names stand for in the community. */
export type Found = {
  readonly findPlace: FindPlace;
  /** Finds a role's id likewise; where roles play no part it is left out. */
  readonly findRole?: FindPlace;
  readonly communityName: string;
};

/** What each act is set to before anybody sets it. */
export const ACTS_AT_FIRST: Policy["acts"] = {
  mark: "auto",
  "related-links": "off",
  ask: "draft",
  redirect: "draft",
  answer: "draft",
  "file-private": "draft",
  "file-public": "draft",
  link: "draft",
  "known-issue": "auto",
  "tell-fixed": "auto",
  "tell-not-planned": "draft",
  "tell-milestone": "off",
  "tell-assigned": "off",
  "tell-labels": "off",
  "direct-message": "auto",
  "delete-message": "off",
};

/** Settings that staff may change while the program runs; they stand over the file's. */
const Settings = z.object({
  paused: z.boolean().optional().catch(undefined),
  away: z.boolean().optional().catch(undefined),
  acts_by_area: z.record(z.string(), z.partialRecord(Act, ActSetting)).optional().catch(undefined),
  calibrations: z.array(Calibration).optional().catch(undefined),
});

/** What the file says of the docs, a source once however many versions it has. */
function docsOf(config: Config, findPlace: FindPlace): Policy["docs"] {
  const sources = Map.groupBy(config.docs, ({ name }) => name);
  return {
    sources: Array.from(sources, ([name, entries]) => {
      const products = new Set(entries.flatMap((entry) => entry.products));
      return {
        name,
        products: products.size > 0 ? [...products] : [name],
        versions: entries.flatMap(({ version }) => version ?? []),
        // What only a thread answers is missing in the docs all the same.
        outside: entries.every(
          ({ outside_docs: outside, tickets }) => outside || tickets !== undefined,
        ),
      };
    }),
    solved: config.docs.some(({ tickets }) => tickets === "accepted"),
    places: Object.fromEntries(
      Object.entries(config.docs_for).flatMap(([channel, wanted]) => {
        const id = findPlace(channel);
        return id === null ? [] : [[id, wanted] as const];
      }),
    ),
  };
}

/**
 * The community's policy: what staff set over what the file says over what is built in.
 * Channels of the file that do not exist are left out; `doctor` names them.
 */
export function toPolicy(
  config: Config,
  settings: Readonly<Record<string, unknown>>,
  found: Found,
  installedAt: number,
): Policy {
  const set = Settings.parse(settings);
  const setUp = readSetUp(settings);
  const { findPlace } = found;
  const places = Object.entries(config.discord.channels).flatMap(([name, listening]) => {
    const id = findPlace(name);
    return id === null ? [] : [[id, listening] as const];
  });
  const chosen = Object.entries(setUp["discord.channels"] ?? {}).map(
    ([id, { listening }]) => [id, listening] as const,
  );
  const placesOf = (names: readonly string[]) => names.flatMap((name) => findPlace(name) ?? []);
  const {
    announcements_channel: announcements,
    review_channel: review,
    team_channel: team,
  } = config.discord;
  const reviewId = setUp["discord.review_channel"]?.id ?? findPlace(review) ?? "";
  return {
    communityName: found.communityName,
    zone: config.zone,
    mode: setUp.mode ?? config.mode,
    paused: set.paused ?? false,
    away: set.away ?? false,
    roleIds: rolesOf(config, setUp, found.findRole),
    acts: { ...fileActs(config), ...setUp.acts },
    actsByArea: set.acts_by_area ?? {},
    autonomy: config.autonomy,
    // What was learned from the community's own reviews stands before what ships.
    calibrations: [...(set.calibrations ?? []), ...shippedCalibrations()],
    targets: targetsOf(config.target_precision),
    places: Object.fromEntries([...places, ...chosen]),
    likelyAsks: likelyAsksOf(config),
    areas: config.areas,
    rules: config.routing.map(({ when, route }) => ({
      when: when.place ? { ...when, place: placesOf(when.place) } : when,
      route,
    })),
    teams: config.teams.map(({ name, members, trusted }) => ({
      name,
      members,
      trusted: setUp["teams.trusted"]?.includes(name) ?? trusted,
    })),
    ...digestOf(config, findPlace),
    fallback: config.fallback ?? null,
    redirects: {
      account: config.redirects.account ?? null,
      "not-ours": config.redirects["not-ours"] ?? null,
    },
    revokePages: config.revoke_pages,
    reviewPlaceId: reviewId,
    teamPlaceId: (team === undefined ? null : findPlace(team)) ?? reviewId,
    announcePlaceId: announcements ? findPlace(announcements) : null,
    openCards: config.review.open_cards,
    bundleMs: config.limits.bundle,
    undoMs: config.review.undo,
    silenceSamples: config.review.silence_samples,
    claimMs: config.review.claim,
    overdue: overdueOf(config.review),
    settleMs: config.limits.settle,
    shelfLifeMs: config.review.shelf_life,
    quietAfterMs: config.limits.quiet_after,
    installedAt,
    thresholds: {
      sameAsk: config.thresholds.same_ask,
      draftConfidence: config.thresholds.draft_confidence,
      relatedLead: config.thresholds.related_lead,
    },
    needed: { ...config.needed, question: [], other: [] },
    filedFrom: config.filed_from,
    messagesPerConversation: config.limits.messages_per_conversation,
    forms: [],
    priorityLabels: config.priority_labels,
    // The offline engine learns nothing from them.
    examplesShown: config.engine === "openai" ? config.openai.examples : 0,
    needsInfoLabels: config.github.needs_info_labels,
    invalidLabels: config.github.invalid_labels,
    toldLabels: Object.entries(config.github.told_labels).map(([label, words]) => ({
      label,
      words,
    })),
    images: {
      use: config.attachments.images,
      perPost: config.attachments.images_per_post,
      mostBytes: config.attachments.image_bytes,
      keepMs: config.attachments.keep_images_for,
    },
    asksPerDay: config.limits.asks_per_day,
    noticesPerHour: config.limits.notices_per_hour,
    docs: docsOf(config, findPlace),
  };
}

function overdueOf({
  overdue_after: afterMs,
  working_hours: hours,
  working_days: days,
}: Config["review"]): Policy["overdue"] {
  const { from, to } = minutesOf(hours) ?? { from: 0, to: 24 * 60 };
  return { afterMs, from, to, days: days.map((day) => WEEKDAYS.indexOf(day)) };
}

/** What the file says of each act, before anybody set it in the community. */
export function fileActs(config: Pick<Config, "acts">): Policy["acts"] {
  return { ...ACTS_AT_FIRST, ...config.acts };
}

function rolesOf(
  { discord: { roles } }: Config,
  setUp: ReturnType<typeof readSetUp>,
  findRole: FindPlace = () => null,
): Policy["roleIds"] {
  const named = (names: readonly string[]) => names.flatMap((name) => findRole(name) ?? []);
  const chosen = (as: "staff" | "helper" | "opted_out") =>
    setUp[`discord.roles.${as}`]?.map(({ id }) => id) ?? named(roles[as]);
  return {
    admin: named(roles.admin),
    staff: chosen("staff"),
    helper: chosen("helper"),
    "opted-out": chosen("opted_out"),
  };
}

function digestOf(config: Config, findPlace: FindPlace): Pick<Policy, "digest"> {
  const { digest } = config;
  if (!digest) return {};
  const places = digestChannels(config).flatMap(({ team, channel }) => {
    const placeId = findPlace(channel);
    return placeId === null ? [] : [{ team, placeId }];
  });
  const weekday = WEEKDAYS.indexOf(digest.day) || 7;
  return { digest: { weekday, hour: digest.hour, whenQuiet: digest.when_quiet, places } };
}

function targetsOf({ default: rest, kinds, lanes }: Config["target_precision"]): Targets {
  const of = <L extends string>(labels: readonly L[], set: Partial<Record<L, number>>) =>
    Object.fromEntries(labels.map((label) => [label, set[label] ?? rest])) as Record<L, number>;
  return { kind: of(Kind.options, kinds), lane: of(Lane.options, lanes) };
}
