import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { UserError } from "../triage/model/errors.ts";
import { crossCheck } from "./cross-check.ts";
import { type Mistake, parseYaml } from "./parse-yaml.ts";
import { Config } from "./schema.ts";

/**
 * Reads and checks a config file.
 * @throws UserError that lists every mistake with file, line, field and how to mend it
 */
export function loadConfig(file: string): Config {
  let text: string;
  try {
    text = readFileSync(resolve(file), "utf8");
  } catch {
    throw new UserError(
      `${file}: there is no such file. Write one with \`signalbox init\`, or name it with --config.`,
    );
  }
  const { value, mistakes, lineOf } = parseYaml(text);
  if (mistakes.length > 0) throw wrong(file, mistakes);
  const at = (path: readonly PropertyKey[], message: string): Mistake => ({
    line: lineOf(path),
    field: path.map(String).join("."),
    message,
  });
  const parsed = Config.safeParse(value);
  if (!parsed.success) {
    throw wrong(
      file,
      parsed.error.issues.map((issue) => ({
        line: lineOf(issue.path),
        field: issue.path.join("."),
        message:
          issue.code === "unrecognized_keys" ? `unknown: ${issue.keys.join(", ")}` : issue.message,
      })),
    );
  }
  const inconsistent = crossCheck(parsed.data).map(({ path, message }) => at(path, message));
  if (inconsistent.length > 0) throw wrong(file, inconsistent);
  return parsed.data;
}

function wrong(file: string, mistakes: readonly Mistake[]): UserError {
  const lines = mistakes.map(
    ({ line, field, message }) => `  ${file}:${line}${field ? `  ${field}` : ""}: ${message}`,
  );
  const count = mistakes.length === 1 ? "1 mistake" : `${mistakes.length} mistakes`;
  return new UserError(`${count} in the config:\n${lines.join("\n")}`);
}
