import { HOUR, MINUTE, SECOND } from "../src/triage/model/clock.ts";
import type { HistoryPost } from "./community/read.ts";
import { createPlayer, type Happening, happeningsOf } from "./community/seed.ts";
import { untilQuiet } from "./headless/quiet.ts";
import { createHistoryStaff } from "./history-staff.ts";
import type { Town } from "./town.ts";

export type Progress = { readonly share: number; readonly label: string };

const SITTING_MS = 12 * HOUR;
/** What is due within this time after a sitting happens in it. */
const SOON_MS = 15 * MINUTE;
const PATIENCE_MS = 90 * SECOND;
const LEFT_FOR_THE_VISITOR = 2;
/** A team closes what it fixed this long after it was filed. */
const FIXED_AFTER_MS = 40 * HOUR;

type Week = {
  readonly history: readonly HistoryPost[];
  readonly members: ReadonlyMap<string, string>;
  /** Login of the member of staff who reviewed. */
  readonly reviewer: string;
  /** When it began, by the town's clock. */
  readonly began: number;
  /** When it ends. */
  readonly until: () => number;
  readonly onProgress: (progress: Progress) => void;
};

/**
 * Lives through the week before the visitor comes, by the same code as everything after it: posts
 * at their times, a reviewer at the cards, teams who close what they fixed. Then time jumps to now.
 */
export async function liveThroughTheWeek(town: Town, week: Week): Promise<void> {
  const { clock, discord, channels } = town;
  const play = createPlayer(discord, channels, week.members);
  const staff = createHistoryStaff(town, week.members.get(week.reviewer) ?? "");
  const happenings = happeningsOf(week.history);
  const reach = (at: number) => clock.advance(Math.max(0, at - clock.now()));

  await town.github.webhooks.settled();
  let done = 0;
  for (const sitting of sittingsOf(happenings)) {
    for (const happening of sitting) {
      reach(week.began + happening.at * MINUTE);
      await play(happening);
    }
    done += sitting.length;
    const last = done === happenings.length;
    await settle(town, async () => staff.work(last ? LEFT_FOR_THE_VISITOR : 0));
    if (closeWhatIsFixed(town)) {
      // A jump in time would end calls that are under way.
      await town.github.webhooks.settled();
      await settle(town, async () => 0);
    }
    week.onProgress({ share: done / happenings.length, label: dayOf(clock.now()) });
  }
  await settle(town, async () => 0);
  reach(week.until());
  await settle(town, async () => staff.work(LEFT_FOR_THE_VISITOR));
}

/** Happenings that fall close together. */
function sittingsOf(happenings: readonly Happening[]): Happening[][] {
  const groups = Map.groupBy(happenings, ({ at }) => Math.floor((at * MINUTE) / SITTING_MS));
  return [...groups.values()];
}

/** Until nothing happens any more that is due soon, and the reviewer has nothing left to do. */
async function settle(town: Town, review: () => Promise<number>): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  const { clock } = town;
  const until = clock.now() + SOON_MS;
  for (;;) {
    await town.github.webhooks.settled();
    await untilQuiet(town, memberMessages(town), deadline);
    const { store, communityId } = town.signalbox();
    const next = await store.outbox.nextDueAt(communityId);
    if (next !== null && next <= until) clock.advance(Math.max(1, next - clock.now()));
    else if ((await review()) === 0) return;
  }
}

function memberMessages({ discord }: Town): string[] {
  const { messages } = discord.snapshot();
  return Object.values(messages).flatMap((list) =>
    list.flatMap((message) => (isBots(message) ? [] : [String(message["id"])])),
  );
}

function isBots(message: Readonly<Record<string, unknown>>): boolean {
  const author = message["author"];
  return author !== null && typeof author === "object" && "bot" in author && author.bot === true;
}

/** Every other issue from the community, once its time has come, by a member of its team. */
function closeWhatIsFixed({ github, config, clock }: Town): boolean {
  let closed = false;
  for (const { name, issues } of github.snapshot().repositories) {
    const team = config.routing.find(({ route }) => route.repository === name)?.route.team;
    const login = config.teams.find((one) => one.name === team)?.members[0];
    if (!login) continue;
    for (const issue of issues) {
      const ours = issue.author === github.appLogin && issue.state === "open";
      const aged = clock.now() - issue.createdAt > FIXED_AFTER_MS;
      if (!ours || !aged || issue.number % 2 === 0) continue;
      github.as(login).closeIssue(name, issue.number, { reason: "completed" });
      closed = true;
    }
  }
  return closed;
}

function dayOf(at: number): string {
  return new Intl.DateTimeFormat("en", { weekday: "long" }).format(at);
}
