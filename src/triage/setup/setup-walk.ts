import { z } from "zod";
import { REVIEWED_ACTS } from "../decide/autonomy.ts";
import { Act, ActSetting, NEVER_AUTO, type PlacePolicy, type Policy } from "../model/policy.ts";
import {
  Chosen,
  readSetUp,
  SETUP_KEYS,
  type SettingOrder,
  SetUp,
  type SetUpKey,
} from "./community-settings.ts";

/** The pages of a walk, in their order. */
export const SETUP_STEPS = [
  "channels",
  "review",
  "roles",
  "teams",
  "acts",
  "permissions",
  "report",
] as const;
export type SetupStep = (typeof SETUP_STEPS)[number];

/** An act that has earned to be done without a review in an area; see autonomy. */
const Earned = z.object({ act: Act, area: z.string() });
export type Earned = z.infer<typeof Earned>;

/** How far an admin has come, kept in the store: a restart loses nothing of it. */
export const Walk = z.object({
  step: z.enum(SETUP_STEPS),
  /** The version of the settings that it began from. */
  seen: z.number().int(),
  /** The channel and the act that are being set. */
  place: Chosen.nullable(),
  act: Act.nullable(),
  draft: SetUp.partial(),
  /** To be let alone when it is saved, if the reviews still bear it out. */
  promote: z.array(Earned),
});
export type Walk = z.infer<typeof Walk>;

/** What an admin chose on a page. */
export type Choice =
  | { readonly choose: "step"; readonly step: SetupStep }
  | { readonly choose: "place"; readonly place: Chosen }
  | { readonly choose: "listening"; readonly listening: PlacePolicy }
  | { readonly choose: "review"; readonly place: Chosen }
  | {
      readonly choose: "roles";
      readonly as: "staff" | "helper" | "opted_out";
      readonly roles: readonly Chosen[];
    }
  | { readonly choose: "trusted"; readonly teams: readonly string[] }
  | { readonly choose: "act"; readonly act: Act }
  | { readonly choose: "act-setting"; readonly setting: ActSetting }
  | { readonly choose: "earned"; readonly earned: readonly Earned[] }
  | { readonly choose: "mode"; readonly mode: Policy["mode"] };

export function beginWalk(seen: number): Walk {
  return { step: "channels", seen, place: null, act: null, draft: {}, promote: [] };
}

/** The walk after a choice; one that is not offered changes nothing. */
export function applyChoice(walk: Walk, choice: Choice, fileActs: Policy["acts"]): Walk {
  const { draft } = walk;
  switch (choice.choose) {
    case "step":
      return { ...walk, step: choice.step, place: null, act: null };
    case "place":
      return { ...walk, place: choice.place };
    case "listening": {
      if (!walk.place) return walk;
      const { id, name } = walk.place;
      const { listening } = choice;
      const channels = { ...draft["discord.channels"], [id]: { name, listening } };
      return { ...walk, draft: { ...draft, "discord.channels": channels } };
    }
    case "review":
      return { ...walk, draft: { ...draft, "discord.review_channel": choice.place } };
    case "roles":
      return { ...walk, draft: { ...draft, [`discord.roles.${choice.as}`]: [...choice.roles] } };
    case "trusted":
      return { ...walk, draft: { ...draft, "teams.trusted": [...choice.teams] } };
    case "act":
      return { ...walk, act: choice.act };
    case "act-setting": {
      const { act } = walk;
      if (!act || !settingsFor(act, fileActs).includes(choice.setting)) return walk;
      return { ...walk, draft: { ...draft, acts: { ...draft.acts, [act]: choice.setting } } };
    }
    case "earned":
      return { ...walk, promote: [...choice.earned] };
    case "mode":
      return { ...walk, draft: { ...draft, mode: choice.mode } };
  }
}

const MAY_BE_DRAFT: readonly Act[] = [...REVIEWED_ACTS, ...NEVER_AUTO];

/**
 * What an act may be set to by a walk: off, a draft for staff where they review it, and alone only
 * where the file already says so. Letting more be done alone is earned; see autonomy.
 */
export function settingsFor(act: Act, fileActs: Policy["acts"]): readonly ActSetting[] {
  return ActSetting.options.filter((setting) => {
    if (setting === "draft") return MAY_BE_DRAFT.includes(act);
    return setting === "off" || (fileActs[act] === "auto" && !NEVER_AUTO.includes(act));
  });
}

/** The settings that a walk would change, as they would be stored; sections keep what they hold. */
export function changesOf(
  { draft }: Pick<Walk, "draft">,
  stored: Readonly<Record<string, unknown>>,
): SettingOrder[] {
  const before = readSetUp(stored);
  return SETUP_KEYS.flatMap((key): SettingOrder[] => {
    if (draft[key] === undefined) return [];
    const value = whole(key, before, draft);
    return inOrder(value) === inOrder(before[key]) ? [] : [{ key, value }];
  });
}

/** As text in which the order of names, which the database does not keep, makes no difference. */
function inOrder(value: unknown): string | undefined {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

function whole(key: SetUpKey, before: Partial<SetUp>, draft: Partial<SetUp>): unknown {
  if (key === "acts" || key === "discord.channels") return { ...before[key], ...draft[key] };
  return draft[key];
}
