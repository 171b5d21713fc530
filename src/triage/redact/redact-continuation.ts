import type { Removed } from "../model/post.ts";
import { isCredential } from "./redact.ts";

const ENDS_REDACTED = /\[redacted: ([a-z0-9-]+)\]\s*$/;
/** What could be the rest of a key: one unbroken run that no ordinary word is. */
const BEGINS_UNBROKEN = /^\s*([A-Za-z0-9_\-+/=.~]{8,})(?=\s|$)/;

/**
 * The rest of a credential whose beginning ended the message before. The first half was recognised
 * by itself, so the second half looks like nothing once the first is gone.
 * @param before the redacted text of the author's message before this one
 */
export function redactContinuation(
  before: string,
  text: string,
): { readonly text: string; readonly removed: readonly Removed[] } {
  const type = ENDS_REDACTED.exec(before)?.[1];
  const rest = BEGINS_UNBROKEN.exec(text)?.[1];
  if (type === undefined || rest === undefined || !isCredential(type) || isWord(rest)) {
    return { text, removed: [] };
  }
  return { text: text.replace(rest, `[redacted: ${type}]`), removed: [{ type, count: 1 }] };
}

function isWord(run: string): boolean {
  return /^[A-Z]?[a-z]+[.,]?$/.test(run);
}
