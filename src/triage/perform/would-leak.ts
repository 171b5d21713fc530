import type { Action, Deed } from "../model/action.ts";
import type { Case } from "../model/case.ts";
import type { Gaps } from "../model/gap.ts";

/** Why what was asked behind a closed door is not filed where everybody can read it. */
export const BEHIND_A_DOOR =
  "it was asked where not everybody can read, and the repository is public: send it to a private one";

export type Doors = {
  /** Whether everybody in the community sees a channel, as it is now. Throws PortError. */
  readonly isOpenToAll: (placeId: string) => Promise<boolean>;
  readonly gaps: Pick<Gaps, "view">;
};

type Filing = Extract<Deed, { do: "open-issue" }>;

/**
 * The last look before an issue, or a reporter's words on one, become public; null when nothing of
 * it came from a closed place.
 */
export async function wouldLeak(
  communityId: string,
  { deed }: Pick<Action, "deed">,
  known: Case,
  doors: Doors,
): Promise<string | null> {
  for (const placeId of await placesShown(communityId, deed, known, doors)) {
    if (!(await doors.isOpenToAll(placeId))) return BEHIND_A_DOOR;
  }
  return null;
}

/** The places of which something would become public. */
async function placesShown(
  communityId: string,
  deed: Deed,
  known: Case,
  doors: Doors,
): Promise<readonly string[]> {
  if (deed.do === "comment") {
    return deed.quotes && known.issue?.visibility !== "private" ? placesOf(known) : [];
  }
  if (deed.do !== "open-issue" || deed.route.visibility !== "public") return [];
  return deed.gap === undefined ? placesOf(known) : placesQuoted(communityId, deed, doors);
}

/** What staff brought in from elsewhere was public there; the place is only where they typed it. */
export function placesOf({ ticket }: Pick<Case, "ticket">): readonly string[] {
  return ticket.silence === "from-elsewhere" ? [] : [ticket.placeId];
}

/**
 * Of a gap in the docs: where the asks were asked that its issue was put together from. Of many it
 * names only some, but its title, words and answer may be those of any.
 */
async function placesQuoted(
  communityId: string,
  { issue, asks: from }: Filing,
  { gaps }: Doors,
): Promise<readonly string[]> {
  const { asks } = await gaps.view(communityId);
  const quoted = asks.filter(
    ({ code, permalink }) => from?.includes(code) || issue.body.includes(permalink),
  );
  return [...new Set(quoted.map(({ placeId }) => placeId))];
}
