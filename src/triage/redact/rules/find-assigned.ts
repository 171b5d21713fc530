import { isKnownId, isStandIn, isUuid, looksRandom } from "./randomness.ts";
import type { Span } from "./span.ts";

/** Vendors whose keys have no shape of their own: the name beside the value gives them away. */
const VENDORS =
  /adafruit|adobe|airtable|algolia|alibaba|asana|atlassian|confluence|jira|beamer|bitbucket|bittrex|meraki|cloudflare|codecov|cohere|co_api_key|coinbase|confluent|contentful|datadog|discord|droneci|dropbox|etsy|facebook|fastly|finicity|finnhub|flickr|freshbooks|gitter|gocardless|intercom|jfrog|artifactory|bintray|xray|kraken|kucoin|launchdarkly|linear|linked[_-]?in|(?<![a-z])lob(?![a-z])|looker|mailchimp|mailgun|mapbox|mattermost|message[_-]?bird|netlify|new[-_]?relic|nytimes|new-?york-?times|okta|plaid|private[_-]?ai|rapidapi|sentry|sonar|sumo|telegr|travis|twitch|twitter|typeform|yandex|zendesk|sendbird|heroku|hubspot|snyk|squarespace|openai|anthropic|mistral|groq|azure|supabase|pinecone|deepgram|elevenlabs/i;
const VENDORS_WITH_UUIDS =
  /heroku|hubspot|kucoin|message[_-]?bird|sendbird|snyk|squarespace|plaid|pinecone/i;

/** Names that say "secret" outright. */
const SECRET_NAME =
  /(?:api|access|auth|secret|private|account|signing|encryption|master|service|storage|subscription|license|client|app|bot|user|session|refresh|id|deploy|personal|webhook)[ _.-]{0,2}(?:key|secret|token)|secret|passw(?:or)?d|passwd|pwd|passphrase|credential|creds|bearer|signature|\btoken\b|_token|[a-z]Token|\bkey\b|_key\b|[a-z]Key\b|\bsig\b|sess(?:ion)?_?id$|connect\.sid/i;
/** Names that merely may hold one: only what is plainly noise is taken. */
const MAYBE_SECRET_NAME = /access|auth|api|key|token/i;
const PASSWORD_NAME = /passw(?:or)?d|passwd|pwd|passphrase|[_.-]pass\b|^pass$/i;
/** Names of things that are looked up, compared or counted, never kept secret. */
const OPEN_NAME =
  /(?:public|verify|verification|host|gpg|pgp|rsa|ssh|primary|foreign|cache|sort|partition|idempotency|row|object|s3|storage|translation|i18n|react|path|route|registry|config|hot|short)[ _.-]{0,2}key|(?:max|num|count|total|per|next|prev|page|paging|pagination|continuation|sync|input|output|cached|completion|prompt|reasoning|stop|end|eos|bos|pad|special|audio|text)[ _.-]{0,2}tokens?|tokens\b|tokeniz|author|keyword|keyboard|monkey|turkey|(?:commit|sha\d*|rev|revision|hash|digest|checksum|integrity|etag|version|build|uuid|guid|fingerprint|model|engine|request|trace|span|thread|assistant|run|file|message|channel|guild|release|ref|tag|snapshot)(?:[ _.-]?id)?[ _.-]{0,2}$|[_ .-]id\s*$/i;
const CAMEL_ID = /[a-z]Id$/;

