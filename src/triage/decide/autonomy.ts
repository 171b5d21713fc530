import { z } from "zod";
import { Act, ActSetting, NEVER_AUTO, type Policy } from "../model/policy.ts";
import { type Share, wilson } from "../model/wilson.ts";
import type { Ended } from "../review/reviewed.ts";
import { actsIn } from "./acts-in.ts";

/** Acts that staff review one by one, so that it can be told how often they would be right alone. */
export const REVIEWED_ACTS = ["ask", "redirect", "answer", "file-private", "link"] as const;
export type ReviewedAct = (typeof REVIEWED_ACTS)[number];

/** Why no person can let an act be done alone from the list; null when they can. */
export function neverAlone(act: Act): string | null {
  if (NEVER_AUTO.includes(act)) return "it is never done without a person";
  if (act === "direct-message")
    return "direct messages are sent for leaked credentials, or to who asked for them";
  const reviewed: readonly Act[] = REVIEWED_ACTS;
  return reviewed.includes(act)
    ? null
    : "nobody reviews it; it is set in the configuration under acts";
}

/** What one ended proposal says about its act. */
export type Signal = {
  readonly act: ReviewedAct;
  readonly area: string;
  readonly at: number;
  readonly code: string;
  readonly ticketId: string;
  /**
   * `accepted`: sent as it was. `edited`, `rejected`: a person had to step in. `alone`: done without
   * a review, and nobody minded. `regretted`: done, and then taken back or called wrong.
   */
  readonly says: "accepted" | "edited" | "rejected" | "alone" | "regretted";
};

/** How it stands with one act in one area. */
export type Standing = {
  readonly act: ReviewedAct;
  readonly area: string;
  readonly setting: ActSetting;
  /** Of the last reviews: sent as they were. */
  readonly accepted: Share & { readonly count: number; readonly of: number };
  /** Of the last that were done: regretted. */
  readonly regretted: Share & { readonly count: number; readonly of: number };
  readonly next: "may-be-promoted" | "to-be-demoted" | null;
  readonly because: string;
};

/** A change of what an act may do by itself; the latest of each act and area is kept. */
export const AutonomyEvent = z.object({
  act: Act,
  area: z.string(),
  setting: ActSetting,
  because: z.string(),
  by: z.string(),
  at: z.number(),
});
export type AutonomyEvent = z.infer<typeof AutonomyEvent>;

/** How far back proposals count, whatever their number. */
export const LOOKS_BACK_MS = 365 * 24 * 3_600_000;
/** One unhappy person may be wrong about it; two are a sign. */
const LEAST_REGRETS = 2;

/** Reads the ended proposals; those that say nothing about an act are left out. */
export function signalsOf(ended: readonly Ended[]): Signal[] {
  return ended.flatMap((one) => {
    const act = actOf(one);
    const says = saysOf(one);
    if (act === null || says === null) return [];
    const { area, at, code, ticketId } = one;
    return [{ act, area: area ?? "unknown", at, code, ticketId, says }];
  });
}

function actOf({ outcome, visibility }: Ended): ReviewedAct | null {
  if (outcome === "file") return visibility === "private" ? "file-private" : null;
  return REVIEWED_ACTS.find((act) => act === outcome) ?? null;
}

function saysOf({ outcome, state, verdicts, wrong }: Ended): Signal["says"] | null {
  // What was undone is proposed again, and tells then.
  if (verdicts.includes("undo")) return null;
  const last = verdicts.findLast((verdict) => verdict !== "snooze" && verdict !== "retract");
  if (state === "retracted" || verdicts.includes("retract")) return "regretted";
  if (state === "approved") {
    if (wrong && outcome === "answer") return "regretted";
    if (last === undefined) return "alone";
    // A link or a question to the reporter is chosen rather than sent.
    if (last === "send" || last === outcome) return "accepted";
    return last === "edit" ? "edited" : "rejected";
  }
  if (state === "dismissed") return "rejected";
  return last === "change" || last === "file" || last === "redraft" ? "rejected" : null;
}

/**
 * Every act and area that there is something to say about, by the last reviews of each. Regrets from
 * before a promotion were known to the person who promoted it, and do not undo it.
 */
export function standings(
  signals: readonly Signal[],
  policy: Pick<Policy, "acts" | "actsByArea" | "autonomy">,
  events: readonly AutonomyEvent[],
): Standing[] {
  const groups = Map.groupBy(signals, ({ act, area }) => `${act} ${area}`);
  return [...groups.values()]
    .flatMap((own) => standing(own, policy, events) ?? [])
    .toSorted((a, b) => a.act.localeCompare(b.act) || a.area.localeCompare(b.area));
}

function standing(
  signals: readonly Signal[],
  policy: Pick<Policy, "acts" | "actsByArea" | "autonomy">,
  events: readonly AutonomyEvent[],
): Standing | null {
  const [first] = signals;
  if (!first) return null;
  const { act, area } = first;
  const { reviews, approvals, accepted: wanted, regrets: borne } = policy.autonomy;
  const setting = actsIn(area, policy)[act];
  const event = events.findLast((one) => one.act === act && one.area === area);
  const changedAt = event?.at ?? 0;
  const sorted = signals.toSorted((a, b) => a.at - b.at);
  const reviewed = sorted
    .filter(({ says, at }) => says !== "alone" && (event?.setting !== "draft" || at > changedAt))
    .slice(-reviews);
  const done = sorted
    .filter(({ says, at }) => says !== "rejected" && at > changedAt)
    .slice(-reviews);
  const accepted = shareOf(reviewed, "accepted");
  const regretted = shareOf(done, "regretted");
  const facts = { act, area, setting, accepted, regretted };

  if (setting === "auto") {
    const bad = regretted.count >= LEAST_REGRETS && regretted.low > borne;
    const because = `${regretted.count} of the last ${regretted.of} were regretted`;
    return { ...facts, next: bad ? "to-be-demoted" : null, because };
  }
  if (setting === "off") return { ...facts, next: null, because: "it is switched off" };
  if (accepted.count < approvals) {
    const because = `${accepted.count} of the last ${accepted.of} reviews sent it as it was; ${approvals} are needed`;
    return { ...facts, next: null, because };
  }
  const because = `${accepted.count} of the last ${accepted.of} reviews sent it as it was: ${percent(accepted.low)} to ${percent(accepted.high)}`;
  if (accepted.low < wanted)
    return { ...facts, next: null, because: `${because}; from ${percent(wanted)} on` };
  return { ...facts, next: "may-be-promoted", because };
}

function shareOf(signals: readonly Signal[], says: Signal["says"]): Standing["accepted"] {
  const count = signals.filter((one) => one.says === says).length;
  return { ...wilson(count, signals.length), count, of: signals.length };
}

const percent = (share: number) => `${Math.round(100 * share)} %`;
