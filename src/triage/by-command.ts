import type { Ticket } from "./ticket.ts";

const PREFIX = "command-";

/** The source id of what was typed into a command: there is no message that could be marked. */
export function commandSourceId(interactionId: string): string {
  return `${PREFIX}${interactionId}`;
}

export function cameByCommand({ openingSourceId }: Pick<Ticket, "openingSourceId">): boolean {
  return openingSourceId.startsWith(PREFIX);
}
