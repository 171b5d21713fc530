import { isUtf8 } from "node:buffer";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { UserError } from "../triage/model/errors.ts";
import { crossCheck } from "./cross-check.ts";
import { type Mistake, parseYaml } from "./parse-yaml.ts";
import { sayMistake } from "./say-mistake.ts";
import { Config } from "./schema.ts";

/**
 * Reads and checks a config file.
 * @throws UserError that lists every mistake with file, line, field and how to mend it
 */
export function loadConfig(file: string): Config {
  const { value, mistakes, lineOf } = parseYaml(readText(file));
  if (mistakes.length > 0) throw wrong(file, mistakes);
  const at = (path: readonly PropertyKey[], message: string): Mistake => ({
    line: lineOf(path),
    field: path.map(String).join("."),
    message,
  });
  if (value === null) {
    throw new UserError(`${file}: is empty. \`signalbox init\` writes a configuration.`);
  }
  const parsed = Config.safeParse(value, { error: sayMistake });
  if (!parsed.success) {
    throw wrong(
      file,
      parsed.error.issues.flatMap((issue) =>
        issue.code === "unrecognized_keys"
          ? issue.keys.map((key) => at([...issue.path, key], "is no setting; is it misspelt?"))
          : [at(issue.path, issue.message)],
      ),
    );
  }
  const inconsistent = crossCheck(parsed.data).map(({ path, message }) => at(path, message));
  if (inconsistent.length > 0) throw wrong(file, inconsistent);
  return parsed.data;
}

function readText(file: string): string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(resolve(file));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EISDIR") throw new UserError(`${file}: is a folder; name the file in it.`);
    if (code === "EACCES") throw new UserError(`${file}: may not be read; give yourself access.`);
    throw new UserError(
      `${file}: there is no such file. Write one with \`signalbox init\`, or name it with --config.`,
    );
  }
  if (!isUtf8(bytes)) throw new UserError(`${file}: is not UTF-8; save it in that encoding.`);
  return bytes.toString("utf8");
}

function wrong(file: string, mistakes: readonly Mistake[]): UserError {
  const lines = mistakes.map(
    ({ line, field, message }) => `  ${file}:${line}${field ? `  ${field}` : ""}: ${message}`,
  );
  const count = mistakes.length === 1 ? "1 mistake" : `${mistakes.length} mistakes`;
  return new UserError(`${count} in the config:\n${lines.join("\n")}`);
}
