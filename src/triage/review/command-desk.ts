import { costWords } from "../decide/spending.ts";
import type { Case } from "../model/case.ts";
import type { Review } from "../model/review.ts";
import { Mark } from "../model/say.ts";
import type { Ticket } from "../model/ticket.ts";
import { changeTicket } from "../perform/commit.ts";
import { SILENCES } from "../perform/speak.ts";
import { applyReview } from "./apply-review.ts";
import type { DeskDeps } from "./review-desk.ts";

/** A ticket with its story, by code; null when there is none. */
export async function ticketView(communityId: string, code: string, deps: DeskDeps) {
  const [ticket] = await deps.tickets.find(communityId, { code: code.trim().toUpperCase() });
  if (!ticket) return null;
  const known = await deps.tickets.load(communityId, ticket.id);
  const cost = costWords(await deps.calls.ofTicket(communityId, ticket.id));
  return {
    code: ticket.code,
    title: ticket.title ?? "",
    facts: [
      ticket.state.replaceAll("-", " "),
      ticket.kind ?? "not classified yet",
      ...(ticket.lane && ticket.lane !== "open" ? [`lane ${ticket.lane}`] : []),
      ...(ticket.area ? [ticket.area] : []),
      ...(ticket.silence ? [`silent: ${SILENCES[ticket.silence]}`] : []),
      ...(cost ? [cost] : []),
    ],
    permalink: ticket.permalink,
    issueUrl: known?.issue?.url ?? null,
    story: await deps.tickets.story(communityId, ticket.id),
  };
}

export async function suggestTickets(communityId: string, text: string, deps: DeskDeps) {
  const found = await deps.tickets.find(communityId, { like: text });
  return found.map(({ code, title }) => ({ code, title: title ?? "" }));
}

/**
 * A member's own tickets with the state that members see, newest first; of very many the latest.
 * @param code the one that is asked about, however old it is; nothing comes back if it is not theirs
 */
export async function statusOf(
  communityId: string,
  reporterSourceId: string,
  deps: DeskDeps,
  code?: string,
) {
  const found =
    code === undefined
      ? await deps.tickets.find(communityId, { reporterSourceId })
      : await oneOfTheirs(communityId, reporterSourceId, code, deps);
  const ended = found.filter(hasEnded).map(({ id }) => id);
  const cases = await deps.tickets.loadAll(communityId, ended);
  const marks = new Map(cases.map(({ ticket, issue }) => [ticket.id, endOf(issue)]));
  return found.map((ticket) => ({
    code: ticket.code,
    title: ticket.title ?? "",
    mark: marks.get(ticket.id) ?? markOf(ticket),
    permalink: ticket.permalink,
  }));
}

async function oneOfTheirs(
  communityId: string,
  reporterSourceId: string,
  code: string,
  { tickets }: DeskDeps,
): Promise<Ticket[]> {
  const [ticket] = await tickets.find(communityId, { code });
  const known = ticket && (await tickets.load(communityId, ticket.id));
  const isTheirs = known?.reporters.some(({ sourceId }) => sourceId === reporterSourceId);
  return known && isTheirs ? [known.ticket] : [];
}

/** Takes back what was last published on a ticket. */
export async function retract(
  communityId: string,
  code: string,
  words: string | null,
  by: Review["by"],
  deps: DeskDeps,
): Promise<{ readonly type: "retracting" | "nothing-published" | "unknown" }> {
  const [ticket] = await deps.tickets.find(communityId, { code: code.trim().toUpperCase() });
  if (!ticket) return { type: "unknown" };
  const done = await changeTicket(communityId, ticket.id, deps, (known, step) => {
    const reviewed = applyReview(known, { verdict: "retract", words }, by, step);
    return reviewed.type === "changed" ? reviewed.change : null;
  });
  if (!done) return { type: "nothing-published" };
  await deps.wake.act(communityId, ticket.id);
  await deps.wake.board(communityId);
  return { type: "retracting" };
}

const hasEnded = ({ state, issueNodeId }: Ticket) => state === "resolved" && issueNodeId !== null;

/** How it ended, also where it was announced for many and no mark was put on the post. */
function endOf(issue: Case["issue"]): Mark {
  return issue?.state === "closed" && issue.stateReason === "completed" ? "fixed" : "closed";
}

/** The state that members see, also where no mark could be put. */
function markOf({ mark, state }: Ticket): Mark {
  const shown = Mark.safeParse(mark);
  if (shown.success) return shown.data;
  if (state === "with-team") return "with-the-team";
  if (state === "answered" || state === "redirected") return "answered";
  if (state === "waiting-reporter") return "needs-details";
  return state === "resolved" || state === "withdrawn" ? "closed" : "seen";
}
