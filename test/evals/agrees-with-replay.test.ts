import { describe, expect, it } from "vitest";
import { loadConfig } from "../../src/config/load.ts";
import { decideRow } from "../../src/evals/judge.ts";
import { toRow } from "../../src/evals/recorded-rows.ts";
import { createOfflineClassifier } from "../../src/integrations/offline/classifier.ts";
import { toPolicy } from "../../src/policy.ts";
import { caseNames, OUTPUTS, type RecordedCase, readCase, replayCase } from "../../src/replay.ts";
import type { Readers } from "../../src/triage/decide/gather-evidence.ts";
import { aPassage } from "../fakes/samples.ts";

const CASES = new URL("../cases", import.meta.url).pathname;
const DEMO_CONFIG = new URL("../../demo/signalbox.config.yaml", import.meta.url).pathname;
const policy = toPolicy(
  loadConfig(DEMO_CONFIG),
  {},
  { findPlace: (name) => name, communityName: "the community" },
  0,
);

function withheld(evidence: RecordedCase["drafting"]["evidence"]) {
  if (evidence.type === "none") {
    return { type: "none" as const, because: evidence.because, reason: evidence.reason };
  }
  return { type: "none" as const, because: "unclear-ask" as const, reason: "" };
}

/** Engines that say again what they said when the case was recorded. */
function asRecorded({ classification, candidates, drafting }: RecordedCase): Readers {
  const { draft, passages, evidence } = drafting;
  const searched = passages.length > 0 ? passages : [aPassage()];
  return {
    classifier: {
      classify: async () => ({ type: "classified", classification, call: null }),
    },
    drafter: {
      draft: async () =>
        draft ? { type: "drafted", draft, call: null } : { ...withheld(evidence), call: null },
    },
    passages: {
      search: async () => searched.map((passage) => ({ passage, score: 1 })),
      get: async () => searched,
      version: () => "recorded",
      holds: async () => true,
    },
    sameAsks: { find: async () => candidates },
  };
}

// Both read the post by `toCase` and decide by `decideCase`; what eval adds in between is the bot's
// own gathering of evidence, which must come to what was recorded.
describe.each(caseNames(CASES))("recorded case %s", (name) => {
  const recorded = readCase(CASES, name);
  const { written } = recorded;
  // A row of a data set is one person's post that nobody has silenced.
  const alone = written.reporters === 1 && written.silence === null;

  it.runIf(alone)("is decided by eval as by replay, stage by stage", async () => {
    const row = toRow("cases", name, recorded);
    const decided = await decideRow(row, policy, asRecorded(recorded));
    if (decided.type === "failed") throw new Error(decided.detail);
    const { decision } = decided.decided;
    const now = {
      decision,
      proposal: decided.proposal?.proposed ?? null,
      actions: (decided.change.actions ?? []).map(({ act, deed }) => ({ act, deed })),
    };
    const { stages } = replayCase(CASES, name, policy);
    for (const stage of OUTPUTS) {
      expect(`${JSON.stringify(now[stage], null, 2)}\n`, stage).toBe(stages[stage].now);
    }
  });

  it("is classified by eval as the bot's classifier does", async () => {
    const row = toRow("cases", name, recorded);
    const classifier = createOfflineClassifier();
    const readers = { ...asRecorded(recorded), classifier };
    const decided = await decideRow(row, policy, readers);
    if (decided.type === "failed") throw new Error(decided.detail);
    const { posts, classification } = decided.gathered;
    const text = posts.map((post) => post.text).join("\n\n");
    const title = posts[0]?.title ?? "";
    const direct = await classifier.classify({ title, text, areas: policy.areas, tags: [] });
    if (direct.type === "failed") throw new Error(direct.detail);
    const { kind, lane, area, severity } = direct.classification;
    expect(classification).toMatchObject({ kind, lane, area, severity });
  });
});
