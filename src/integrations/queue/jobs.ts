import { z } from "zod";

const communityId = z.string().min(1);

/**
 * What each queue carries: ids only, since the store is the truth and job data is readable on
 * dashboards. A field added later is optional until old jobs have drained.
 */
export const JOBS = {
  /** Classify a ticket, decide about it and plan. */
  triage: z.strictObject({ communityId, ticketId: z.string().min(1) }),
  /** Perform a ticket's actions that are due. */
  act: z.strictObject({ communityId, ticketId: z.string().min(1) }),
  /** Work a saved webhook delivery into the tickets that it concerns. */
  "follow-up": z.strictObject({ communityId, deliveryId: z.string().min(1) }),
  /** Rearrange the cards in a community's review place. */
  board: z.strictObject({ communityId }),
} as const;

export type QueueName = keyof typeof JOBS;
export type Payload<Name extends QueueName> = z.infer<(typeof JOBS)[Name]>;

export const QUEUE_NAMES: readonly QueueName[] = ["triage", "act", "follow-up", "board"];
