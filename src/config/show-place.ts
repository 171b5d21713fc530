import { redact } from "../triage/redact/redact.ts";

/** As much of a long line as stands before and after the place in it. */
const BEFORE = 50;
const AFTER = 30;

/**
 * A line of a text and a caret under a place in it, to be printed one below the other.
 * @param line from 1
 * @param column from 1
 * @returns nothing for a line in which somebody may have put a secret
 */
export function showPlace(text: string, line: number, column: number): readonly string[] {
  const whole = (text.split("\n")[line - 1] ?? "").trimEnd();
  if (redact(whole).text !== whole) return [];
  const from = Math.max(0, column - 1 - BEFORE);
  const part = whole.slice(from, column - 1 + AFTER);
  const visible = part.replaceAll("\t", "→").replaceAll(/\p{C}/gu, "·");
  return [visible, `${" ".repeat(column - 1 - from)}^`];
}
