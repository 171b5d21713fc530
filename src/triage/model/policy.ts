import { z } from "zod";
import { Calibration } from "../decide/calibration.ts";
import { DigestPlan } from "../report/digest-slot.ts";
import { Kind, Lane, Severity } from "./classification.ts";
import { Detail } from "./details.ts";
import { IssueForm } from "./issue-form.ts";
import { CommunityRole } from "./post.ts";

/** A class of public action with a setting of its own. */
export const Act = z.enum([
  "mark",
  "related-links",
  "ask",
  "redirect",
  "answer",
  "file-private",
  "file-public",
  "link",
  "known-issue",
  "tell-fixed",
  "tell-not-planned",
  "tell-milestone",
  "tell-assigned",
  "tell-labels",
  "direct-message",
  "delete-message",
]);
export type Act = z.infer<typeof Act>;

/** `draft` asks a person first; `auto` does it alone. */
export const ActSetting = z.enum(["off", "draft", "auto"]);
export type ActSetting = z.infer<typeof ActSetting>;

/** Acts that no setting can make automatic. */
export const NEVER_AUTO: readonly Act[] = ["file-public", "tell-not-planned"];

export const Area = z.object({
  name: z.string().min(1),
  description: z.string(),
  keywords: z.array(z.string()),
  /** Details that its team needs, by kind, in place of the community's. */
  needed: z.partialRecord(Kind, z.array(Detail)).optional(),
});
export type Area = z.infer<typeof Area>;

export const PriorityLabel = z.object({ from: z.number().int().min(2), label: z.string().min(1) });
export type PriorityLabel = z.infer<typeof PriorityLabel>;

/** Where an issue goes. */
export const Route = z.object({
  team: z.string(),
  repository: z.string().regex(/^[^/\s]+\/[^/\s]+$/, "must be OWNER/NAME"),
  visibility: z.enum(["public", "private"]),
  labels: z.array(z.string()),
  type: z.string().nullable(),
  assignees: z.array(z.string()),
  /**
   * `advisory`: a vulnerability is reported to the repository's maintainers in private, whatever
   * the repository's own visibility.
   */
  as: z.enum(["issue", "advisory"]).default("issue"),
});
export type Route = z.infer<typeof Route>;

/** A routing rule: every condition that is given must hold; the first rule that matches wins. */
export const RoutingRule = z.object({
  when: z.object({
    kind: z.array(Kind).optional(),
    lane: z.array(Lane).optional(),
    area: z.array(z.string()).optional(),
    severity: z.array(Severity).optional(),
    language: z.array(z.string()).optional(),
    place: z.array(z.string()).optional(),
    keywords: z.array(z.string()).optional(),
  }),
  route: Route,
});
export type RoutingRule = z.infer<typeof RoutingRule>;

/** A product team: logins of its members on GitHub. */
export const Team = z.object({
  name: z.string(),
  members: z.array(z.string()),
  /** What it tells reporters by a directive is said without anybody's approval. */
  trusted: z.boolean(),
});
export type Team = z.infer<typeof Team>;

/** How a channel is listened to. */
export const PlacePolicy = z.enum([
  "forum",
  "mention",
  "reaction",
  "command",
  /** What mentions the bot, and what looks like a question or a report. */
  "likely-questions",
  "off",
]);
export type PlacePolicy = z.infer<typeof PlacePolicy>;

/**
 * Everything that a community decided, as the pure functions need it: file and store settings
 * merged. All times are milliseconds.
 */
