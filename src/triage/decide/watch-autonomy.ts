import { z } from "zod";
import { Act, ActSetting } from "../model/policy.ts";
import { alerting } from "../perform/alert.ts";
import { changeTicket, type StepDeps } from "../perform/commit.ts";
import type { Wake } from "../ports/outbox.ts";
import type { Reviews } from "../review/reviewed.ts";
import {
  AutonomyEvent,
  LOOKS_BACK_MS,
  neverAlone,
  type ReviewedAct,
  type Standing,
  signalsOf,
  standings,
} from "./autonomy.ts";

export type AutonomyDeps = StepDeps & {
  readonly reviews: Reviews;
  readonly wake: Pick<Wake, "act">;
  /** Writes one of the community's settings. */
  readonly change: (communityId: string, key: string, value: unknown, by: string) => Promise<void>;
};

const Events = z.array(AutonomyEvent).catch([]);
const ByArea = z.record(z.string(), z.partialRecord(Act, ActSetting)).catch({});

/** How it stands with every act and area that staff have reviewed. */
export async function readAutonomy(
  communityId: string,
  deps: Pick<AutonomyDeps, "reviews" | "tickets" | "clock" | "policyOf">,
): Promise<Standing[]> {
  const [policy, settings, ended] = await Promise.all([
    deps.policyOf(communityId),
    deps.tickets.settings(communityId),
    deps.reviews.ended(communityId, deps.clock.now() - LOOKS_BACK_MS),
  ]);
  return standings(signalsOf(ended), policy, Events.parse(settings["autonomy"] ?? []));
}

/**
 * After a regret: what may be done alone in an area becomes a draft again when it is regretted too
 * often. Staff are told on the ticket that was the last of them.
 */
export async function watchAutonomy(
  communityId: string,
  ticketId: string,
  deps: AutonomyDeps,
): Promise<void> {
  const bad = (await readAutonomy(communityId, deps)).filter(
    ({ next }) => next === "to-be-demoted",
  );
  for (const { act, area, because } of bad) {
    await setAct(communityId, { act, area, setting: "draft", because, by: "signalbox" }, deps);
    const what = `${act} in the area ${area} needs a review again from now on: ${because}`;
    await changeTicket(communityId, ticketId, deps, (known, step) => ({
      actions: [alerting(known, what, step)],
      story: [{ at: step.now, what: "autonomy taken back", detail: what }],
    }));
    await deps.wake.act(communityId, ticketId);
  }
}

export type Promotion =
  | { readonly type: "promoted"; readonly because: string }
  | { readonly type: "refused"; readonly why: string };

/** Lets an act be done alone in an area, by a person, if its reviews bear it out. */
export async function promote(
  communityId: string,
  wanted: { readonly act: Act; readonly area: string; readonly by: string },
  deps: AutonomyDeps,
): Promise<Promotion> {
  const { act, area, by } = wanted;
  const never = neverAlone(act);
  if (never !== null) return { type: "refused", why: `${act}: ${never}` };
  const all = await readAutonomy(communityId, deps);
  const found = all.find((one) => one.act === act && one.area === area);
  if (!found) return { type: "refused", why: `${act} in the area ${area} was never reviewed` };
  if (found.setting === "auto")
    return { type: "refused", why: `${act} is done alone there already` };
  if (found.next !== "may-be-promoted") return { type: "refused", why: found.because };
  await setAct(communityId, { act, area, setting: "auto", because: found.because, by }, deps);
  return { type: "promoted", because: found.because };
}

/** Makes an act a draft in an area, by a person; no reason is needed to be careful. */
export async function demote(
  communityId: string,
  wanted: { readonly act: ReviewedAct; readonly area: string; readonly by: string },
  deps: AutonomyDeps,
): Promise<void> {
  const because = "a person took it back";
  await setAct(communityId, { ...wanted, setting: "draft", because }, deps);
}

/** The setting first: a crash in between leaves an act that is set without its reason. */
async function setAct(
  communityId: string,
  event: Omit<AutonomyEvent, "at">,
  { tickets, clock, change }: AutonomyDeps,
): Promise<void> {
  const { act, area, setting, by } = event;
  const settings = await tickets.settings(communityId);
  const byArea = ByArea.parse(settings["acts_by_area"] ?? {});
  const acts = { ...byArea, [area]: { ...byArea[area], [act]: setting } };
  await change(communityId, "acts_by_area", acts, by);
  const events = Events.parse(settings["autonomy"] ?? []);
  const others = events.filter((one) => one.act !== act || one.area !== area);
  await change(communityId, "autonomy", [...others, { ...event, at: clock.now() }], by);
}
