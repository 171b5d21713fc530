import { isUtf8 } from "node:buffer";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { UserError } from "../triage/model/errors.ts";
import { crossCheck } from "./cross-check.ts";
import { type Mistake, parseYaml } from "./parse-yaml.ts";
import { sayMistake } from "./say-mistake.ts";
import { Config } from "./schema.ts";
import { showPlace } from "./show-place.ts";

/**
 * Reads and checks a config file.
 * @throws UserError that lists every mistake with file, line, field and how to mend it
 */
export function loadConfig(file: string): Config {
  const text = readText(file);
  const { value, mistakes: slips, lineOf } = parseYaml(text);
  if (value === null && slips.length === 0) {
    throw new UserError(`${file}: is empty. \`signalbox init\` writes a configuration.`);
  }
  const checked = value === undefined ? null : check(value, lineOf);
  if (checked?.config && slips.length === 0) return checked.config;
  const slippedLines = new Set(slips.map(({ line }) => line));
  const others = checked?.mistakes.filter(({ line }) => !slippedLines.has(line)) ?? [];
  const mistakes = [...slips, ...others].toSorted((a, b) => a.line - b.line);
  const isAll = checked !== null;
  throw new UserError(
    `${inWords(file, text, mistakes)}${isAll ? "" : "\nThe rest is checked once it can be read."}`,
  );
}

type Checked =
  | { readonly config: Config; readonly mistakes: readonly [] }
  | { readonly config: null; readonly mistakes: readonly Mistake[] };

function check(value: unknown, lineOf: (path: readonly PropertyKey[]) => number): Checked {
  const at = (path: readonly PropertyKey[], message: string): Mistake => ({
    line: lineOf(path),
    field: path.map(String).join("."),
    message,
  });
  const parsed = Config.safeParse(value, { error: sayMistake });
  if (!parsed.success) {
    const mistakes = parsed.error.issues.flatMap((issue) =>
      issue.code === "unrecognized_keys"
        ? issue.keys.map((key) => at([...issue.path, key], "is no setting; is it misspelt?"))
        : [at(issue.path, issue.message)],
    );
    return { config: null, mistakes };
  }
  const inconsistent = crossCheck(parsed.data).map(({ path, message }) => at(path, message));
  return inconsistent.length > 0
    ? { config: null, mistakes: inconsistent }
    : { config: parsed.data, mistakes: [] };
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

function inWords(file: string, text: string, mistakes: readonly Mistake[]): string {
  const lines = mistakes.map(({ line, column, field, message }) => {
    const place = column === undefined ? line : `${line}:${column}`;
    const shown = column === undefined ? [] : showPlace(text, line, column);
    const said = `${file}:${place}${field ? `  ${field}` : ""}: ${message}`;
    return [`  ${said}`, ...shown.map((one) => `      ${one}`)].join("\n");
  });
  const count = mistakes.length === 1 ? "1 mistake" : `${mistakes.length} mistakes`;
  return `${count} in the config:\n${lines.join("\n")}`;
}
