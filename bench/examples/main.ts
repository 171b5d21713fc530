import { parseArgs } from "node:util";
import { readEnvironment } from "../../src/config/environment.ts";
import { Config } from "../../src/config/schema.ts";
import { createEngines } from "../../src/engines.ts";
import { createExamples } from "../../src/integrations/same-asks/examples.ts";
import { Kind } from "../../src/triage/model/classification.ts";
import { systemClock } from "../../src/triage/model/clock.ts";
import type { Example } from "../../src/triage/model/example.ts";
import type { ClassifyInput } from "../../src/triage/ports/engines.ts";
import { redact } from "../../src/triage/redact/redact.ts";
import { hasData, readForum, SHARED } from "../classify/data.ts";

/**
 * The same forum topics classified with and without examples, each topic's examples being the
 * nearest of all other topics with their labels, as if staff had reviewed those. With the offline
 * engine, which learns nothing from examples, it tells how often the nearest one alone is right.
 */
const { values: options } = parseArgs({
  options: {
    engine: { type: "string", default: "offline" },
    model: { type: "string" },
    "base-url": { type: "string" },
    shown: { type: "string", default: "4" },
    limit: { type: "string", default: "1000" },
  },
});
if (!hasData()) {
  console.error(`no data under ${SHARED}/data: set SIGNALBOX_SHARED`);
  process.exit(2);
}

const topics = readForum()
  .slice(0, Number(options.limit))
  .map(({ title, text, ...rest }) => ({
    ...rest,
    title: redact(title).text,
    text: redact(text).text,
  }));
const examples = createExamples({
  changedReviews: async (_, after) => ({
    changes:
      after > 0 ? [] : topics.map((one) => ({ ticketId: String(one.id), example: toExample(one) })),
    next: 1,
    more: false,
  }),
});
const config = Config.parse({
  community: "bench",
  discord: { server: "bench", channels: {}, review_channel: "bench" },
  engine: options.engine,
  openai: {
    ...(options.model ? { classify_model: options.model } : {}),
    ...(options["base-url"] ? { base_url: options["base-url"] } : {}),
    strong_model: null,
  },
});
const { classifier } = createEngines(config, readEnvironment(), { rarity: () => 1 }, systemClock);

const right = {
  without: 0,
  with: 0,
  nearest: 0,
  found: 0,
  changedForBetter: 0,
  changedForWorse: 0,
};
for (const topic of topics) {
  const ask = { title: topic.title, text: topic.text };
  const near = await examples.near(
    "bench",
    { ticketId: String(topic.id), ...ask },
    Number(options.shown),
  );
  const isRight = (kind: string | null) => kind !== null && topic.kinds.includes(kind);
  const plain = isRight(await kindOf({ ...ask, areas: [], tags: [] }));
  const taught = isRight(await kindOf({ ...ask, areas: [], tags: [], examples: near }));
  right.without += Number(plain);
  right.with += Number(taught);
  right.changedForBetter += Number(taught && !plain);
  right.changedForWorse += Number(plain && !taught);
  const [first] = near;
  right.found += Number(first !== undefined);
  right.nearest += Number(isRight(first?.kind ?? null));
}
const share = (n: number, of = topics.length) => `${n}/${of} (${(n / Math.max(1, of)).toFixed(3)})`;
console.log(`${topics.length} forum topics, ${options.engine} ${options.model ?? ""}`.trimEnd());
console.log(`  kind right without examples   ${share(right.without)}`);
console.log(`  kind right with examples      ${share(right.with)}`);
console.log(`  changed for the better, worse ${right.changedForBetter}, ${right.changedForWorse}`);
console.log(`  nearest example found         ${share(right.found)}`);
console.log(`  its kind is right             ${share(right.nearest, right.found)}`);

async function kindOf(input: ClassifyInput): Promise<string | null> {
  const answer = await classifier.classify(input);
  return answer.type === "failed" ? null : answer.classification.kind;
}

function toExample({ id, title, text, kinds }: (typeof topics)[number]): Example | null {
  const kind = Kind.safeParse(kinds[0]).data;
  if (!kind) return null;
  const labels = { kind, lane: "open", area: "unknown", corrected: true } as const;
  return { ticketId: String(id), code: `SB-${id}`, title, text, ...labels, reviewedAt: 0 };
}