export const Policy = z.object({
  /** As members know it; named in direct messages. */
  communityName: z.string(),
  /** IANA name of the time zone in which a day begins. */
  zone: z.string(),
  mode: z.enum(["shadow", "live"]),
  paused: z.boolean(),
  /** The bot was removed from the community: nothing is done for it until it is back. */
  away: z.boolean(),
  /** Source ids of the community's roles, by what they count as. */
  roleIds: z.record(CommunityRole, z.array(z.string())),
  acts: z.record(Act, ActSetting),
  /** What was set for one area alone, over the rest. */
  actsByArea: z.record(z.string(), z.partialRecord(Act, ActSetting)),
  places: z.record(z.string(), PlacePolicy),
  /** Of places listened to as `likely-questions`. */
  likelyAsks: z.object({
    /** The least probability of asking something, 0 to 1. */
    from: z.number(),
    /** How often that is right, in a sentence for whoever switches it on. */
    measured: z.string(),
  }),
  areas: z.array(Area),
  rules: z.array(RoutingRule),
  teams: z.array(Team),
  /** Where an issue goes when no rule matches. */
  fallback: Route.nullable(),
  /** Fixed texts shown for a lane, with where to go; an absent lane is not redirected. */
  redirects: z.object({ account: z.string().nullable(), "not-ours": z.string().nullable() }),
  /** What to do about a leaked credential, by redaction type; `default` for the rest. */
  revokePages: z.record(z.string(), z.string()),
  reviewPlaceId: z.string(),
  /** Where staff are reminded of what is overdue. */
  teamPlaceId: z.string(),
  announcePlaceId: z.string().nullable(),
  openCards: z.number().int().min(1),
  bundleMs: z.number(),
  undoMs: z.number(),
  /** The share of the silences that a person is asked to judge. */
  silenceSamples: z.number(),
  /** When what waits for review is overdue: after so much working time. */
  overdue: z.object({
    afterMs: z.number(),
    /** Minutes of the day in `zone`; days with Sunday as 0. */
    from: z.number().int(),
    to: z.number().int(),
    days: z.array(z.number().int()),
  }),
  /** How long a reviewer who takes a ticket in hand has it. */
  claimMs: z.number(),
  settleMs: z.number(),
  shelfLifeMs: z.number(),
  /** Posts older than this are ticketed but nothing is said about them in public. */
  quietAfterMs: z.number(),
  installedAt: z.number(),
  thresholds: z.object({
    sameAsk: z.number(),
    /** A draft less sure than this is not shown as an answer. */
    draftConfidence: z.number(),
    /** Related pages are shown when the best is ahead of the next by this share of its score. */
    relatedLead: z.number(),
  }),
  /** When an act may be done without a review, and when no longer. */
  autonomy: z.object({
    /** The last so many reviews of an act in an area count. */
    reviews: z.number().int(),
    /** So many of them must have sent it as it was. */
    approvals: z.number().int(),
    /** The lower end of the interval of their share. */
    accepted: z.number(),
    /** The share of regrets that is borne; above it, beyond doubt, it is taken back. */
    regrets: z.number(),
  }),
  /** How sure each engine may be taken to be. */
  calibrations: z.array(Calibration),
  /** Precision that a label must have before anything rests on it alone. */
  targets: z.object({ kind: z.record(Kind, z.number()), lane: z.record(Lane, z.number()) }),
  /** Details without which an ask of this kind is not filed before its reporter was asked. */
  needed: z.record(Kind, z.array(Detail)),
  /** Distinct reporters before a single report of this kind is filed. */
  filedFrom: z.object({ "model-behavior": z.number().int(), feature: z.number().int() }),
  /** Public messages in one conversation, at the most. */
  messagesPerConversation: z.number().int(),
  /** Forms of the repositories that issues go to. */
  forms: z.array(IssueForm),
  /** A label that an issue gets once so many people have reported it. */
  priorityLabels: z.array(PriorityLabel),
  /** How many reviewed asks a model is shown beside the one that it classifies. */
  examplesShown: z.number().int(),
  /** Labels by which a team says that an issue lacks something. */
  needsInfoLabels: z.array(z.string()),
  /** What is known of the docs before they are searched. */
  docs: z.object({
    sources: z.array(
      z.object({
        name: z.string(),
        /** What its product and packages are called where a version is named. */
        products: z.array(z.string()),
        versions: z.array(z.string()),
        /** What it answers shows a gap in the docs: a help centre, solved tickets. */
        outside: z.boolean().optional(),
      }),
    ),
    /** Whether answers that were accepted in tickets are a source. */
    solved: z.boolean(),
    /** Which docs are searched for asks of a channel; all for channels that are not named. */
    places: z.record(
      z.string(),
      z.object({ sources: z.array(z.string()).optional(), audience: z.string().optional() }),
    ),
  }),
  /** Questions that one person may ask by command in a day. */
  asksPerDay: z.number().int(),
  /** Labels by which a team says that an issue was none. */
  invalidLabels: z.array(z.string()),
  /** What members read when an issue has a label; see the act `tell-labels`. */
  toldLabels: z.array(z.object({ label: z.string(), words: z.string() })),
  /** What is done with images that come with posts. */
  images: z.object({
    /** `keep` for staff alone; `model`: a model that can is shown them too. */
    use: z.enum(["off", "keep", "model"]),
    perPost: z.number().int(),
    mostBytes: z.number().int(),
    keepMs: z.number(),
  }),
  /** The weekly digest; absent when none is posted. */
  digest: DigestPlan.optional(),
  /** Threads told of a resolution in an hour, at the most. */
  noticesPerHour: z.number().int(),
});
export type Policy = z.infer<typeof Policy>;
