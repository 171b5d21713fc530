import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

/** Licences under which a company can ship the program without publishing its own code. */
const ALLOWED = new Set([
  "MIT",
  "Apache-2.0",
  "ISC",
  "0BSD",
  "BSD-2-Clause",
  "BSD-3-Clause",
  // Python's own: permissive, asks for its notice only.
  "PSF-2.0",
]);

/** Packages whose manifest names no licence, and where we read it instead. */
const READ_ELSEWHERE: Readonly<Record<string, string>> = {
  "format@0.2.2": "MIT", // Under the older key `licenses`.
};

const Lock = z.object({
  packages: z.record(
    z.string(),
    z.object({
      version: z.string().optional(),
      license: z.string().optional(),
      dev: z.boolean().optional(),
    }),
  ),
});

/** Checks every package that is installed with the program, other platforms' builds included. */
function main(): void {
  const lock = readFileSync(join(import.meta.dirname, "../package-lock.json"), "utf8");
  const shipped = Object.entries(Lock.parse(JSON.parse(lock)).packages).filter(
    ([path, { dev }]) => path !== "" && !dev,
  );
  const refused = shipped.flatMap(([path, { version, license }]) => {
    const name = `${path.slice(path.lastIndexOf("node_modules/") + 13)}@${version}`;
    const stated = license ?? READ_ELSEWHERE[name];
    return stated !== undefined && isAllowed(stated) ? [] : [`${name}: ${stated ?? "no licence"}`];
  });
  if (refused.length === 0) {
    console.log(`Licences of ${shipped.length} production packages are on the list.`);
    return;
  }
  console.error(
    `Licences that are not on the list in test/licences.ts:\n  ${refused.join("\n  ")}`,
  );
  console.error("Use another package, or read the licence and extend the list if it permits it.");
  process.exitCode = 1;
}

/** An SPDX expression: of several joined by OR one is enough, of those joined by AND all count. */
function isAllowed(expression: string): boolean {
  return expression
    .replaceAll(/[()]/g, "")
    .split(" OR ")
    .some((choice) => choice.split(" AND ").every((id) => ALLOWED.has(id.trim())));
}

main();
