import { createProgress } from "../../src/cli/progress.ts";
import { DAY } from "../../src/triage/model/clock.ts";
import type { Town } from "../town.ts";
import { isBlank, postRow } from "./post-rows.ts";
import { Stuck, untilQuiet } from "./quiet.ts";
import { createReviewer, type Temper } from "./reviewer.ts";
import type { Row } from "./rows.ts";
import { type Tally, takeTally } from "./tally.ts";

/** Posts that may be on their way at once: a busy community, not a flood. */
const AHEAD = 40;

export type HeadlessReport = { readonly posts: number } & Tally & {
    readonly limits: string;
    readonly durationMs: number;
    /** What was left when the timeout came; absent when the town became quiet. */
    readonly left?: readonly string[];
  };

/**
 * Posts every row, lets the reviewer work, and waits until nothing is left to do. Time jumps to
 * whatever comes due next once nothing can happen now.
 */
export async function runHeadless(
  town: Town,
  rows: readonly Row[],
  options: {
    readonly reviewer: Temper;
    readonly random: () => number;
    readonly timeoutMs: number;
  },
): Promise<HeadlessReport> {
  const started = Date.now();
  const deadline = started + options.timeoutMs;
  const reviewer = createReviewer(town, options.reviewer, options.random);
  const posted: { rowIds: string[] }[] = [];
  const authors = new Map<string, string>();
  const progress = createProgress("posts", rows.length);
  let left: readonly string[] | undefined;
  let blank = 0;
  try {
    for (const [index, row] of rows.entries()) {
      if (isBlank(row)) {
        blank += 1;
        continue;
      }
      const name = row.author ?? `member-${index + 1}`;
      const author = authors.get(name) ?? town.discord.addMember({ name }).id;
      authors.set(name, author);
      posted.push({ rowIds: await postRow(town, row, author) });
      progress.step();
      if (posted.length % AHEAD === 0) await work(town, posted.slice(-AHEAD), reviewer, deadline);
    }
    progress.done();
    await finish(town, posted, reviewer, options.reviewer, deadline);
  } catch (error) {
    if (!(error instanceof Stuck)) throw error;
    left = error.left;
  }
  const tally = await takeTally(town, posted);
  return {
    posts: rows.length,
    ...tally,
    skipped: tally.skipped + blank,
    limits: town.config.limits.profile,
    durationMs: Date.now() - started,
    ...(left ? { left } : {}),
  };
}

type Posted = readonly { readonly rowIds: readonly string[] }[];
type Working = ReturnType<typeof createReviewer>;

/** Until nothing happens any more and the reviewer has nothing to click on. */
async function work(town: Town, posted: Posted, reviewer: Working, deadline: number) {
  const ids = posted.flatMap(({ rowIds }) => rowIds);
  do {
    await untilQuiet(town, ids, deadline);
  } while ((await reviewer.work()) > 0);
}

async function finish(
  town: Town,
  posted: Posted,
  reviewer: Working,
  temper: Temper,
  deadline: number,
): Promise<void> {
  // Whoever never clicks sees a week go by; the others are done when nothing more comes due.
  const weekEnds = town.clock.now() + 7 * DAY;
  for (;;) {
    await work(town, posted, reviewer, deadline);
    const next = await nextDue(town);
    const horizon = temper === "absent" ? weekEnds : town.clock.now() + 2 * DAY;
    if (next === null || next > horizon) break;
    town.clock.advance(Math.max(1, next - town.clock.now()));
  }
  if (temper === "absent") town.clock.advance(Math.max(0, weekEnds - town.clock.now()));
  await work(town, posted, reviewer, deadline);
}

async function nextDue(town: Town): Promise<number | null> {
  const { store, communityId, settings } = town.signalbox();
  const { paused } = await settings.policyOf(communityId);
  return store.outbox.nextDueAt(communityId, paused ? "staff" : "all");
}
