import { type ImportDeps, isUntriaged, triageImported } from "../../triage/intake/import-post.ts";

export type Tally = {
  readonly triaged: number;
  /** Tickets that could not be classified, with why; they are tried again by the next run. */
  readonly failed: readonly { readonly ticketId: string; readonly why: string }[];
};

const AT_ONCE = 4;

/**
 * Triages imported tickets, a few at a time, older ones first; those that were triaged before are
 * left alone.
 * @param step called after each
 */
export async function triageAll(
  communityId: string,
  ticketIds: readonly string[],
  deps: ImportDeps,
  step: () => void,
): Promise<Tally> {
  const waiting = [...ticketIds];
  const failed: { ticketId: string; why: string }[] = [];
  let triaged = 0;
  async function work(): Promise<void> {
    for (let ticketId = waiting.shift(); ticketId !== undefined; ticketId = waiting.shift()) {
      const known = await deps.tickets.load(communityId, ticketId);
      if (known && isUntriaged(known)) {
        const result = await triageImported(communityId, known, deps);
        if (result.type === "triaged") triaged += 1;
        if (result.type === "failed") {
          failed.push({ ticketId, why: `${result.reason}: ${result.detail}` });
        }
      }
      step();
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return { triaged, failed };
}
