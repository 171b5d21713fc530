import { z } from "zod";
import { FailureReason } from "./engine-failure.ts";

/** What the machines went by besides the post: with the engine's stamp it makes a result traceable. */
export const Provenance = z.object({
  /** Hash of the community's policy. */
  policyHash: z.string(),
  /** Version of the docs index. */
  indexVersion: z.string(),
  /** `redact@n`. */
  redactorVersion: z.string(),
});
export type Provenance = z.infer<typeof Provenance>;

/**
 * What a call is made for. An import and an eval are begun by a person who was told what they will
 * cost, and do not count towards the budgets of a day.
 */
export const Purpose = z.enum(["triage", "warm-up", "import", "eval"]);
const APPROVED: readonly Purpose[] = ["import", "eval"];
export type Purpose = z.infer<typeof Purpose>;

/** Whose call to a model it is. */
export type CallFor = {
  readonly communityId: string;
  readonly ticketId: string | null;
  /** The person who asked, by our pseudonymous id. */
  readonly personId: string | null;
  readonly purpose: Purpose;
  readonly under?: Provenance;
};

/** A record of one call to a model, for cost and audit. */
export const ModelCall = z.object({
  promptName: z.string(),
  promptHash: z.string(),
  schemaHash: z.string(),
  /** As the vendor returned it; as asked for when nothing came back. */
  model: z.string(),
  responseId: z.string().nullable(),
  requestId: z.string().nullable(),
  inputTokens: z.number(),
  cachedTokens: z.number(),
  outputTokens: z.number(),
  /** Hidden reasoning; part of the output. */
  reasoningTokens: z.number().default(0),
  latencyMs: z.number(),
  /** By the config's prices; null when the model has none there. */
  dollars: z.number().nullable().default(null),
  /** True when the vendor did not say what it cost, so that `dollars` is the most it can be. */
  atMost: z.boolean().default(false),
  outcome: z.union([z.literal("answered"), FailureReason]).default("answered"),
  under: Provenance.optional(),
});
export type ModelCall = z.infer<typeof ModelCall>;

/** The most dollars that calls for triage may cost on one day; null: no limit. */
export type Budgets = {
  /** In all communities of the database. */
  readonly day: number | null;
  /** In one community. */
  readonly server: number | null;
  /** For the posts of one person. */
  readonly person: number | null;
};
export type BudgetName = keyof Budgets;

/** What calls have cost, and how much of their input the vendor had cached. */
export type Spending = {
  readonly calls: number;
  /** Null when a model without a price was among them. */
  readonly dollars: number | null;
  readonly inputTokens: number;
  readonly cachedTokens: number;
  readonly outputTokens: number;
};

/** Every call to a model. A call is written down before it is made, and its cost after it. */
export interface ModelCalls {
  /**
   * Writes a call down with the most that it can cost, unless one of the day's budgets is spent;
   * callers in all processes take turns.
   * @param call `dollars` is what it can cost at the most; 0 when that is not known
   */
  reserve(
    who: CallFor,
    call: { readonly day: string; readonly dollars: number; readonly at: number },
    budgets: Budgets,
  ): Promise<
    | { readonly type: "held"; readonly id: string }
    | { readonly type: "spent"; readonly budget: BudgetName }
  >;
  /** What became of a call; its cost takes the place of what was held. */
  settle(communityId: string, id: string, call: ModelCall): Promise<void>;
  ofTicket(communityId: string, ticketId: string): Promise<Spending>;
  /** Dollars of a day that count towards the budgets, with what is held for calls under way. */
  spentOn(
    communityId: string,
    day: string,
  ): Promise<{ readonly day: number; readonly server: number }>;
  /**
   * True for the ticket that is the first to claim a notice for a day, whenever it asks, and false
   * for all others.
   */
  claimNotice(communityId: string, day: string, what: string, ticketId: string): Promise<boolean>;
}

/** Whether calls for it are held against the budgets of a day. */
export function isBudgeted(purpose: Purpose): boolean {
  return !APPROVED.includes(purpose);
}

/** Which budget is spent; null when one more call may be made. */
export function spentBudget(
  spent: Readonly<Record<BudgetName, number>>,
  budgets: Budgets,
): BudgetName | null {
  const names = ["day", "server", "person"] as const;
  return names.find((name) => budgets[name] !== null && spent[name] >= budgets[name]) ?? null;
}

/** The date in a time zone, such as `2026-03-01`. */
export function dayIn(zone: string, at: number): string {
  const parts = { year: "numeric", month: "2-digit", day: "2-digit" } as const;
  // Swedish dates are written the ISO way.
  return new Intl.DateTimeFormat("sv-SE", { timeZone: zone, ...parts }).format(at);
}
