import { expect, it } from "vitest";
import { DAY } from "../../../src/triage/model/clock.ts";
import { allSilences, silencesOf } from "../../../src/triage/report/silences.ts";
import { aRow } from "./a-row.ts";

const NOON = Date.UTC(2026, 2, 4, 12);
const WEEK = { from: NOON - 7 * DAY, to: NOON };

function judged(
  kind: "bug" | "question" | null,
  verdict: "right" | "answer" | "ask" | "file" | null,
  daysAgo = 1,
) {
  const at = NOON - daysAgo * DAY;
  const ended = {
    state: verdict === null ? ("expired" as const) : ("dismissed" as const),
    createdAt: at - DAY,
    decidedAt: at,
    verdicts: verdict === null ? [] : ["judge"],
    judged: verdict,
  };
  return aRow({ kind, ended: [ended] });
}

it("counts silences when they were judged, by kind; what nobody judged is none", () => {
  const lines = silencesOf(
    [
      judged("question", "right"),
      judged("question", "right"),
      judged("question", "answer"),
      judged("bug", "file"),
      judged("bug", null),
      judged("bug", "ask", 8),
      judged(null, "right"),
    ],
    WEEK,
  );
  expect(lines).toEqual([
    { kind: "bug", judged: 1, right: 0, answer: 0, ask: 0, file: 1 },
    { kind: "question", judged: 3, right: 2, answer: 1, ask: 0, file: 0 },
    { kind: null, judged: 1, right: 1, answer: 0, ask: 0, file: 0 },
  ]);
  expect(allSilences(lines)).toEqual({ judged: 5, right: 3, answer: 1, ask: 0, file: 1 });
});
