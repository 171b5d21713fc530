import type { Clock } from "../../src/triage/model/clock.ts";
import type { Due } from "../../src/triage/ports/outbox.ts";
import type { Town } from "../town.ts";

const LOOK_EVERY_MS = 15;

type Running = Pick<Town, "signalbox"> & { readonly clock: Clock };

/** What is left to do, in words; empty when nothing is under way or due now. */
export async function whatIsLeft(town: Running, sourceIds: readonly string[]): Promise<string[]> {
  const { store, communityId, queues, settings } = town.signalbox();
  const counts = Object.entries(await queues.counts()).flatMap(([name, { active, waiting }]) =>
    active + waiting > 0 ? [`${active + waiting} jobs in ${name}`] : [],
  );
  if (counts.length > 0) return counts;
  const paused = (await settings.policyOf(communityId)).paused;
  const due = await store.outbox.due(communityId, town.clock.now(), 10, paused ? "staff" : "all");
  if (due.length > 0) return Promise.all(due.map((one) => inWords(town, one)));
  const unread = await store.reports.lost(communityId, "discord", sourceIds);
  return unread.length > 0 ? [`${unread.length} posts are not taken in yet`] : [];
}

async function inWords(town: Running, due: Due): Promise<string> {
  const { store, communityId } = town.signalbox();
  const known = await store.tickets.load(communityId, due.ticketId);
  const waiting = known?.actions.filter(
    (one) => one.state === "waiting" || one.state === "claimed",
  );
  const actions = waiting?.map(
    ({ deed, state, attempt, outcome }) =>
      `${deed.do} ${state}, attempt ${attempt}: ${outcome ?? ""}`,
  );
  return `${due.what} of ${known?.ticket.code ?? due.ticketId} is due (${actions?.join("; ") ?? ""})`;
}

/** Works until nothing is left that could happen now. @throws Stuck at the deadline */
export async function untilQuiet(
  town: Town,
  sourceIds: readonly string[],
  deadline: number,
): Promise<void> {
  let quiet = 0;
  for (;;) {
    const left = await whatIsLeft(town, sourceIds);
    // Twice in a row: what one job wakes may not be in its queue yet.
    quiet = left.length === 0 ? quiet + 1 : 0;
    if (quiet >= 2) return;
    if (Date.now() > deadline) throw new Stuck(left);
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}

/** The timeout came before the town was quiet. */
export class Stuck extends Error {
  override readonly name = "Stuck";
  readonly left: readonly string[];

  constructor(left: readonly string[]) {
    super(`not quiet in time: ${left.join(", ")}`);
    this.left = left;
  }
}
