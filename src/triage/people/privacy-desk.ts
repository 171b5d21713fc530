import { silenced } from "../intake/events.ts";
import type { IntakeDeps } from "../intake/intake.ts";
import type { Holdings, OffSwitch } from "../intake/privacy.ts";
import { takeDeletion } from "../intake/take-deletion.ts";
import type { CommunityRole } from "../model/post.ts";
import type { Ticket } from "../model/ticket.ts";
import { changeTicket } from "../perform/commit.ts";

type By = {
  readonly sourceId: string;
  readonly name: string;
  readonly roles: readonly CommunityRole[];
};

/** Whether the bot is switched off for a person, and how much is held of them. */
export async function privacyOf(
  communityId: string,
  source: string,
  by: By,
  { privacy }: Pick<IntakeDeps, "privacy">,
): Promise<{ readonly off: boolean; readonly posts: number; readonly tickets: number }> {
  const held = await privacy.holdings(communityId, source, by.sourceId);
  const off = await privacy.isOff(communityId, [{ source, scope: "person", scopeId: by.sourceId }]);
  return { off, posts: held.posts.length, tickets: held.tickets.length };
}

/** Everything held of a person, as they may read it. */
export function exportOf(
  communityId: string,
  source: string,
  by: By,
  { privacy }: Pick<IntakeDeps, "privacy">,
): Promise<Holdings> {
  return privacy.holdings(communityId, source, by.sourceId);
}

/**
 * Switches the bot off or on. Off: nothing new is taken in there, and of what stands open nothing
 * more is said. What a team has already stays with the team.
 * A person is theirs to switch, a conversation its opener's and its reporters', a place the
 * staff's; staff may switch any conversation.
 */
export async function switchBot(
  communityId: string,
  {
    source,
    scope,
    scopeId,
    off,
    opener,
  }: OffSwitch & { readonly off: boolean; readonly opener: boolean },
  by: By,
  deps: IntakeDeps,
): Promise<{ readonly type: "switched" | "not-yours" }> {
  const { privacy, clock } = deps;
  const isStaff = by.roles.includes("staff") || by.roles.includes("admin");
  const here = await concerned(communityId, { source, scope, scopeId }, deps);
  if (!isStaff) {
    const isReporter = scope === "conversation" && (await reports(communityId, here, by, deps));
    const isTheirs = scope === "person" ? scopeId === by.sourceId : opener || isReporter;
    if (!isTheirs || scope === "place") return { type: "not-yours" };
  }
  const at = clock.now();
  await privacy.setOff(communityId, { source, scope, scopeId, off, by: by.name, at });
  if (!off) return { type: "switched" };
  for (const { id } of here) {
    await changeTicket(communityId, id, deps, (known, step) =>
      known.ticket.silence === null ? silenced(known, "opted-out", by.name, step) : null,
    );
  }
  if (here.length > 0) await deps.wake.board(communityId);
  return { type: "switched" };
}

/** What would lead to something new being said. */
const OPEN: readonly Ticket["state"][] = ["gathering", "proposed"];

/**
 * Tickets that fall silent; all of a person's, which a search would cut short. Of a place those that
 * stand open: for all others the executor asks before it says anything there.
 */
async function concerned(
  communityId: string,
  { source, scope, scopeId }: OffSwitch,
  { tickets, privacy }: Pick<IntakeDeps, "tickets" | "privacy">,
): Promise<readonly Ticket[]> {
  if (scope === "place") {
    const inPlace = await tickets.find(communityId, { placeId: scopeId });
    return inPlace.filter(({ state }) => OPEN.includes(state));
  }
  if (scope === "conversation") return tickets.find(communityId, { conversationId: scopeId });
  const held = await privacy.holdings(communityId, source, scopeId);
  const found = await Promise.all(
    held.tickets.map(({ code }) => tickets.find(communityId, { code })),
  );
  return found.flat();
}

async function reports(
  communityId: string,
  here: readonly Ticket[],
  by: By,
  { tickets }: Pick<IntakeDeps, "tickets">,
): Promise<boolean> {
  const cases = await tickets.loadAll(
    communityId,
    here.map(({ id }) => id),
  );
  return cases.some(({ reporters }) => reporters.some(({ sourceId }) => sourceId === by.sourceId));
}

/**
 * Forgets a person. Their posts count as deleted first, so that drafts go and staff hear of issues
 * that were filed from them; then name, id and texts go. Pressed again after a crash it ends what
 * it began.
 * @returns how many posts were emptied
 */
export async function forgetPerson(
  communityId: string,
  source: string,
  by: By,
  deps: IntakeDeps,
): Promise<number> {
  const { posts } = await deps.privacy.holdings(communityId, source, by.sourceId);
  const sourceIds = posts.map((post) => post.sourceId);
  await takeDeletion(communityId, { conversationId: null, sourceIds }, deps);
  await deps.tickets.forget(communityId, source, by.sourceId, deps.clock.now(), by.name);
  return posts.length;
}