// What may stand between a separator and a value, then the value itself.
const VALUE = /([=:>,]|\|\|)[`'"\s=]{0,5}([A-Za-z0-9_+/.~%-][\w+/=.~%-]{7,299})/g;
// `token abc…`, `my key is abc…`, `--api-key abc…`: nothing but words in between.
const SPOKEN =
  /(?<![A-Za-z]|(?:public|RSA|DSA|EDDSA|gpg:|ssh) )(keys?|tokens?|secrets?|passwords?|passwd|pwd|credentials?|bearer)(?:[ \t]+(?:is|was|here|are|this|one|value))?[ \t`"':=(]{1,4}\r?\n?[ \t`"']{0,3}([A-Za-z0-9][\w+/=.~-]{15,299})/gi;

const MOST_REREADS = 3;

/** Secrets that show by the name they are given: `KEY=value`, `"api_key": "…"`, `vendor: …`. */
export function findAssigned(text: string): Span[] {
  const found: Span[] = [];
  VALUE.lastIndex = 0;
  let refused = { end: 0, rereads: 0 };
  for (let hit = VALUE.exec(text); hit; hit = VALUE.exec(text)) {
    const value = trimmed(hit[2] ?? "");
    const start = hit.index + hit[0].length - (hit[2] ?? "").length;
    const name = nameBefore(text, hit.index);
    const type = typeOf(name, value, hit[1] ?? "");
    if (type) found.push({ start, end: start + value.length, type });
    // A value that was let through may itself be the name of the next one; a few looks are enough.
    const rereads = hit.index < refused.end ? refused.rereads + 1 : 0;
    const done = type !== undefined || rereads >= MOST_REREADS;
    refused = { end: start + value.length, rereads: done ? 0 : rereads };
    VALUE.lastIndex = done ? start + value.length : hit.index + 1;
  }
  for (const hit of text.matchAll(SPOKEN)) {
    const value = trimmed(hit[2] ?? "");
    const start = hit.index + hit[0].length - (hit[2] ?? "").length;
    if (isKnownId(value) || isStandIn(value) || isUuid(value) || !looksRandom(value, true))
      continue;
    found.push({ start, end: start + value.length, type: "secret" });
  }
  return [...found, ...findPasswords(text)];
}

function trimmed(value: string): string {
  return value.replace(/[.,]+$/, "");
}

/** Up to 60 characters of name before a separator, its quotes and a type annotation left out. */
function nameBefore(text: string, separator: number): string {
  const near = text.slice(Math.max(0, separator - 64), separator);
  const bare = near
    .replace(/[\s'"`)\]:=?|]{1,10}$/, "")
    .replace(/:\s?(?:string|str|String|&str|Text)$/, "");
  return /[\w .\t-]{1,60}$/.exec(bare)?.[0] ?? "";
}

function typeOf(name: string, value: string, separator: string): string | undefined {
  if (name.length < 2 || value.length < 8 || isKnownId(value) || isStandIn(value)) return undefined;
  if (OPEN_NAME.test(name) || CAMEL_ID.test(name)) return undefined;
  const uuid = isUuid(value);
  if (VENDORS.test(name) && value.length >= 14 && isVendorValue(name, value, uuid)) return "secret";
  const secret = SECRET_NAME.test(name);
  if (uuid) return /secret|token|passw|api[ _.-]?key/i.test(name) ? "secret" : undefined;
  const assigned = separator === "=" || separator === ":";
  if (secret && value.length >= 10 && looksRandom(value, !assigned)) return "secret";
  if (MAYBE_SECRET_NAME.test(name) && value.length >= 10 && looksRandom(value, true))
    return "secret";
  return undefined;
}

function isVendorValue(name: string, value: string, uuid: boolean): boolean {
  if (uuid) return VENDORS_WITH_UUIDS.test(name);
  return looksRandom(value, false);
}

const PASSWORD =
  /([\w.-]{0,40}(?:passw(?:or)?d|passwd|pwd|passphrase)[\w.-]{0,20})[ \t'"`]{0,3}(?:=>|\|\||:{1,3}=|\?=|[:=])[ \t=]{0,3}(?:(["'`])([^"'`\s]{4,100})\2|([^\s"'`,;&<>(){}[\]]{6,100}))/gi;
const HOUSEHOLD =
  /^(?:string|str|text|null|undefined|none|true|false|password|passwd|secret|required|optional|process\.env.*|os\..*|env\..*|getenv.*|\$.*|%.*|<.*|\{.*|_.*_|[A-Z_]+)$/i;

/** A person's password is short and need not be noise: a digit or a sign among the letters is enough. */
function findPasswords(text: string): Span[] {
  const found: Span[] = [];
  for (const hit of text.matchAll(PASSWORD)) {
    const value = hit[3] ?? hit[4] ?? "";
    const quoted = hit[3] !== undefined;
    if (!PASSWORD_NAME.test(hit[1] ?? "") || HOUSEHOLD.test(value) || isStandIn(value)) continue;
    if (!/\d|[!@#$%^&*?]/.test(value) || (!quoted && /^[\d.,]+$/.test(value))) continue;
    const end = hit.index + hit[0].length - (quoted ? 1 : 0);
    found.push({ start: end - value.length, end, type: "password" });
  }
  return found;
}
