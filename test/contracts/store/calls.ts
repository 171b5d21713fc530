import { expect, it } from "vitest";
import type { Budgets, CallFor } from "../../../src/triage/model/model-call.ts";
import { aCall } from "../../fakes/samples.ts";
import { ELSEWHERE, HERE, type Setting } from "./setting.ts";

const DAY = "2026-01-05";
const NO_BUDGETS: Budgets = { day: null, server: null, person: null };

export function callsContract(at: Setting): void {
  const who = (overrides: Partial<CallFor> = {}): CallFor => ({
    communityId: HERE,
    ticketId: null,
    personId: "ada",
    purpose: "triage",
    ...overrides,
  });
  const reserve = (dollars: number, budgets: Partial<Budgets> = {}, by: Partial<CallFor> = {}) =>
    at.store.calls.reserve(
      who(by),
      { day: DAY, dollars, at: at.clock.now() },
      { ...NO_BUDGETS, ...budgets },
    );

  async function held(dollars: number, by: Partial<CallFor> = {}): Promise<string> {
    const reserved = await reserve(dollars, {}, by);
    if (reserved.type !== "held") throw new Error("the budget is spent");
    return reserved.id;
  }

  it("adds up what the calls of a ticket cost", async () => {
    const { ticketId } = await at.opens();
    const first = await held(1, { ticketId });
    const second = await held(1, { ticketId });
    await held(5);
    await at.store.calls.settle(HERE, first, aCall({ dollars: 0.25, inputTokens: 100 }));
    const cached = { dollars: 0.5, inputTokens: 60, cachedTokens: 40, outputTokens: 7 };
    await at.store.calls.settle(HERE, second, aCall(cached));
    expect(await at.store.calls.ofTicket(HERE, ticketId)).toEqual({
      calls: 2,
      dollars: 0.75,
      inputTokens: 160,
      cachedTokens: 40,
      outputTokens: 9,
    });
    await at.store.calls.settle(HERE, second, aCall({ dollars: null }));
    expect(await at.store.calls.ofTicket(HERE, ticketId)).toMatchObject({ dollars: null });
  });

  it("counts what is held until it is known what a call cost", async () => {
    const id = await held(2);
    expect(await at.store.calls.spentOn(HERE, DAY)).toEqual({ day: 2, server: 2 });
    await at.store.calls.settle(HERE, id, aCall({ dollars: 0.1 }));
    expect(await at.store.calls.spentOn(HERE, DAY)).toEqual({ day: 0.1, server: 0.1 });
  });

  it("refuses a call once a budget of the day is spent, and names it", async () => {
    await held(3);
    await held(4, { communityId: ELSEWHERE });
    expect(await reserve(1, { server: 3 })).toEqual({ type: "spent", budget: "server" });
    expect(await reserve(1, { day: 7 })).toEqual({ type: "spent", budget: "day" });
    expect(await reserve(1, { person: 3 })).toEqual({ type: "spent", budget: "person" });
    expect(await reserve(1, { person: 3 }, { personId: "grace" })).toMatchObject({ type: "held" });
    expect(await reserve(1, { server: 3.5, day: 10 })).toEqual({ type: "spent", budget: "server" });
    expect(await reserve(1, { server: 5, day: 10, person: 4 })).toMatchObject({ type: "held" });
  });

  it("begins every day anew, and leaves out what a person approved", async () => {
    await held(3);
    await held(9, { purpose: "import" });
    expect(await at.store.calls.spentOn(HERE, DAY)).toMatchObject({ day: 3 });
    expect(await reserve(1, { day: 3 }, { purpose: "import" })).toMatchObject({ type: "held" });
    const tomorrow = { day: "2026-01-06", dollars: 1, at: at.clock.now() };
    const next = await at.store.calls.reserve(who(), tomorrow, { ...NO_BUDGETS, day: 3 });
    expect(next).toMatchObject({ type: "held" });
  });

  it("lets callers at the same moment pass a budget by one call at the most", async () => {
    const all = await Promise.all(Array.from({ length: 12 }, () => reserve(1, { day: 2.5 })));
    expect(all.filter(({ type }) => type === "held")).toHaveLength(3);
    expect(await at.store.calls.spentOn(HERE, DAY)).toMatchObject({ day: 3 });
  });

  it("gives a notice of the day to one ticket, as often as it asks", async () => {
    const claim = (ticketId: string, what = "budget", day = DAY) =>
      at.store.calls.claimNotice(HERE, day, what, ticketId);
    expect(await claim("t-1")).toBe(true);
    expect(await claim("t-2")).toBe(false);
    expect(await claim("t-1")).toBe(true);
    expect(await claim("t-2", "down")).toBe(true);
    expect(await claim("t-2", "budget", "2026-01-06")).toBe(true);
  });
}
