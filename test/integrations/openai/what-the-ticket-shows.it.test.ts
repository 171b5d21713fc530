import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { createOfflineClassifier } from "../../../src/integrations/offline/classifier.ts";
import { createExtractiveDrafter } from "../../../src/integrations/offline/extractive-drafter.ts";
import { createOpenAiClassifier } from "../../../src/integrations/openai/classifier.ts";
import { createOpenAiClient } from "../../../src/integrations/openai/client.ts";
import { createOpenAiDrafter } from "../../../src/integrations/openai/drafter.ts";
import { withFallback } from "../../../src/triage/decide/fallback.ts";
import { createMeter } from "../../../src/triage/decide/meter.ts";
import { DAY } from "../../../src/triage/model/clock.ts";
import type { Budgets } from "../../../src/triage/model/model-call.ts";
import { createManualClock } from "../../fakes/clock.ts";
import { COMMUNITY, createHouse } from "../../fakes/house.ts";
import { aPassage, NOON } from "../../fakes/samples.ts";
import { createFakeCalls } from "../../fakes/store-calls.ts";
import { type OpenAiSimulator, startOpenAiSimulator } from "../../simulators/openai/server.ts";
import type { Twist } from "../../simulators/openai/twist.ts";

const TIMEOUT_MS = 20_000;
const NO_BUDGETS: Budgets = { day: null, server: null, person: null };
const model = {
  name: "gpt-4.1-mini",
  logprobs: false,
  reasoningEffort: null,
  maxOutputTokens: 800,
  timeoutMs: TIMEOUT_MS,
  price: { input: 1, output: 8 },
};
const passage = aPassage({
  text: "Uploads over 1 GB are sent in parts. Set the part size to 100 MB for a large upload.",
});
const QUESTION = {
  title: "How do I set the part size for a large upload?",
  text: "How can I set the part size of a large upload over 1 GB? Which part size is best?",
};
const LABELS = {
  evidence: ["How can I set the part size"],
  ask: "How to set the part size.",
  kind: "question",
  lane: "open",
  area: "unknown",
  severity: "low",
  language: "en",
  missing: [],
  title: "Part size of large uploads",
  confidence: 0.9,
  laneConfidence: 1,
};
const claim = {
  text: "Set the part size to 100 MB.",
  passageIds: ["p1"],
  quote: "part size to 100 MB",
};
const ANSWER = {
  contradictions: [],
  claims: [claim],
  unanswered: [],
  clarify: null,
  confidence: 0.9,
};

let sim: OpenAiSimulator;
beforeAll(async () => {
  sim = await startOpenAiSimulator();
});
afterEach(() => sim.always(null));
afterAll(() => sim.close());

/** The program with both real engines, and one page of docs that answers the question. */
function aHouse(budgets: Partial<Budgets> = {}) {
  const client = createOpenAiClient({ apiKey: "none", baseUrl: sim.url });
  /** The engines' own: what waits for the model waits on it. */
  const clock = createManualClock(NOON);
  const calls = createFakeCalls();
  const meter = createMeter({
    calls,
    clock: createManualClock(NOON),
    zone: "UTC",
    budgets: { ...NO_BUDGETS, ...budgets },
  });
  const engines = withFallback(
    {
      classifier: createOpenAiClassifier({ client, model, clock, meter }),
      drafter: createOpenAiDrafter({ client, model, clock, meter }),
    },
    {
      classifier: createOfflineClassifier(),
      drafter: createExtractiveDrafter({ rarity: () => 1 }),
    },
  );
  const house = createHouse({ ...engines, passages: [passage] });
  house.passages.when("part size", [[passage.id, 9]]);
  return { ...house, calls, waiting: clock };
}

/** @param silent how many calls are made until one is never answered */
async function asked(house: ReturnType<typeof aHouse>, silent: number | null = null) {
  const before = sim.requests().length;
  const { taken } = await house.post(QUESTION);
  const triaged = house.advance(20_000);
  if (silent !== null) {
    await vi.waitFor(() => expect(sim.requests()).toHaveLength(before + silent));
    house.waiting.advance(TIMEOUT_MS);
  }
  await triaged;
  const { ticket, classification } = await house.ticketOf(taken);
  const [card] = house.openCards();
  const story = await house.tickets.story(COMMUNITY, ticket.id);
  return { ticket, classification, card, story: story.map((line) => line.detail).join("\n") };
}

const hangs = ({ twist }: Twist) => twist === "hang" || twist === "stall";

const notices = (house: ReturnType<typeof aHouse>) =>
  house.conversation.messages.filter(({ say }) => say.say === "engine-notice");

