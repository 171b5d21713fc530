import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { redact } from "../../src/triage/redact/redact.ts";

const ALNUM = "q7Zr2Kx9Wv4Bn8Tc5Lm3Hs6Yd1Gf0JpQaRtUeXoCiVbNzM";
/** Noise like a generated key, put together here so that no key-shaped string is ever committed. */
function noise(length: number, alphabet = ALNUM): string {
  let state = 41;
  return Array.from({ length }, () => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return alphabet[Math.floor(state / 65536) % alphabet.length];
  }).join("");
}
const hex = (length: number) => noise(length, "0a1b2c3d4e5f6789");
const upper = (length: number) => noise(length, "A2B3C4D5E6F7GHJK");

const CREDENTIALS: readonly (readonly [type: string, secret: string])[] = [
  ["openai-key", `sk-${noise(48)}`],
  ["openai-key", `sk-proj-${noise(90)}_-${noise(40)}`],
  ["anthropic-key", `sk-ant-api03-${noise(93)}AA`],
  ["github-token", `ghp_${noise(36)}`],
  ["github-token", `github_pat_${noise(22)}_${noise(59)}`],
  ["aws-key", `AKIA${upper(16)}`],
  ["google-key", `AIza${noise(35)}`],
  ["slack-token", `xoxb-${noise(12, "123456789")}-${noise(12, "123456789")}-${noise(24)}`],
  ["discord-token", `M${noise(23)}.${noise(6)}.${noise(38)}`],
  ["stripe-key", `sk_live_${noise(24)}`],
  ["npm-token", `npm_${noise(36)}`],
  ["pypi-token", `pypi-AgEIcHlwaS5vcmc${noise(80)}`],
  ["huggingface-token", `hf_${noise(34)}`],
  ["jwt", `eyJ${noise(30)}.eyJ${noise(60)}.${noise(43)}`],
  ["gitlab-token", `glpat-${noise(20)}`],
];

describe("redact: credentials", () => {
  it.each(CREDENTIALS)("takes out a bare %s", (type, secret) => {
    const { text, removed, leakedCredential } = redact(`it fails with ${secret}, any idea?`);
    expect(text).toBe(`it fails with [redacted: ${type}], any idea?`);
    expect(removed).toEqual([{ type, count: 1 }]);
    expect(leakedCredential).toBe(true);
  });

  it.each(CREDENTIALS)("finds a %s with hidden characters inside", (type, secret) => {
    const hidden = [...secret].join("\u200b");
    expect(redact(`key ${hidden}!`).text).toBe(`key [redacted: ${type}]!`);
  });

  it.each(CREDENTIALS.filter(([type]) => type !== "jwt" && type !== "discord-token"))(
    "finds a %s broken over two lines, wherever it breaks",
    (_, secret) => {
      for (let at = 3; at < secret.length - 6; at++) {
        const { text, leakedCredential } = redact(
          `here:\n${secret.slice(0, at)}\n${secret.slice(at)}\nthanks`,
        );
        expect(leakedCredential, `broken at ${at}`).toBe(true);
        expect(text.includes(secret.slice(-12)), `tail left when broken at ${at}: ${text}`).toBe(
          false,
        );
        expect(text).toContain("thanks");
      }
    },
  );

  it.each([
    ["assignment", `API_SECRET=${noise(28)}`, "API_SECRET=[redacted: secret]"],
    ["JSON", `{"api_key": "${hex(32)}"}`, '{"api_key": "[redacted: secret]"}'],
    [
      "typed constant",
      `const token: string = "${noise(30)}";`,
      'const token: string = "[redacted: secret]";',
    ],
    ["spoken", `my key is ${noise(30)} ok`, "my key is [redacted: secret] ok"],
    ["vendor", `cloudflare: ${hex(37)}`, "cloudflare: [redacted: secret]"],
    [
      "bearer",
      `-H "Authorization: Bearer ${noise(40)}"`,
      '-H "Authorization: Bearer [redacted: authorization]"',
    ],
    [
      "basic",
      `curl -u admin:${noise(9)} https://h.test`,
      "curl -u [redacted: basic-auth] https://h.test",
    ],
    [
      "connection string",
      `postgres://app:${noise(12)}@db.internal:5432/x`,
      "postgres://app:[redacted: password]@db.internal:5432/x",
    ],
    ["password", 'password: "hunter2!"', 'password: "[redacted: password]"'],
    ["cookie", `Cookie: sid=${noise(20)}; theme=dark`, "Cookie: [redacted: cookie]"],
    [
      "webhook",
      `https://discord.com/api/webhooks/${noise(18, "123456789")}/${noise(68)}`,
      "https://[redacted: discord-webhook]",
    ],
    [
      "query",
      `GET /v1?access_token=${noise(32)}&page=2`,
      "GET /v1?access_token=[redacted: secret]&page=2",
    ],
  ])("takes out a secret by its place: %s", (_, text, expected) => {
    expect(redact(text).text).toBe(expected);
  });

  it("takes out a private key whole, and as far as it goes when its end is missing", () => {
    const begin = `-----BEGIN RSA ${"PRIVATE"} KEY-----`;
    const body = `${noise(64)}\n${noise(64)}\n${noise(20)}==`;
    const end = `-----END RSA ${"PRIVATE"} KEY-----`;
    expect(redact(`a\n${begin}\n${body}\n${end}\nb`).text).toBe("a\n[redacted: private-key]\nb");
    expect(redact(`a\n${begin}\n${body}\nand then it stops`).text).toBe(
      "a\n[redacted: private-key]\nand then it stops",
    );
  });
});

