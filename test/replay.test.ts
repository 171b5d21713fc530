import { describe, expect, it } from "vitest";
import { loadConfig } from "../src/config/load.ts";
import { toPolicy } from "../src/policy.ts";
import { caseNames, OUTPUTS, replayCase } from "../src/replay.ts";

const CASES = new URL("cases", import.meta.url).pathname;
const DEMO_CONFIG = new URL("../demo/signalbox.config.yaml", import.meta.url).pathname;
const policy = toPolicy(
  loadConfig(DEMO_CONFIG),
  {},
  { findPlace: (name) => name, communityName: "the community" },
  0,
);

// A change that is meant: `npm run -s signalbox -- replay test/cases --config … --refresh`, and the
// diff of the stage files is the review.
describe.each(caseNames(CASES))("recorded case %s", (name) => {
  const { stages } = replayCase(CASES, name, policy);

  it.each(OUTPUTS)("comes to the same %s", (stage) => {
    expect(stages[stage].now).toBe(stages[stage].recorded);
  });
});
