import { Command } from "commander";
import { MINUTE, SECOND } from "../triage/model/clock.ts";
import type { Status } from "./operator/messages.ts";
import { withOperator } from "./operator/open.ts";
import { readSetup, type SetupOptions, withSetupOptions } from "./setup.ts";

type Options = SetupOptions & { readonly json: boolean };

/** `signalbox status`: how it stands, in a few lines. */
export function statusCommand(): Command {
  return withSetupOptions(new Command("status"))
    .description("mode, pause, tickets, actions and what waits for review")
    .option("--json", "print it as one JSON object", false)
    .addHelpText(
      "after",
      `
Examples:
  signalbox status
  signalbox status --json | jq .tickets

Exit code: 0 well, 1 something has been overdue for over five minutes, 2 bad input.`,
    )
    .action(async (options: Options) => {
      const status = await withOperator(readSetup(options), (operator) =>
        operator({ ask: "status" }),
      );
      process.stdout.write(options.json ? `${JSON.stringify(status)}\n` : inWords(status));
      if (status.running && status.overdueMs > 5 * MINUTE) process.exitCode = 1;
    });
}

function inWords(status: Status): string {
  const { mode, paused, running, overdueMs, review } = status;
  const late = running && overdueMs > MINUTE;
  const lines = [
    `Community   ${status.community}`,
    `Mode        ${mode}${paused ? ", paused: nothing is said in public" : ""}`,
    `Program     ${running ? "runs here" : "does not run in this data folder"}`,
    `Posts       ${status.posts}, skipped ${sum(status.skips)}`,
    `Tickets     ${counts(status.tickets)}`,
    `Actions     ${counts(status.actions)}`,
    `Review      ${review.open} open, ${review.cards} on cards`,
    ...(status.jobs ? [`Jobs        ${jobs(status.jobs)}`] : []),
    ...status.vectors.map((one) => `Vectors     ${vectorsInWords(one)}`),
    ...(late
      ? [`Late        what has waited longest is ${Math.round(overdueMs / SECOND)} s overdue`]
      : []),
  ];
  return `${lines.join("\n")}\n`;
}

function vectorsInWords(vectors: Status["vectors"][number]): string {
  const { collection, model, ready, total, tokens, trouble } = vectors;
  const done = `${collection}: ${Math.min(ready, total)} of ${total} by ${model}, ${tokens} tokens so far`;
  return trouble === null ? done : `${done}; searched by words for now: ${trouble}`;
}

function counts(counted: Readonly<Record<string, number>>): string {
  const parts = Object.entries(counted)
    .toSorted(([, a], [, b]) => b - a)
    .map(([name, n]) => `${n} ${name}`);
  return parts.length === 0 ? "none" : parts.join(", ");
}

function sum(counted: Readonly<Record<string, number>>): number {
  return Object.values(counted).reduce((total, n) => total + n, 0);
}

function jobs(queues: NonNullable<Status["jobs"]>): string {
  const total = Object.values(queues).reduce(
    (all, { active, waiting, delayed }) => ({
      active: all.active + active,
      waiting: all.waiting + waiting + delayed,
    }),
    { active: 0, waiting: 0 },
  );
  return `${total.active} running, ${total.waiting} waiting`;
}
