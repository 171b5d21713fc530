import {
  type CallFor,
  isBudgeted,
  type ModelCall,
  type ModelCalls,
  spentBudget,
} from "../../src/triage/model/model-call.ts";

type Row = CallFor & { readonly id: string; readonly day: string; dollars: number } & {
  call: ModelCall | null;
};

/** Calls in memory, with the rows to look at. */
export function createFakeCalls() {
  const rows: Row[] = [];
  const notices = new Map<string, string>();
  const sum = (some: readonly Row[]) => some.reduce((all, { dollars }) => all + dollars, 0);
  const budgeted = (day: string) =>
    rows.filter((row) => row.day === day && isBudgeted(row.purpose));
  return {
    rows,
    async reserve(who, { day, dollars }, budgets) {
      const today = budgeted(day);
      const here = today.filter(({ communityId }) => communityId === who.communityId);
      const spent = {
        day: sum(today),
        server: sum(here),
        person: sum(here.filter(({ personId }) => personId !== null && personId === who.personId)),
      };
      const budget = isBudgeted(who.purpose) ? spentBudget(spent, budgets) : null;
      if (budget) return { type: "spent", budget };
      const id = `call-${rows.length + 1}`;
      rows.push({ ...who, id, day, dollars, call: null });
      return { type: "held", id };
    },
    async settle(communityId, id, call) {
      const row = rows.find((one) => one.communityId === communityId && one.id === id);
      if (row) Object.assign(row, { call, dollars: call.dollars ?? 0 });
    },
    async ofTicket(communityId, ticketId) {
      const own = rows.filter(
        (row) => row.communityId === communityId && row.ticketId === ticketId,
      );
      const total = (name: "inputTokens" | "cachedTokens" | "outputTokens") =>
        own.reduce((all, { call }) => all + (call?.[name] ?? 0), 0);
      const unpriced = own.some(({ call }) => call?.dollars === null);
      return {
        calls: own.length,
        dollars: unpriced ? null : sum(own),
        inputTokens: total("inputTokens"),
        cachedTokens: total("cachedTokens"),
        outputTokens: total("outputTokens"),
      };
    },
    async spentOn(communityId, day) {
      const today = budgeted(day);
      return {
        day: sum(today),
        server: sum(today.filter((row) => row.communityId === communityId)),
      };
    },
    async claimNotice(communityId, day, what, ticketId) {
      const key = `${communityId} ${day} ${what}`;
      const first = notices.get(key) ?? ticketId;
      notices.set(key, first);
      return first === ticketId;
    },
  } satisfies ModelCalls & Record<string, unknown>;
}
