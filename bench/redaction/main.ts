import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { redact } from "../../src/triage/redact/redact.ts";
import { type Draw, drawFrom } from "./from-regex.ts";
import { type Rule, readRules } from "./rules.ts";

const { values: options } = parseArgs({
  options: {
    json: { type: "boolean", default: false },
    each: { type: "string", default: "20" },
    seed: { type: "string", default: "1" },
    show: { type: "string" },
  },
});
const shared = process.env["SIGNALBOX_SHARED"] ?? "../shared";
const random = seeded(Number(options.seed));

const SETTINGS: Record<string, (secret: string) => string> = {
  alone: (match) => match,
  prose: (match) =>
    `Hi all, it fails since this morning, here is what I send: ${match} and then nothing.`,
  log: (match) =>
    `2026-11-20T09:14:03Z ERROR [worker-3] upstream said 401\n  ${match}\n    at send (client.ts:41:7)`,
  quoted: (match) => `config = {\n  ${match}\n}\n`,
};

function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** What must not survive: the group that the rule calls the secret, else the first that took part. */
function secretOf(draw: Draw, rule: Rule): string {
  const named = rule.secretGroup > 0 ? draw.groups[rule.secretGroup] : undefined;
  return named ?? draw.groups.find((group) => group !== undefined && group.length > 5) ?? draw.text;
}

function measureRecall(rules: readonly Rule[]) {
  return rules.map((rule) => {
    let found = 0;
    let tried = 0;
    let missed = "";
    for (let i = 0; i < Number(options.each); i++) {
      const draw = drawFrom(rule.regex, random);
      const secret = secretOf(draw, rule).replace(/^["']|["']$/g, "");
      for (const frame of Object.values(SETTINGS)) {
        tried++;
        const framed = frame(draw.text);
        if (!redact(framed).text.includes(secret)) found++;
        else missed = framed;
      }
    }
    return { rule: rule.id, recall: found / tried, missed };
  });
}

function* texts(): Generator<{ set: string; text: string }> {
  const docs = join(shared, "data/docs");
  for (const file of readdirSync(docs, { recursive: true, encoding: "utf8" })) {
    if (/\.mdx?$/.test(file)) yield { set: "docs", text: readFileSync(join(docs, file), "utf8") };
  }
  const rows = readFileSync(join(shared, "data/forum-openai/topics.jsonl"), "utf8")
    .trim()
    .split("\n");
  for (const row of rows) {
    const { title, text } = JSON.parse(row) as { title: string; text: string };
    yield { set: "forum-openai", text: `${title}\n${text}` };
  }
  yield {
    set: "issues-nlbse24",
    text: readFileSync(join(shared, "data/issues-nlbse24/issues_train.csv"), "utf8"),
  };
}

/** Everything taken out of ordinary texts, by set and type, with what it was for the reader to judge. */
function measureTaken() {
  const taken = new Map<string, { characters: number; types: Map<string, number> }>();
  for (const { set, text } of texts()) {
    const entry = taken.get(set) ?? { characters: 0, types: new Map() };
    taken.set(set, entry);
    entry.characters += text.length;
    for (let from = 0; from < text.length; from += 20_000) {
      const piece = text.slice(from, from + 20_000);
      const { text: clean, removed } = redact(piece);
      for (const { type, count } of removed)
        entry.types.set(type, (entry.types.get(type) ?? 0) + count);
      if (options.show === set) showTaken(piece, clean);
    }
  }
  return Array.from(taken, ([set, { characters, types }]) => ({
    set,
    characters,
    types: Object.fromEntries(types),
  }));
}

function showTaken(before: string, after: string): void {
  const lines = before.split("\n");
  for (const [index, line] of after.split("\n").entries()) {
    if (line.includes("[redacted: ") && line !== lines[index]) {
      const at = Math.max(0, line.indexOf("[redacted: ") - 50);
      console.error(`${line.slice(at, at + 110)}  <=  ${(lines[index] ?? "").slice(at, at + 110)}`);
    }
  }
}

const rules = readRules(join(shared, "data/secrets/gitleaks.toml"));
const recall = measureRecall(rules);
const mean = recall.reduce((sum, row) => sum + row.recall, 0) / recall.length;
const whole = recall.filter((row) => row.recall >= 0.95).length;
const taken = measureTaken();

if (options.json) {
  console.log(
    JSON.stringify({
      seed: Number(options.seed),
      rules: recall.length,
      mean,
      whole,
      recall: recall.map(({ rule, recall }) => ({ rule, recall })),
      taken,
    }),
  );
} else {
  console.log(
    `Keys drawn from ${recall.length} gitleaks rules, ${options.each} each in ${Object.keys(SETTINGS).length} settings, seed ${options.seed}`,
  );
  console.log(`mean recall over rules  ${mean.toFixed(3)}`);
  console.log(`rules at 0.95 or more   ${whole}`);
  console.log("\nbelow 0.95:");
  for (const row of recall.filter((r) => r.recall < 0.95).toSorted((a, b) => a.recall - b.recall)) {
    console.log(
      `  ${row.recall.toFixed(2)}  ${row.rule}${options.show === "missed" ? `   ${JSON.stringify(row.missed.slice(0, 200))}` : ""}`,
    );
  }
  console.log("\ntaken out of ordinary texts (some of it rightly):");
  for (const row of taken)
    console.log(`  ${row.set}  ${row.characters} characters  ${JSON.stringify(row.types)}`);
}
