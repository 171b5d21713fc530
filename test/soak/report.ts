import type { SoakReport } from "./run-soak.ts";

export type Verdict = { readonly what: string; readonly holds: boolean; readonly seen: string };

const MOST_HEAP_MB = 1;
const MOST_ACK_MS = 1_000;
const SHOWN = 3;

/** What the soak is to show, and whether it did. */
export function verdictsOn(report: SoakReport): Verdict[] {
  const { presses, heapMbPerThousandPosts: heap, broken } = report;
  const promises = Object.entries(broken).map(([what, found]) => ({
    what: `never: ${what}`,
    holds: found.length === 0,
    seen: found.length === 0 ? "never" : `${found.length}: ${found.slice(0, SHOWN).join("; ")}`,
  }));
  const { p99 } = presses;
  return [
    ...promises,
    {
      what: `the heap grows by less than ${MOST_HEAP_MB} MB in 1,000 posts`,
      holds: heap === null || heap < MOST_HEAP_MB,
      seen: heap === null ? "too few posts to tell" : `${heap} MB`,
    },
    {
      what: `99 of 100 interactions are acknowledged within ${MOST_ACK_MS} ms`,
      holds: p99 >= 0 && p99 < MOST_ACK_MS,
      seen: p99 < 0 ? "more than one in a hundred was not" : `${p99} ms`,
    },
  ];
}

/** The result as people read it. */
export function reportLines(report: SoakReport, verdicts: readonly Verdict[]): string[] {
  const { presses, books, storms } = report;
  const counted = (counts: Readonly<Record<string, number>>) =>
    Object.entries(counts)
      .map(([name, count]) => `${name} ${count}`)
      .join(", ");
  const width = Math.max(...verdicts.map(({ what }) => what.length));
  return [
    "",
    `${report.posts} posts (${report.messages} messages, ${report.deleted} deleted) in ${report.seconds} s; ${report.store}, queues ${report.queues}, limits ${report.profile}, seed ${report.seed}`,
    `${books.tickets} tickets: ${counted(books.byKind)}`,
    `skipped: ${counted(books.skips)}`,
    `proposals: ${counted(books.proposals)}`,
    `trouble: ${counted(storms)}; ${report.identifies} sessions, ${report.rateLimited} of ${report.requests} requests refused for a limit`,
    `interactions: ${presses.pressed}, ${presses.heard} while connected: p50 ${presses.p50}, p95 ${presses.p95}, p99 ${presses.p99}, slowest ${presses.slowest} ms; ${presses.unanswered} of them unanswered`,
    ...report.unanswered.map((line) => `  unanswered: ${line}`),
    `  ${presses.whileAway} while the gateway was away, ${presses.answeredAfterResume} of them answered after a resume`,
    `heap at each checkpoint, MB: ${report.checkpoints.map(({ heapUsed }) => (heapUsed / 1_048_576).toFixed(1)).join(" ")}`,
    "",
    ...verdicts.map(
      ({ what, holds, seen }) => `${holds ? "holds " : "BROKEN"}  ${what.padEnd(width)}  ${seen}`,
    ),
    "",
  ];
}
