import { HOUR } from "../model/clock.ts";
import type { Policy } from "../model/policy.ts";
import type { Step } from "../model/step.ts";
import { isWorkingTime } from "../model/working-time.ts";
import type { BoardChange, BoardView } from "../ports/board.ts";

/** What becomes overdue one after the other is told together. */
const REMIND_EVERY_MS = 4 * HOUR;
const CODES_SHOWN = 8;

/**
 * One message about all that became overdue since the last: while people work, and of each ticket
 * once in its life.
 */
export function remind(
  { overdue, remindedAt }: Pick<BoardView, "overdue" | "remindedAt">,
  { now, ids, policy }: Step,
): Pick<BoardChange, "actions" | "remind"> {
  const [first] = overdue;
  const soon = remindedAt !== null && now < remindedAt + REMIND_EVERY_MS;
  if (!first || soon || !isWorkingTime(now, workingHours(policy))) return { actions: [] };
  const { teamPlaceId, reviewPlaceId } = policy;
  return {
    remind: overdue.map(({ ticketId }) => ticketId),
    actions: [
      {
        id: ids(),
        ticketId: first.ticketId,
        act: null,
        public: false,
        deed: {
          do: "alert",
          say: {
            say: "overdue",
            codes: overdue.slice(0, CODES_SHOWN).map(({ code }) => code),
            drafts: overdue.length,
            hours: Math.round((policy.overdue.afterMs / HOUR) * 10) / 10,
          },
          ...(teamPlaceId === reviewPlaceId ? {} : { placeId: teamPlaceId }),
        },
        serial: "reminder",
        notBefore: now,
      },
    ],
  };
}

function workingHours({ overdue, zone }: Pick<Policy, "overdue" | "zone">) {
  return { zone, ...overdue };
}
