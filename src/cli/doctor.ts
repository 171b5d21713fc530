import { Command } from "commander";
import { redact } from "../triage/redact/redact.ts";
import { examine } from "./doctor/examine.ts";
import type { Finding } from "./doctor/finding.ts";
import { type SetupOptions, withSetupOptions } from "./setup.ts";

type Options = SetupOptions & { readonly json: boolean };

/** `signalbox doctor`: everything that has to be right, in one run, with how to mend it. */
export function doctorCommand(): Command {
  return withSetupOptions(new Command("doctor"))
    .description("check config, Discord, GitHub, model, database, Redis, docs and disk")
    .option("--json", "print {findings, failures, warnings}", false)
    .addHelpText(
      "after",
      `
It changes nothing outside and calls nothing that costs money.

Examples:
  signalbox doctor
  signalbox doctor --json | jq '.findings[] | select(.level != "ok")'

Exit code: 0 nothing fails (warnings may be left), 1 something has to be mended.`,
    )
    .action(async (options: Options) => {
      const findings = (await examine(options)).map(clean);
      const count = (level: Finding["level"]) =>
        findings.filter((finding) => finding.level === level).length;
      const failures = count("failure");
      const warnings = count("warning");
      process.stdout.write(
        options.json
          ? `${JSON.stringify({ findings, failures, warnings })}\n`
          : inWords(findings, failures, warnings),
      );
      if (failures > 0) process.exitCode = 1;
    });
}

/** What others said is among it, and whatever they said may hold a secret. */
function clean(finding: Finding): Finding {
  const { what, mend } = finding;
  return { ...finding, what: redact(what).text, mend: mend && redact(mend).text };
}

const SIGNS = { ok: "ok     ", warning: "warning", failure: "FAILURE" } as const;

function inWords(findings: readonly Finding[], failures: number, warnings: number): string {
  const lines = findings.flatMap(({ area, level, what, mend }) => {
    const [first = "", ...more] = what.split("\n");
    return [
      `${SIGNS[level]}  ${area.padEnd(8)}  ${first}`,
      ...more.map((line) => `${" ".repeat(19)}${line}`),
      ...(mend === null ? [] : [`${" ".repeat(19)}→ ${mend}`]),
    ];
  });
  const sum =
    failures + warnings === 0
      ? "Everything is as it should be."
      : `${failures} to mend, ${warnings} to look at.`;
  return `${lines.join("\n")}\n\n${sum}\n`;
}
