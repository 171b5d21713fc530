import { repositoriesOf } from "../decide/route.ts";
import type { RepositoryEvent } from "../model/repository-event.ts";
import { alerting } from "../perform/alert.ts";
import { changeTicket } from "../perform/commit.ts";
import type { FollowDeps } from "./follow-issue.ts";

type Access = Extract<RepositoryEvent, { event: "access" }>;

const ADVICE: Readonly<Record<Access["change"], (where: string) => string>> = {
  uninstalled: (where) =>
    `our app was uninstalled from ${where}: nothing can be filed there, and no news of issues comes. Install it again, or change the routing`,
  suspended: (where) =>
    `our app is suspended for ${where}: nothing can be filed there, and no news of issues comes. Lift it on GitHub under Settings, Applications, Configure`,
  back: (where) =>
    `our app may work in ${where} again: send the issues that wait from their cards; what happened to the others meanwhile is read now`,
};

/** Staff hear once what ended or came back, on one of the tickets that it concerns. */
export async function accessChanged(
  communityId: string,
  event: Access,
  deps: FollowDeps,
): Promise<string> {
  const routed = repositoriesOf(await deps.policyOf(communityId));
  const concerned = routed.filter((repository) => isMeant(event, repository));
  if (concerned.length === 0) return `${event.change}: no route leads there`;
  const inAll = concerned.map((one) => deps.tickets.issuesIn(communityId, one, null));
  const ticketId = (await Promise.all(inAll)).flat().findLast((one) => one.ticketId)?.ticketId;
  const where = concerned.join(", ");
  if (!ticketId) return `${event.change}: ${where}, no tickets`;
  await changeTicket(communityId, ticketId, deps, (known, step) => ({
    actions: [alerting(known, ADVICE[event.change](where), step)],
    story: [{ at: step.now, what: `access ${event.change}`, detail: where }],
  }));
  await deps.wake.act(communityId, ticketId);
  return `${event.change}: ${where}`;
}

function isMeant({ owner, repositories }: Access, repository: string): boolean {
  const name = repository.toLowerCase();
  if (repositories) return repositories.some((one) => one.toLowerCase() === name);
  return name.startsWith(`${owner.toLowerCase()}/`);
}
