import { parseArgs } from "node:util";
import { playSchedule } from "./schedule.ts";

// Plays random schedules of crashes and disordered deliveries:
// node test/faults/main.ts --runs 500, and --seed N to play one again.
const { values } = parseArgs({
  options: { runs: { type: "string", default: "500" }, seed: { type: "string" } },
});
const first = values.seed === undefined ? Date.now() % 1_000_000 : Number(values.seed);
const runs = values.seed === undefined ? Number(values.runs) : 1;
const began = Date.now();
const total = { crashes: 0, lostAnswers: 0, deliveries: 0 };
let failed = 0;
process.stdout.write(`seeds ${first} to ${first + runs - 1}\n`);
for (let seed = first; seed < first + runs; seed += 1) {
  const played = await playSchedule(seed);
  total.crashes += played.crashes;
  total.lostAnswers += played.lostAnswers;
  total.deliveries += played.deliveries;
  if (played.wrong.length === 0) continue;
  failed += 1;
  process.stdout.write(`seed ${seed}: ${played.wrong.join("; ")}\n`);
}
const seconds = ((Date.now() - began) / 1_000).toFixed(1);
process.stdout.write(
  `${runs} schedules, ${failed} failed; ${total.crashes} crashes, ${total.lostAnswers} lost answers, ${total.deliveries} deliveries; ${seconds} s\n`,
);
process.exitCode = failed === 0 ? 0 : 1;
