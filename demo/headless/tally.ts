import { markersIn } from "../../src/triage/text/marker.ts";
import type { Town } from "../town.ts";
import { authorOf, type Message, whatStands } from "./standing.ts";

export type Tally = Awaited<ReturnType<typeof takeTally>>;

/** What the simulators hold and the store says, side by side. */
export async function takeTally(
  town: Town,
  posted: readonly { readonly rowIds: readonly string[] }[],
) {
  const { discord, github } = town;
  const { store, communityId } = town.signalbox();
  const figures = await store.reports.figures(communityId);
  const { snapshot, isOurs, publicMessages, direct, issues, ...stands } = whatStands(town);

  const threads = snapshot.threads.map((thread) => ({
    id: String(thread["id"]),
    ownerId: String(thread["owner_id"]),
    messages: snapshot.messages[String(thread["id"])] ?? [],
  }));
  const firstIds = posted.flatMap(({ rowIds }) => rowIds.slice(0, 1));
  const checks = [
    { name: "discord", ...discord.stats() },
    {
      name: "github",
      ...github.stats(),
      requestsChecked: github.stats().specs ? github.stats().requestsChecked : null,
    },
  ].filter((one) => one.requestsChecked !== null);

  return {
    tickets: figures.tickets,
    skipped: sum(figures.skips),
    byKind: figures.byKind,
    byLane: figures.byLane,
    byOutcome: figures.byOutcome,
    published: {
      answers: figures.done["say:answer"] ?? 0,
      issues: issues.filter((issue) => markersIn(issue.body ?? "").length > 0).length,
      links: (figures.done["say:linked"] ?? 0) + (figures.done["restate:linked"] ?? 0),
      clarifications: figures.done["say:ask"] ?? 0,
      redirects: figures.done["say:redirect"] ?? 0,
    },
    publicMessages: publicMessages.length,
    maxPerThread: Math.max(0, ...threads.map(({ messages }) => messages.filter(isOurs).length)),
    afterHuman: count(threads, ({ ownerId, messages }) =>
      saidAfterHuman(messages, ownerId, discord.botUserId),
    ),
    onOther: await saidOnOther(town, threads, isOurs),
    directMessages: [...direct].flatMap((id) => (snapshot.messages[id] ?? []).filter(isOurs))
      .length,
    expired: figures.proposals["expired"] ?? 0,
    retracted: figures.proposals["retracted"] ?? 0,
    openCards: figures.openCards,
    lost: (await store.reports.lost(communityId, "discord", firstIds)).length,
    duplicated: stands.repeated,
    unsent: (figures.actions["waiting"] ?? 0) + (figures.actions["claimed"] ?? 0),
    specsChecked: checks.map((one) => one.name),
    requestsChecked: checks.reduce((total, one) => total + (one.requestsChecked ?? 0), 0),
    specViolations:
      checks.length === 0 ? null : checks.reduce((total, one) => total + one.violations.length, 0),
  };
}

/** Messages of ours that came after somebody other than the author had written there. */
function saidAfterHuman(messages: readonly Message[], ownerId: string, botId: string): number {
  const answered = messages.findIndex((message) => ![ownerId, botId].includes(authorOf(message)));
  if (answered < 0) return 0;
  return messages.slice(answered).filter((message) => authorOf(message) === botId).length;
}

async function saidOnOther(
  town: Town,
  threads: readonly { readonly id: string; readonly messages: readonly Message[] }[],
  isOurs: (message: Message) => boolean,
): Promise<number> {
  const { store, communityId } = town.signalbox();
  let found = 0;
  for (const { id, messages } of threads) {
    const ours = messages.filter(isOurs).length;
    if (ours === 0) continue;
    const tickets = await store.tickets.find(communityId, { conversationId: id });
    if (tickets.length > 0 && tickets.every((ticket) => ticket.kind === "other")) found += ours;
  }
  return found;
}

function count<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}

function sum(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((total, one) => total + one, 0);
}
