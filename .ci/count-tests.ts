import { readFileSync } from "node:fs";
import { z } from "zod";

const Results = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  testResults: z.array(
    z.object({
      status: z.string(),
      assertionResults: z.array(
        z.object({
          status: z.string(),
          fullName: z.string(),
          failureMessages: z.array(z.string()),
        }),
      ),
    }),
  ),
});

/** Prints vitest's JSON report as one line; a file that could not even be loaded counts as a failure. */
function main(path: string): void {
  const results = Results.parse(JSON.parse(readFileSync(path, "utf8")));
  const unloaded = results.testResults.filter(
    ({ status, assertionResults }) => status === "failed" && assertionResults.length === 0,
  ).length;
  const failed = results.numFailedTests + unloaded;
  const skipped = results.numPendingTests > 0 ? `, ${results.numPendingTests} skipped` : "";
  const retried = results.testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status, failureMessages }) => status === "passed" && failureMessages.length > 0);
  for (const { fullName, failureMessages } of retried)
    console.log(`passed at the second try only, mend it: ${fullName}\n${failureMessages[0]}`);
  console.log(`${results.numPassedTests} passed, ${failed} failed${skipped}`);
  if (failed > 0 || results.numPassedTests === 0) process.exitCode = 1;
}

main(process.argv[2] ?? "");
