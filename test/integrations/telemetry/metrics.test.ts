import { describe, expect, it } from "vitest";
import { createMetrics, type Readings } from "../../../src/integrations/telemetry/metrics.ts";
import type { Classifier } from "../../../src/triage/ports/engines.ts";
import { createManualClock } from "../../fakes/clock.ts";
import { createFakeDrafter } from "../../fakes/engines.ts";
import { aCall, aClassification, aStamp } from "../../fakes/samples.ts";

const NOW = 1_700_000_000_000;

function someReadings(overrides: Partial<Readings> = {}): Readings {
  return {
    tickets: { resting: 3, proposed: 1 },
    actions: { waiting: 2 },
    openCards: 1,
    paused: false,
    spentToday: { day: 1.5, server: 1 },
    oldestDueAt: NOW - 90_000,
    queues: { act: { active: 1, waiting: 4, delayed: 0 } },
    ...overrides,
  };
}

function lineOf(text: string, start: string): string | undefined {
  return text.split("\n").find((line) => line.startsWith(start));
}

describe("the figures for Prometheus", () => {
  it("show tickets, actions, queues and what is late", async () => {
    const text = await createMetrics(createManualClock(NOW)).text(async () => someReadings());
    expect(lineOf(text, 'signalbox_tickets{state="resting"}')).toMatch(/ 3$/);
    expect(lineOf(text, 'signalbox_actions{state="waiting"}')).toMatch(/ 2$/);
    expect(lineOf(text, 'signalbox_queue_jobs{queue="act",state="waiting"}')).toMatch(/ 4$/);
    expect(lineOf(text, "signalbox_oldest_due_seconds ")).toMatch(/ 90$/);
    expect(lineOf(text, "nodejs_eventloop_lag_p99_seconds ")).toBeDefined();
  });

  it("forget a state that no ticket is in any more", async () => {
    const clock = createManualClock(NOW);
    const metrics = createMetrics(clock);
    await metrics.text(async () => someReadings());
    clock.advance(60_000);
    const text = await metrics.text(async () => someReadings({ tickets: { resolved: 4 } }));
    expect(lineOf(text, 'signalbox_tickets{state="resting"}')).toBeUndefined();
  });

  it("ask the store once for many scrapes, and again after a failure", async () => {
    const metrics = createMetrics(createManualClock(NOW));
    let asked = 0;
    const read = async () => {
      asked += 1;
      if (asked === 1) throw new Error("the database is away");
      return someReadings();
    };
    await expect(metrics.text(read)).rejects.toThrow("away");
    await metrics.text(read);
    await metrics.text(read);
    expect(asked).toBe(2);
  });

  it("count what the model was asked, what it cost, and who stood in", async () => {
    const metrics = createMetrics(createManualClock(NOW));
    const call = aCall({ inputTokens: 100, cachedTokens: 60, outputTokens: 20, dollars: 0.5 });
    const answers: Awaited<ReturnType<Classifier["classify"]>>[] = [
      {
        type: "classified",
        classification: aClassification({ stamp: aStamp({ engine: "openai" }) }),
        call,
      },
      {
        type: "classified",
        classification: aClassification({ stamp: aStamp({ standsInBecause: "out of reach" }) }),
        call: null,
      },
      { type: "failed", reason: "timeout", detail: "a long story", retryAfterMs: null },
    ];
    const { classifier } = metrics.counted({
      classifier: { classify: async () => answers.shift() ?? expect.unreachable() },
      drafter: createFakeDrafter(),
    });
    for (const _ of [1, 2, 3]) {
      await classifier.classify({ title: "", text: "", areas: [], tags: [] });
    }
    metrics.called(call);
    metrics.called(aCall({ inputTokens: 11, outcome: "timeout" }));
    const text = await metrics.text(async () => someReadings());
    const calls = (engine: string, result: string) =>
      lineOf(
        text,
        `signalbox_model_calls_total{task="classify",engine="${engine}",result="${result}"}`,
      );
    expect(calls("openai", "classified")).toMatch(/ 1$/);
    expect(calls("offline-instead", "classified")).toMatch(/ 1$/);
    expect(calls("unknown", "timeout")).toMatch(/ 1$/);
    expect(text).not.toContain("a long story");
    const tokens = (direction: string) =>
      lineOf(text, `signalbox_model_tokens_total{task="classify",direction="${direction}"}`);
    expect(tokens("input")).toMatch(/ 111$/);
    expect(tokens("cached")).toMatch(/ 60$/);
    expect(lineOf(text, 'signalbox_model_dollars_total{task="classify"}')).toMatch(/ 0.5$/);
    expect(lineOf(text, 'signalbox_model_dollars_today{budget="per_day"}')).toMatch(/ 1.5$/);
  });
});
