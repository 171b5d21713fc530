import { asSeen } from "../text/invisible.ts";
import { findAssigned } from "./rules/find-assigned.ts";
import { findCredentials } from "./rules/find-credentials.ts";
import { findInTransit } from "./rules/find-in-transit.ts";
import { findPersonal } from "./rules/find-personal.ts";
import { placeholder, type Span, settle } from "./rules/span.ts";

/** Goes up whenever what is taken out changes; kept with everything that is made of redacted text. */
export const REDACTOR_VERSION = "redact@1";

export type Removed = { readonly type: string; readonly count: number };

export type Redaction = {
  readonly text: string;
  /** What was taken out, by type, in order of first appearance. */
  readonly removed: readonly Removed[];
  /** A credential was among it: its owner has to be told. */
  readonly leakedCredential: boolean;
};

const PERSONAL: ReadonlySet<string> = new Set([
  "email",
  "phone",
  "ip-address",
  "card-number",
  "iban",
  "user-name",
]);

// Taking one thing out can lay another bare; this many rounds settle every text we have met.
const ROUNDS = 4;

/**
 * Replaces secrets and personal data by `[redacted: type]`. Linear in the length of the text,
 * and redacting twice changes nothing. Request and object ids stay: teams need them.
 */
export function redact(text: string): Redaction {
  const counts = new Map<string, number>();
  let current = text;
  for (let round = 0; round < ROUNDS; round++) {
    const spans = findAll(current);
    if (spans.length === 0) break;
    for (const { type } of spans) counts.set(type, (counts.get(type) ?? 0) + 1);
    current = replace(current, spans);
  }
  return {
    text: current,
    removed: Array.from(counts, ([type, count]) => ({ type, count })),
    leakedCredential: counts.keys().some(isCredential),
  };
}

/** Whether something of this type opens a door, rather than pointing at a person. */
export function isCredential(type: string): boolean {
  return !PERSONAL.has(type);
}

function findAll(text: string): Span[] {
  const { text: seen, origin } = asSeen(text);
  const found = settle(
    [
      ...findCredentials(seen),
      ...findInTransit(seen),
      ...findAssigned(seen),
      ...findPersonal(seen),
    ],
    seen,
  );
  // The end is taken from the last character inside, lest hidden characters after it go too.
  return found.map(({ start, end, type }) => ({
    start: origin(start),
    end: origin(end - 1) + 1,
    type,
  }));
}

function replace(text: string, spans: readonly Span[]): string {
  let clean = "";
  let from = 0;
  for (const { start, end, type } of spans) {
    clean += text.slice(from, start) + placeholder(type);
    from = end;
  }
  return clean + text.slice(from);
}
