import { describe, expect, it } from "vitest";
import { demandOf } from "../../../src/triage/report/demand.ts";
import type { GatheringRow } from "../../../src/triage/report/rows.ts";
import { NOON } from "../../fakes/samples.ts";
import { aGathering, theIssue } from "./a-row.ts";

const policy = { filedFrom: { feature: 5, "model-behavior": 3 } };
const people = (...names: string[]) =>
  names.map((personId) => ({ personId, sourceId: personId, since: NOON }));
const features = (...rows: GatheringRow[]) => demandOf(rows, "feature", policy);

describe("the demand list", () => {
  it("counts distinct people over all that was linked, most first", () => {
    const dark = aGathering({ id: "a", title: "Dark mode", reporters: people("ada", "bo") });
    const same = aGathering({ linkedTo: "ticket:a", reporters: people("bo", "cy") });
    const further = aGathering({
      id: "c",
      linkedTo: `ticket:${same.id}`,
      reporters: people("dee"),
    });
    const other = aGathering({ title: "Export", reporters: people("eve") });
    expect(features(other, dark, same, further)).toMatchObject([
      { title: "Dark mode", tickets: 3, people: 4, needed: 5, state: "gathers" },
      { title: "Export", tickets: 1, people: 1, needed: 5, state: "gathers" },
    ]);
  });

  it("counts no account under a week towards what is needed", () => {
    const aWeekOld = (BigInt(NOON - Date.UTC(2015, 0, 1)) << 22n).toString();
    const five = ["ada", "bo", "cy", "dee"].flatMap((name) => people(name));
    const fresh = { personId: "eve", sourceId: aWeekOld, since: NOON };
    const [line] = features(aGathering({ reporters: [...five, fresh] }));
    expect(line).toMatchObject({ people: 5, fresh: 1, state: "gathers" });
  });

  it.each<{ row: Partial<GatheringRow>; state: string }>([
    { row: { reporters: people("a", "b", "c", "d", "e") }, state: "enough" },
    { row: { state: "proposed" }, state: "with-staff" },
    { row: { issue: theIssue() }, state: "filed" },
    { row: { issue: theIssue({ state: "closed", stateReason: "completed" }) }, state: "shipped" },
    { row: { issue: theIssue({ state: "closed", stateReason: "not_planned" }) }, state: "refused" },
  ])("says how it stands: $state", ({ row, state }) => {
    expect(features(aGathering(row))[0]?.state).toBe(state);
  });

  it("keeps kinds and private matters apart, and survives links that form a ring", () => {
    const behaviour = aGathering({ kind: "model-behavior", reporters: people("a", "b", "c") });
    const secret = aGathering({ lane: "account" });
    const ring = [
      aGathering({ id: "x", linkedTo: "ticket:y" }),
      aGathering({ id: "y", linkedTo: "ticket:x" }),
    ];
    const rows = [behaviour, secret, ...ring];
    expect(demandOf(rows, "model-behavior", policy)).toMatchObject([
      { people: 3, needed: 3, state: "enough" },
    ]);
    expect(demandOf(rows, "feature", policy)).toHaveLength(2);
  });

  it("puts tickets of one issue together, however they came there", () => {
    const issue = theIssue();
    const rows = [
      aGathering({ issue, reporters: people("ada") }),
      aGathering({ issue, reporters: people("bo") }),
    ];
    expect(features(...rows)).toMatchObject([{ tickets: 2, people: 2, issueUrl: issue.url }]);
  });
});
