import { Counter, collectDefaultMetrics, Gauge, Registry } from "prom-client";
import type { EngineStamp } from "../../triage/model/classification.ts";
import { type Clock, SECOND } from "../../triage/model/clock.ts";
import type { ModelCall } from "../../triage/model/model-call.ts";
import type { Classifier, Drafter } from "../../triage/ports/engines.ts";

/** What the store and the queues say when they are asked. */
export type Readings = {
  readonly tickets: Readonly<Record<string, number>>;
  readonly actions: Readonly<Record<string, number>>;
  readonly openCards: number;
  readonly paused: boolean;
  /** Dollars that count towards today's budgets. */
  readonly spentToday: { readonly day: number; readonly server: number };
  /** When what has waited longest came due; null when nothing is late. */
  readonly oldestDueAt: number | null;
  readonly queues: Readonly<
    Record<string, { readonly active: number; readonly waiting: number; readonly delayed: number }>
  >;
};

type Engines = { readonly classifier: Classifier; readonly drafter: Drafter };

export type Metrics = {
  /** Engines that count what they are asked, and what came of it. */
  counted(engines: Engines): Engines;
  /** Told of every call to a model, whatever came of it. */
  called(call: ModelCall): void;
  /** Everything in Prometheus' text format. */
  text(read: () => Promise<Readings>): Promise<string>;
};

/** Several scrapers, or an impatient one, must not keep the database busy. */
const FRESH_MS = 5 * SECOND;

/**
 * Figures for Prometheus. Labels are names from our own lists (states, queues, engines, outcomes),
 * never what a person or a vendor chose, so their number is bounded.
 */
export function createMetrics(clock: Clock): Metrics {
  const registry = new Registry();
  const registers = [registry];
  // Event-loop lag, memory, garbage collection.
  collectDefaultMetrics({ register: registry });
  const gauge = <Label extends string>(name: string, help: string, ...labelNames: Label[]) =>
    new Gauge({ name: `signalbox_${name}`, help, labelNames, registers });
  const tickets = gauge("tickets", "Tickets by state", "state");
  const actions = gauge("actions", "Actions by state", "state");
  const cards = gauge("open_cards", "Review cards that stand open");
  const paused = gauge("paused", "1 while public acts are paused");
  const late = gauge("oldest_due_seconds", "How long what has waited longest is overdue");
  const jobs = gauge("queue_jobs", "Jobs by queue and state", "queue", "state");
  const calls = new Counter({
    name: "signalbox_model_calls_total",
    help: "Times that an engine was asked since the start, by what came of it",
    labelNames: ["task", "engine", "result"],
    registers,
  });
  const tokens = new Counter({
    name: "signalbox_model_tokens_total",
    help: "Tokens sent to and received from the model since the start; cached is part of input, reasoning of output",
    labelNames: ["task", "direction"],
    registers,
  });
  const dollars = new Counter({
    name: "signalbox_model_dollars_total",
    help: "What calls to the model have cost since the start, by the config's prices",
    labelNames: ["task"],
    registers,
  });
  const today = gauge("model_dollars_today", "What counts towards today's budgets", "budget");

  function count(task: string, result: string, stamp: EngineStamp | null, call: ModelCall | null) {
    const instead = stamp !== null && stamp.standsInBecause !== null;
    const engine = stamp?.engine ?? (call === null ? "unknown" : "openai");
    calls.inc({ task, engine: instead ? `${engine}-instead` : engine, result });
  }

  function set({ queues, ...read }: Readings): void {
    for (const [metric, counts] of [
      [tickets, read.tickets] as const,
      [actions, read.actions] as const,
    ]) {
      metric.reset();
      for (const [state, n] of Object.entries(counts)) metric.set({ state }, n);
    }
    cards.set(read.openCards);
    paused.set(read.paused ? 1 : 0);
    today.set({ budget: "per_day" }, read.spentToday.day);
    today.set({ budget: "per_server" }, read.spentToday.server);
    const overdue = read.oldestDueAt === null ? 0 : (clock.now() - read.oldestDueAt) / SECOND;
    late.set(Math.max(0, overdue));
    for (const [queue, counts] of Object.entries(queues)) {
      for (const [state, n] of Object.entries(counts)) jobs.set({ queue, state }, n);
    }
  }

  let readAt = Number.NEGATIVE_INFINITY;
  let reading: Promise<void> = Promise.resolve();
  return {
    counted: ({ classifier, drafter }) => ({
      classifier: {
        async classify(input) {
          const result = await classifier.classify(input);
          if (result.type === "failed") count("classify", result.reason, null, null);
          else count("classify", result.type, result.classification.stamp, result.call);
          return result;
        },
      },
      drafter: {
        async draft(input) {
          const result = await drafter.draft(input);
          if (result.type === "failed") count("draft", result.reason, null, null);
          else if (result.type === "none") count("draft", "none", null, result.call);
          else count("draft", "drafted", result.draft.stamp, result.call);
          return result;
        },
      },
    }),
    called(call) {
      // `classify@1`: prompts are ours, so their number is bounded.
      const [task = ""] = call.promptName.split("@");
      tokens.inc({ task, direction: "input" }, call.inputTokens);
      tokens.inc({ task, direction: "cached" }, call.cachedTokens);
      tokens.inc({ task, direction: "output" }, call.outputTokens);
      tokens.inc({ task, direction: "reasoning" }, call.reasoningTokens);
      dollars.inc({ task }, call.dollars ?? 0);
    },
    async text(read) {
      if (clock.now() - readAt >= FRESH_MS) {
        readAt = clock.now();
        reading = read().then(set);
        // A failure is told now, and asked again next time.
        reading.catch(() => {
          readAt = Number.NEGATIVE_INFINITY;
        });
      }
      await reading;
      return registry.metrics();
    },
  };
}
