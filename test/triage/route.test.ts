import { describe, expect, it } from "vitest";
import { route } from "../../src/triage/decide/route.ts";
import type { RoutingRule } from "../../src/triage/model/policy.ts";
import { aClassification, aRoute } from "../fakes/samples.ts";

const SDK = aRoute({ repository: "acme/sdk" });
const DOCS = aRoute({ repository: "acme/docs" });
const FALLBACK = aRoute({ repository: "acme/inbox" });
const ask = { placeId: "forum", text: "Upload hangs\nThe STREAM never ends." };

const routed = (
  rules: readonly RoutingRule[],
  overrides = {},
  fallback: typeof SDK | null = FALLBACK,
) => route(aClassification(overrides), ask, { rules: [...rules], fallback });

describe("route", () => {
  it.each<[string, RoutingRule["when"], boolean]>([
    ["no condition", {}, true],
    ["the kind", { kind: ["bug", "docs"] }, true],
    ["another kind", { kind: ["docs"] }, false],
    ["the lane", { lane: ["open"] }, true],
    ["another lane", { lane: ["security"] }, false],
    ["the area", { area: ["uploads"] }, true],
    ["another area", { area: ["billing"] }, false],
    ["the severity", { severity: ["medium"] }, true],
    ["another severity", { severity: ["critical"] }, false],
    ["the language", { language: ["en"] }, true],
    ["another language", { language: ["de"] }, false],
    ["the channel", { place: ["forum"] }, true],
    ["another channel", { place: ["general"] }, false],
    ["a keyword, whatever its case", { keywords: ["nothing", "stream"] }, true],
    ["other keywords", { keywords: ["nothing"] }, false],
    ["all of several", { kind: ["bug"], area: ["uploads"], keywords: ["hangs"] }, true],
    ["all but one of several", { kind: ["bug"], area: ["uploads"], keywords: ["nothing"] }, false],
  ])("by %s", (_, when, matches) => {
    expect(routed([{ when, route: SDK }]).route).toEqual(matches ? SDK : FALLBACK);
  });

  it("takes the first rule that matches, and says which and why", () => {
    const rules = [
      { when: { kind: ["docs" as const] }, route: DOCS },
      { when: { kind: ["bug" as const], keywords: ["stream"] }, route: SDK },
      { when: {}, route: DOCS },
    ];
    expect(routed(rules)).toEqual({
      route: SDK,
      why: "bugs with the word “stream” go to acme/sdk (rule 2)",
    });
    expect(routed(rules, { kind: "feature" }).why).toBe("everything goes to acme/docs (rule 3)");
  });

  it.each<[RoutingRule["when"], object, string]>([
    [
      { kind: ["bug"], area: ["uploads"] },
      {},
      "bugs in the area “uploads” go to acme/sdk (rule 1)",
    ],
    [{ lane: ["account"] }, { lane: "account" }, "account matters go to acme/sdk (rule 1)"],
    [
      { kind: ["docs"], lane: ["open"] },
      { kind: "docs" },
      "problems with the docs that are matters open to all go to acme/sdk (rule 1)",
    ],
    [{ place: ["forum"] }, {}, "everything from this channel goes to acme/sdk (rule 1)"],
    [
      { severity: ["high"], language: ["de", "en"] },
      { severity: "high", language: "de" },
      "everything of high severity in German goes to acme/sdk (rule 1)",
    ],
  ])("says a rule as a sentence: %o", (when, overrides, words) => {
    expect(routed([{ when, route: SDK }], overrides).why).toBe(words);
  });

  it("falls back visibly, or has nowhere to go", () => {
    expect(routed([])).toMatchObject({ route: FALLBACK, why: expect.stringContaining("fallback") });
    expect(routed([], {}, null).route).toBeNull();
  });

  it("keeps a security matter from everything public, whatever the order of the rules", () => {
    const open = aRoute({ repository: "acme/sdk", visibility: "public" });
    const advisory = aRoute({ repository: "acme/sdk", visibility: "private", as: "advisory" });
    const rules = [
      { when: { kind: ["bug" as const] }, route: open },
      { when: {}, route: advisory },
    ];
    expect(routed(rules, { lane: "security" }).route).toEqual(advisory);
    expect(routed(rules, { lane: "open" }).route).toEqual(open);
    expect(routed(rules.slice(0, 1), { lane: "security" }, open).route).toBeNull();
    expect(routed(rules.slice(1), { kind: "docs" }, open).route).toEqual(open);
  });
});
