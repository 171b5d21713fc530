import { isStandIn } from "./randomness.ts";
import type { Span } from "./span.ts";

/** Secrets by where they travel: headers, cookies, addresses, command lines, key files, manifests. */
export function findInTransit(text: string): Span[] {
  return [
    ...findPrivateKeys(text),
    ...valuesOf(AUTHORIZATION, text, "authorization", isHeaderValue),
    ...valuesOf(KEY_HEADER, text, "authorization", isKeyValue),
    ...valuesOf(HEADER_FLAG, text, "authorization", isHeaderValue),
    ...valuesOf(COOKIE, text, "cookie", (value) => value.includes("=")),
    ...valuesOf(SESSION_COOKIE, text, "cookie", (value) => /\d/.test(value)),
    ...valuesOf(URL_PASSWORD, text, "password", isUrlPassword),
    ...valuesOf(CURL_USER, text, "basic-auth", (value) => value.includes(":")),
    ...valuesOf(XML_PASSWORD, text, "password", (value) => !isStandIn(value)),
    ...valuesOf(BUNDLE_KEY, text, "password", () => true),
    ...findManifestSecrets(text),
  ];
}

const AUTHORIZATION =
  /authorization["'`]?[ \t]{0,4}[:=,][ \t]{0,4}["'`]?(?:(?:bearer|basic|token|api-?token|bot|key|digest|negotiate)[ \t]{1,4})?([\w=~@.+/-]{8,4000})/gi;
const KEY_HEADER =
  /(?<![A-Za-z])(?:x-(?:[a-z]{1,20}-){0,3})?(?:api-?key|api-?token|auth-?token|access-?token|private-?token)["'`]?:[ \t]{0,5}["'`]?([\w=~@.+/-]{8,400})/gi;
const COOKIE = /(?<![A-Za-z-])(?:set-)?cookie["'`]?:[ \t]{0,4}["'`]?([^\r\n"'`]{4,4000})/gi;
const SESSION_COOKIE =
  /(?<![A-Za-z])(?:PHPSESSID|JSESSIONID|ASP\.NET_SessionId|sessionid|connect\.sid|csrftoken|__Secure-[\w.-]{1,60}|__Host-[\w.-]{1,60}|remember_token|_[a-z]{2,30}_session)=([\w%.+/=~-]{8,2000})/gi;
const URL_PASSWORD = /[a-z0-9+]:\/\/[^\s:@/"'`<>\\]{0,100}:([^\s"'`<>@]{1,200})@(?=[\w[])/gi;
const HEADER_FLAG =
  /(?:-H|--header)(?:=|[ \t]{0,5})["'][a-z-]{0,40}(?:key|token):[ \t]{0,5}([\w=~@.+/-]{8,400})/gi;
const CURL_USER =
  /(?<=\bcurl\b[\s\S]{0,400}[ \t\n\r])(?:-u|--user)(?:=|[ \t]{1,5})((?:"[^"\n]{1,100}"|'[^'\n]{1,100}'|[^\s"']{1,100}):(?:"[^"\n]{1,100}"|'[^'\n]{1,100}'|[^\s"']{1,100})|"[^"\n]{3,200}"|'[^'\n]{3,200}'|[^\s"']{3,100})/gi;
const XML_PASSWORD = /key="(?:ClearText)?Password"\s{0,20}value="([^"\n]{8,200})"/gi;
const BUNDLE_KEY = /CONTRIBSYS__COM[^\n]{0,30}?([a-f0-9]{8}:[a-f0-9]{8})/gi;

function valuesOf(
  pattern: RegExp,
  text: string,
  type: string,
  isSecret: (value: string) => boolean,
): Span[] {
  const found: Span[] = [];
  for (const hit of text.matchAll(pattern)) {
    const value = hit[1] ?? hit[2] ?? hit[3] ?? "";
    if (value === "" || !isSecret(value)) continue;
    const start = hit.index + hit[0].lastIndexOf(value);
    found.push({ start, end: start + value.length, type });
  }
  return found;
}

function isHeaderValue(value: string): boolean {
  if (isStandIn(value) || /^[A-Z_]+$|^[a-z]+(?:[._-][a-z]+)*$/.test(value)) return false;
  return /\d/.test(value) || (/[a-z]/.test(value) && /[A-Z]/.test(value) && value.length >= 12);
}

function isKeyValue(value: string): boolean {
  return /\d/.test(value) && isHeaderValue(value);
}

const TRIVIAL =
  /^(?:pass(?:word)?|passwd|pw|secret|postgres|root|user|admin|guest|test|example|\d{1,5}(?:\/.*)?)$|^[[<{$*%]|^x+$/i;

function isUrlPassword(value: string): boolean {
  return !TRIVIAL.test(value) && !/^(?:your|my)[-_ ]?pass/i.test(value);
}

/** From BEGIN to END, or as far as the base64 goes when the end was cut off. */
function findPrivateKeys(text: string): Span[] {
  const begins = [...text.matchAll(/-{5}BEGIN[ A-Z0-9_-]{0,100}PRIVATE KEY(?: BLOCK)?-{5}/gi)];
  if (begins.length === 0) return [];
  const ends = Array.from(text.matchAll(/KEY(?: BLOCK)?-{5}/gi), (m) => m.index + m[0].length);
  const found: Span[] = [];
  let covered = 0;
  let next = 0;
  for (const begin of begins) {
    if (begin.index < covered) continue;
    const body = begin.index + begin[0].length;
    while (next < ends.length && (ends[next] ?? 0) <= body) next++;
    const end = ends[next];
    covered = end !== undefined && end - body < 20_000 ? end : endOfBase64(text, body);
    found.push({ start: begin.index, end: covered, type: "private-key" });
  }
  return found;
}

function endOfBase64(text: string, from: number): number {
  const body = /(?:[A-Za-z0-9+/=]{16,}|[A-Za-z0-9+/=]{1,15}(?=\s*$)|\\[nr]|[\s>])*/y;
  body.lastIndex = from;
  const rest = body.exec(text.slice(0, from + 20_000))?.[0] ?? "";
  return from + rest.trimEnd().length;
}

/** The data of a Kubernetes secret: base64, hence plain to anybody. */
function findManifestSecrets(text: string): Span[] {
  if (!/\bkind:[ \t]{0,4}["']?secret\b/i.test(text)) return [];
  return valuesOf(
    /^[ \t]{1,12}[\w.-]{1,100}:[ \t]{0,4}(?:(?:\||>[-+]?)\s{1,20})?["']?([A-Za-z0-9+/]{10,4000}={0,3})["']?[ \t]*$/gm,
    text,
    "secret",
    (value) => /[A-Z0-9+/=]/.test(value) && !isStandIn(value),
  );
}