const FAILURES: readonly {
  name: string;
  twist: Twist;
  times?: number;
  shown: RegExp;
  down: boolean;
}[] = [
  {
    name: "a refusal",
    twist: { twist: "refusal", text: "I can't." },
    shown: /the model refused: I can't/,
    down: false,
  },
  {
    name: "a cut-off, twice",
    twist: { twist: "cut-off" },
    times: 2,
    shown: /the answer was cut off/,
    down: false,
  },
  {
    name: "a filter",
    twist: { twist: "filtered" },
    shown: /the vendor's filter/,
    down: false,
  },
  {
    name: "an answer that is no JSON",
    twist: { twist: "malformed" },
    shown: /the answer is not JSON/,
    down: false,
  },
  {
    name: "a body that breaks off",
    twist: { twist: "broken-body" },
    shown: /the answer is not JSON/,
    down: false,
  },
  {
    name: "401",
    twist: { twist: "status", status: 401 },
    shown: /the vendor refused the API key or the model/,
    down: true,
  },
  {
    name: "429",
    twist: { twist: "status", status: 429 },
    shown: /the vendor takes no more calls just now/,
    down: true,
  },
  {
    name: "429 with retry-after",
    twist: { twist: "status", status: 429, retryAfterSeconds: 20 },
    shown: /the vendor takes no more calls just now/,
    down: true,
  },
  {
    name: "500",
    twist: { twist: "status", status: 500 },
    shown: /the vendor's server failed/,
    down: true,
  },
  {
    name: "a response that failed",
    twist: { twist: "failed" },
    shown: /the vendor's server failed/,
    down: true,
  },
  {
    name: "a timeout",
    twist: { twist: "hang" },
    shown: /the model did not answer in time/,
    down: true,
  },
  {
    name: "a body that stalls",
    twist: { twist: "stall" },
    shown: /the model did not answer in time/,
    down: true,
  },
  {
    name: "a dropped connection",
    twist: { twist: "drop" },
    shown: /the connection to the vendor broke/,
    down: true,
  },
];

describe("when classifying ends with", () => {
  it.each([
    ...FAILURES,
    {
      name: "a kind that does not exist",
      twist: { twist: "answer", json: { ...LABELS, kind: "rant" } } as const,
      shown: /the answer does not fit the schema at kind/,
      down: false,
    },
  ])("$name, the offline engine's card says so", async ({ twist, times, shown, down }) => {
    const house = aHouse();
    sim.next(twist, times);
    sim.next({ twist: "answer", json: ANSWER });
    const { ticket, classification, card, story } = await asked(house, hangs(twist) ? 1 : null);
    expect(ticket).toMatchObject({ state: "proposed", kind: "question" });
    expect(classification?.stamp).toMatchObject({ engine: "offline" });
    expect(classification?.stamp.standsInBecause).toMatch(shown);
    expect(card?.doubt).toMatch(/^offline engine: /);
    expect(card?.doubt).toMatch(shown);
    expect(story).toMatch(shown);
    expect(notices(house)).toHaveLength(down ? 1 : 0);
  });

  it("an area that was never sent, the ticket has none and stays the model's", async () => {
    sim.next({ twist: "answer", json: { ...LABELS, area: "billing-secrets" } });
    sim.next({ twist: "answer", json: ANSWER });
    const { ticket, classification, card } = await asked(aHouse());
    expect(ticket.area).toBe("unknown");
    expect(classification?.stamp.engine).toBe("openai");
    expect(card?.doubt).toBeNull();
  });
});

describe("when drafting ends with", () => {
  it.each([
    ...FAILURES,
    {
      name: "an answer of another shape",
      twist: { twist: "answer", json: { ...ANSWER, claims: "many" } } as const,
      shown: /the answer does not fit the schema at claims/,
      down: false,
    },
  ])("$name, the card quotes the docs and says so", async ({ twist, times, shown, down }) => {
    const house = aHouse();
    sim.next({ twist: "answer", json: LABELS });
    sim.next(twist, times);
    const { classification, card } = await asked(house, hangs(twist) ? 2 : null);
    expect(classification?.stamp.engine).toBe("openai");
    expect(card?.action).toBe("Answer");
    expect(card?.body).toContain("Set the part size to 100 MB");
    expect(card?.doubt).toMatch(/^offline engine: /);
    expect(card?.doubt).toMatch(shown);
    expect(notices(house)).toHaveLength(down ? 1 : 0);
  });

  it("an id that was never sent, nothing is proposed and the ticket says why", async () => {
    sim.next({ twist: "answer", json: LABELS });
    sim.next({ twist: "answer", json: { ...ANSWER, claims: [{ ...claim, passageIds: ["p77"] }] } });
    const { ticket, card, story } = await asked(aHouse());
    expect(card).toBeUndefined();
    expect(ticket.state).toBe("resting");
    expect(story).toMatch(/leave \(quiet\): no answer is drafted: /);
  });
});

describe("when the budget is spent", () => {
  it("the offline engine takes over, the card says so, and staff are told once a day", async () => {
    const house = aHouse({ server: 0 });
    const before = sim.requests().length;
    const first = await asked(house);
    expect(first.card?.doubt).toBe("offline engine: today's budget for this server is spent");
    expect(first.story).toContain("today's budget for this server is spent");
    await asked(house);
    expect(notices(house)).toHaveLength(1);
    expect(notices(house)[0]?.say).toMatchObject({
      because: "today's budget for this server is spent",
      reason: "budget-spent",
      code: first.ticket.code,
    });
    await house.advance(DAY);
    await asked(house);
    expect(notices(house)).toHaveLength(2);
    expect(sim.requests().length).toBe(before);
  });
});
