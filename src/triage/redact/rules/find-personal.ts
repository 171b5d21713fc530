import type { Span } from "./span.ts";

/** What points at a person: addresses, numbers, accounts, and names in home folders. */
export function findPersonal(text: string): Span[] {
  return [
    ...findEmails(text),
    ...findAll(PHONE, text, "phone", isPhone),
    ...findAll(PHONE_BY_NAME, text, "phone", (value) => isPhone(`+${value}`)),
    ...findAll(IPV4, text, "ip-address", (value, at) => isPublicIpv4(value, text, at)),
    ...findAll(IPV6, text, "ip-address", isPublicIpv6),
    ...findAll(CARD, text, "card-number", isCard),
    ...findAll(IBAN, text, "iban", isIban),
    ...findAll(HOME, text, "user-name", isPerson),
  ];
}

function findAll(
  pattern: RegExp,
  text: string,
  type: string,
  accept: (value: string, at: number) => boolean,
): Span[] {
  const found: Span[] = [];
  for (const hit of text.matchAll(pattern)) {
    const value = hit[1] ?? hit[0];
    const start = hit.index + hit[0].length - value.length;
    if (accept(value, start)) found.push({ start, end: start + value.length, type });
  }
  return found;
}

const RESERVED_HOST =
  /(?:^|\.)(?:example(?:\.(?:com|org|net|edu))?|test|invalid|local|localhost)$/i;
const FILE_ENDING =
  /\.(?:png|jpe?g|gif|svg|webp|ico|css|s?css|m?[jt]sx?|json|html?|md|py|rb|go|rs|ya?ml|so|dll|pdf|onnx|lock|whl)$/i;

// Looks back from each @ rather than forward from each letter: a run without @ costs nothing.
function findEmails(text: string): Span[] {
  const found: Span[] = [];
  const host = /@[A-Za-z0-9](?:[A-Za-z0-9-]{0,62}\.){1,8}[A-Za-z]{2,24}(?![A-Za-z0-9_-])/y;
  for (let at = text.indexOf("@"); at >= 0; at = text.indexOf("@", at + 1)) {
    host.lastIndex = at;
    const domain = host.exec(text)?.[0];
    if (!domain || RESERVED_HOST.test(domain.slice(1)) || FILE_ENDING.test(domain)) continue;
    const local = /[\p{L}\p{N}._%+-]{1,64}$/u.exec(text.slice(Math.max(0, at - 64), at))?.[0];
    // What stands before the @ of an address with a scheme is an account, not a mailbox.
    const isAccount = /:\/\/[^\s@/]{0,200}$/.test(text.slice(Math.max(0, at - 210), at));
    if (!local || local === "git" || isAccount) continue;
    found.push({ start: at - local.length, end: at + domain.length, type: "email" });
  }
  return found;
}

const PHONE =
  /(?<![\w+.#/-])(?:\+\d{1,3}[ .-]?(?:\(\d{1,4}\)[ .-]?)?\d{2,4}(?:[ .-]?\d{2,4}){1,4}|\(\d{3}\) ?\d{3}[-. ]\d{4}|[2-9]\d{2}[-. ][2-9]\d{2}[-. ]\d{4})(?![\w-]|\.\d)/g;
const PHONE_BY_NAME =
  /(?:phone|whats ?app|mobile|call me|tel(?:ephone)?|sms|cell)(?: ?(?:number|no\.?|is|at|on|to))?[ :=]{1,3}(\(?\d[\d ().-]{7,16}\d)(?![\w-])/gi;

function isPhone(value: string): boolean {
  const digits = value.replace(/\D/g, "").length;
  return digits >= 9 && digits <= 15;
}

const IPV4 = /(?<![\w.:-])(?:\d{1,3}\.){3}\d{1,3}(?![\w-]|\.\d)/g;
// Not one person's: this machine, private nets, examples, multicast, and resolvers everybody types.
const NOBODY =
  /^(?:0\.|10\.|127\.|169\.254\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|192\.0\.2\.|198\.51\.100\.|203\.0\.113\.|198\.1[89]\.|22[4-9]\.|23\d\.|24\d\.|25\d\.|1\.1\.1\.1$|1\.0\.0\.1$|8\.8\.[48]\.[48]$|9\.9\.9\.9$)/;

function isPublicIpv4(value: string, text: string, at: number): boolean {
  const parts = value.split(".").map(Number);
  if (parts.some((part) => part > 255) || NOBODY.test(value) || /(?:\.0){2,3}$/.test(value))
    return false;
  const before = text.slice(Math.max(0, at - 24), at);
  // 4.6.1.2 after "version" or a product's slash is a version, not a machine.
  if (/(?:version|ver|release|build|sdk|v|==|[A-Za-z]\/)[ :="']{0,3}$/i.test(before)) return false;
  const small = parts.slice(0, 3).every((part) => part < 20);
  return !small || /ip|addr|host|peer|server|from|client|ssh|:\/\/|@/i.test(before);
}

const IPV6 = /(?<![\w:.])[23][0-9a-f]{3}:(?:[0-9a-f]{0,4}:){1,7}[0-9a-f]{0,4}(?![\w:])/gi;

function isPublicIpv6(value: string): boolean {
  const groups = value.split(":");
  const whole = groups.length === 8 && !value.includes("::");
  return (
    (whole || value.split("::").length === 2) &&
    !/^2001:0?db8:/i.test(value) &&
    /[0-9a-f]$|::$/i.test(value)
  );
}

const CARD =
  /(?<![\w.-])(?:\d{4}[ -]?\d{4}[ -]?\d{4}[ -]?\d{4}|3\d{3}[ -]?\d{6}[ -]?\d{5})(?![\w-]|\.\d)/g;
const ISSUED =
  /^(?:4\d{15}|5[1-5]\d{14}|2(?:2[2-9]|[3-6]\d|7[01])\d{13}|6(?:011|5\d\d|4[4-9]\d)\d{12}|35\d{14}|3[47]\d{13})$/;

function isCard(value: string): boolean {
  const digits = value.replace(/\D/g, "");
  if (!ISSUED.test(digits)) return false;
  let sum = 0;
  for (const [index, digit] of [...digits].toReversed().entries()) {
    const doubled = Number(digit) * (index % 2 === 0 ? 1 : 2);
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

const IBAN = /(?<![\w-])[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?(?![\w-])/g;

function isIban(value: string): boolean {
  const account = value.replaceAll(" ", "");
  if (account.length < 15 || account.length > 34) return false;
  let rest = 0;
  for (const char of account.slice(4) + account.slice(0, 4)) {
    const digits = /\d/.test(char) ? char : String(char.charCodeAt(0) - 55);
    for (const digit of digits) rest = (rest * 10 + Number(digit)) % 97;
  }
  return rest === 1;
}

const HOME =
  /(?:(?<![\w.])\/(?:home|Users)\/|(?<![A-Za-z])[A-Za-z]:(?:\\{1,2}|\/)Users(?:\\{1,2}|\/))([^\s/\\"'`<>|:*?[\]{}()$,;]{1,64})(?=[/\\"'`\s:,;)]|$)/g;
const NOT_A_PERSON =
  /^(?:user|users|username|runner|node|ubuntu|app|apps|root|admin|administrator|public|shared|default|all|you|your.*|me|my.*|name|vscode|ec2-user|coder|jovyan|travis|circleci|docker|debian|pi|git|www|www-data|vagrant|codespace|gitpod|sbx_user\d*|vercel|render|site|deploy|developer|dev|\.{1,3}|~)$/i;

function isPerson(value: string): boolean {
  return !NOT_A_PERSON.test(value);
}
