import { type Clock, DAY } from "../model/clock.ts";
import type { Ticket } from "../model/ticket.ts";
import type { TicketStore } from "../ports/ticket-store.ts";

const COMMAND_PREFIX = "command-";
const FORM_PREFIX = "form-";

/** How source ids begin that no message has. */
export const TYPED_PREFIXES = [COMMAND_PREFIX, FORM_PREFIX] as const;

/** The source id of what a reporter wrote into a form below a message of ours. */
export function formSourceId(interactionId: string): string {
  return `${FORM_PREFIX}${interactionId}`;
}

/** The source id of what was typed into a command: there is no message that could be marked. */
export function commandSourceId(interactionId: string): string {
  return `${COMMAND_PREFIX}${interactionId}`;
}

export function isFromForm(sourceId: string): boolean {
  return sourceId.startsWith(FORM_PREFIX);
}

export function isFromCommand(sourceId: string): boolean {
  return sourceId.startsWith(COMMAND_PREFIX);
}

export function cameByCommand({ openingSourceId }: Pick<Ticket, "openingSourceId">): boolean {
  return isFromCommand(openingSourceId);
}

/** Whether a person has used commands as often as one may within 24 hours. */
export async function overDailyCap(
  communityId: string,
  personSourceId: string,
  cap: number,
  { tickets, clock }: { readonly tickets: TicketStore; readonly clock: Clock },
): Promise<boolean> {
  const recent = await tickets.find(communityId, { reporterSourceId: personSourceId });
  const since = clock.now() - DAY;
  return recent.filter((one) => cameByCommand(one) && one.createdAt > since).length >= cap;
}
