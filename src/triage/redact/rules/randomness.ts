/** Bits per character, by Shannon, over the characters of the text itself. */
export function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const char of text) counts.set(char, (counts.get(char) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values())
    bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}

/** How often letters and digits take turns: `ada002` once, a random key many times. */
export function turns(text: string): number {
  return text.match(/[A-Za-z](?=\d)|\d(?=[A-Za-z])/g)?.length ?? 0;
}

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

export function isUuid(value: string): boolean {
  return UUID.test(value);
}

// Ids that a team looks up in its own logs, and open data that only resembles a key.
const KNOWN_ID =
  /^(?:req|chatcmpl|cmpl|resp|run|thread|asst|file|msg|step|call|vs|vsfb|ftjob|batch|conv|rs|fc|ws|ft|ftckpt|org|proj|user|evt|upload|modr|snap|img|sess|item|event|gen|eval|evalrun|part|cntr|ci|ig|fs|cfile|job|task|trace|span|toolu|srvtoolu|sha1|sha256|sha384|sha512|data|urn|http|https)[-_:]/i;

/** Request and object ids survive: without them a report is worth little. */
export function isKnownId(value: string): boolean {
  return KNOWN_ID.test(value);
}

const STAND_IN =
  /x{4,}|\*{3,}|\.{3}|^[<{$%]|your|example|sample|dummy|placeholder|change.?me|redacted|insert|replace|secret.?key|api.?key|access.?token|12345678|abcdef|process\.env|os\.environ|getenv|import\.meta/i;

/** `YOUR_API_KEY`, `xxxx`, `${TOKEN}`: a stand-in for a secret, not one. */
export function isStandIn(value: string): boolean {
  return STAND_IN.test(value) || new Set(value).size < 5;
}

/** Whether a value reads like noise from a key generator rather than like a name, a path or a version. */
export function looksRandom(value: string, strict: boolean): boolean {
  if (/^\d+$/.test(value) || !/\d/.test(value)) return value.length >= 32 && mixedCaseNoise(value);
  const parts = value.split(/[-_.+/=~%]+/);
  // Words, numbers and versions joined by dashes are a name: gpt-4-1106-preview.
  const noisy = parts.filter((part) => turns(part) >= 2 || (part.length >= 16 && turns(part) >= 1));
  if (noisy.length === 0) return false;
  const bits = entropy(value);
  return strict ? turns(value) >= 3 && bits >= 3.3 : turns(value) >= 2 && bits >= 2.8;
}

function mixedCaseNoise(value: string): boolean {
  const changes = value.match(/[a-z](?=[A-Z])|[A-Z](?=[a-z])/g)?.length ?? 0;
  return !/[-_./]/.test(value) && changes >= value.length * 0.38 && entropy(value) >= 4;
}
