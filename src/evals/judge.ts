import { decideCase, toCase } from "../replay.ts";
import { surenessOf } from "../triage/decide/calibration.ts";
import { gatherEvidence, type Readers } from "../triage/decide/gather-evidence.ts";
import { route } from "../triage/decide/route.ts";
import type { Classification } from "../triage/model/classification.ts";
import type { ModelCall } from "../triage/model/model-call.ts";
import type { Policy } from "../triage/model/policy.ts";
import { joinPosts } from "../triage/model/post.ts";
import { noted } from "./call-notes.ts";
import type { LabelledRow } from "./labelled-row.ts";
import type { Judged } from "./run.ts";

const COMMUNITY = "eval";

/**
 * Runs one row through the program's own triage: redaction, classification, drafting, decision. It
 * is what happens to a post in Discord and to a recorded case, up to what would be performed.
 */
export async function decideRow(row: LabelledRow, policy: Policy, readers: Readers) {
  const { title, messages, tags, place, ticketId } = row;
  const written = { title, messages: [...messages], tags, place, reporters: 1, silence: null };
  const known = toCase({ ...written, ...(ticketId === null ? {} : { ticketId }) });
  const gathered = await gatherEvidence(COMMUNITY, known, policy, readers);
  if (gathered.type === "failed") return gathered;
  return { type: "decided" as const, known, gathered, ...decideCase(known, gathered, policy) };
}

/**
 * What an engine and a policy make of a row, beside what is right; null when a call that it takes
 * was not made for what it might have cost.
 */
export async function judge(
  row: LabelledRow,
  policy: Policy,
  readers: Readers,
  now: () => number,
): Promise<Judged | null> {
  const { id, set, group, right } = row;
  const from = now();
  const { result: decided, calls, refused } = await noted(() => decideRow(row, policy, readers));
  if (refused) return null;
  const took = now() - from;
  if (decided.type === "failed") {
    const spent = spending(calls);
    return { ...NOTHING, ...spent, id, set, group, right, failed: decided.reason, ms: took };
  }
  const { gathered, known } = decided;
  const { classification } = gathered;
  const ask = joinPosts(gathered.posts);
  const where = { placeId: known.ticket.placeId, text: `${ask.title}\n${ask.text}` };
  const { outcome } = decided.decided.decision;
  const sure = surenessOf(classification, policy);
  const to = decided.routed.route;
  return {
    id,
    set,
    group,
    right,
    failed: null,
    kind: classification.kind,
    lane: classification.lane,
    area: policy.areas.length === 0 ? null : classification.area,
    confidence: classification.confidence,
    laneConfidence: classification.laneConfidence,
    rawConfidence: classification.raw?.confidence ?? classification.confidence,
    rawLaneConfidence: classification.raw?.laneConfidence ?? classification.laneConfidence,
    outcome,
    repository: to?.repository ?? null,
    rightRepository: right.repository ?? routeOf(classification, right, where, policy),
    public: outcome === "answer" || (outcome === "file" && to?.visibility === "public"),
    sure: sure.kind && sure.lane,
    standsIn: classification.stamp.standsInBecause !== null,
    ...spending(calls),
    ms: calls[0]?.latencyMs ?? took,
  };
}

const NOTHING = {
  kind: null,
  lane: null,
  area: null,
  confidence: 0,
  laneConfidence: 0,
  rawConfidence: 0,
  rawLaneConfidence: 0,
  outcome: null,
  repository: null,
  rightRepository: null,
  public: false,
  sure: false,
  standsIn: false,
} as const;

/** Where the same post would go, had it been classified as people labelled it. */
function routeOf(
  found: Classification,
  { kinds, lanes, areas }: LabelledRow["right"],
  where: Parameters<typeof route>[1],
  policy: Policy,
): string | null {
  const [kind] = kinds;
  if (kind === undefined || kinds.length > 2) return null;
  const labels = { ...found, kind, lane: lanes[0] ?? found.lane, area: areas[0] ?? found.area };
  return route(labels, where, policy).route?.repository ?? null;
}

function spending(calls: readonly ModelCall[]): Pick<Judged, "tokens" | "dollars"> {
  if (calls.length === 0) return { tokens: null, dollars: 0 };
  const sum = (pick: (call: ModelCall) => number) => calls.reduce((all, one) => all + pick(one), 0);
  return {
    tokens: {
      input: sum((call) => call.inputTokens),
      cached: sum((call) => call.cachedTokens),
      output: sum((call) => call.outputTokens),
    },
    dollars: calls.some(({ dollars }) => dollars === null)
      ? null
      : sum((call) => call.dollars ?? 0),
  };
}