describe("redact: personal data", () => {
  it.each([
    ["mail", "write to jo.doe+x@mail.acme.io please", "write to [redacted: email] please"],
    ["phone", "call +49 170 1234567 now", "call [redacted: phone] now"],
    ["phone in brackets", "call (415) 555-2671", "call [redacted: phone]"],
    ["address", "from 91.198.174.192 port 22", "from [redacted: ip-address] port 22"],
    ["IPv6", "peer [2a02:2e0:3fe:1001::7777]", "peer [[redacted: ip-address]]"],
    ["card", "card 4111 1111 1111 1111", "card [redacted: card-number]"],
    ["IBAN", "to DE89 3704 0044 0532 0130 00 today", "to [redacted: iban] today"],
    ["home", "/home/jdoe/app/main.py", "/home/[redacted: user-name]/app/main.py"],
    ["home on a Mac", "at /Users/jane.doe/x.ts:4", "at /Users/[redacted: user-name]/x.ts:4"],
    ["home on Windows", "C:\\Users\\Jane\\x.ts", "C:\\Users\\[redacted: user-name]\\x.ts"],
  ])("%s", (_, text, expected) => {
    const result = redact(text);
    expect(result.text).toBe(expected);
    expect(result.leakedCredential).toBe(false);
  });
});

describe("redact: what teams need stays", () => {
  it.each([
    `request req_${hex(32)} failed`,
    `chatcmpl-${noise(29)}`,
    `resp_${hex(48)} and msg_${hex(48)}`,
    `run_${noise(24)} in thread_${noise(24)} of asst_${noise(24)} with file-${noise(24)}`,
    "trace 3f2504e0-4f89-41d3-9a0c-0305e82c3301",
    `fixed in commit ${hex(40)}`,
    "user 80351110224678912 in channel 175928847299117063",
    "Error code: 429 - insufficient_quota, gpt-4-1106-preview, text-embedding-ada-002",
    "OpenCV 4.5.5.64 on 127.0.0.1:8080 and 192.168.0.12, sdk version 1.2.3.4",
    `api_key=YOUR_API_KEY or sk-${"x".repeat(32)} or Bearer $OPENAI_API_KEY`,
    "const client = new OpenAI({ apiKey: process.env.OPENAI_API_KEY });",
    "user@example.com, git@github.com:acme/app.git, icon@2x.png, @types/node@24.1.0",
    "max_tokens: 4096, next_page_token=abc, postgres://postgres:postgres@localhost:5432/app",
    "2026-11-20T09:14:03Z at 12:34:56 on +2 days, 10-20-3000",
    "/home/runner/work/app and https://acme.dev/home/dashboard/settings",
  ])("%s", (text) => {
    expect(redact(text)).toEqual({ text, removed: [], leakedCredential: false });
  });
});

// Generous, since machines are shared: quadratic work would still take longer by far.
describe("redact: promises", { timeout: 30_000 }, () => {
  const piece = fc.oneof(
    fc.constantFrom(...CREDENTIALS.map(([, secret]) => secret)),
    fc.constantFrom(
      "key=",
      "token: ",
      "\n",
      " ",
      "@",
      "://",
      ":",
      "[redacted: ",
      "]",
      "password",
      "Cookie: a=",
      '"',
      "Bearer ",
      "\u200b",
      "-----BEGIN PRIVATE KEY-----",
      "/home/",
      "2a02:",
      "jo@acme.io",
      "+49 170 1234567",
    ),
    fc.string({ maxLength: 12 }),
  );
  const text = fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join(""));

  it("changes nothing the second time", () => {
    fc.assert(
      fc.property(text, (raw) => {
        const once = redact(raw).text;
        expect(redact(once)).toEqual({ text: once, removed: [], leakedCredential: false });
      }),
      { numRuns: 200 },
    );
  });

  it("finds a key whatever stands around it, if no letter touches it", () => {
    const around = fc.string({ unit: "binary", maxLength: 40 }).filter((s) => !/[\w.-]/.test(s));
    fc.assert(
      fc.property(around, fc.constantFrom(...CREDENTIALS), around, (before, [, secret], after) => {
        expect(redact(`${before}${secret}${after}`).text).not.toContain(secret);
      }),
      { numRuns: 100 },
    );
  });

  // Quadratic work on these would take minutes, so that the suite's own limit is the assertion.
  it.each([
    "a",
    "=",
    "key=a1",
    "sk-",
    "sk-a\n",
    "eyJ.",
    "a@",
    "1.",
    "+1 ",
    "2001:",
    "://a:",
    "password=",
    "token ",
    "-----BEGIN PRIVATE KEY-----",
    "Cookie: a",
    "curl -u a",
    "/home/a",
    "a\u200b",
    "A\n",
    "kind: secret\n a: b",
  ])("is linear on 100,000 characters of %j", (unit) => {
    const long = unit.repeat(Math.ceil(100_000 / unit.length));
    expect(redact(long).text.length).toBeGreaterThan(0);
  });
});
