import { describe, expect, it } from "vitest";
import { qualityOf } from "../../src/triage/issues/quality.ts";
import { HOUR, MINUTE } from "../../src/triage/model/clock.ts";
import type { FactName } from "../../src/triage/model/way-back.ts";
import { aFiledBug } from "../fakes/filed.ts";
import { COMMUNITY, createHouse } from "../fakes/house.ts";
import { NOON } from "../fakes/samples.ts";

const NOTHING = {
  acceptedAsFiled: 0,
  acceptedAfterQuestion: 0,
  asked: 0,
  invalid: 0,
  duplicate: 0,
  wrongRepository: 0,
  notPlanned: 0,
  stillBroken: 0,
  undecided: 0,
};

const aTicket = (...facts: FactName[]) => ({
  team: "uploads",
  area: "cli",
  facts: facts.map((fact, at) => ({ fact, at })),
});

describe("the quality of issues", () => {
  it.each<{ facts: FactName[]; counts: Partial<typeof NOTHING> }>([
    { facts: ["filed"], counts: { undecided: 1 } },
    { facts: ["filed", "completed"], counts: { acceptedAsFiled: 1 } },
    { facts: ["filed", "accepted"], counts: { acceptedAsFiled: 1 } },
    { facts: ["filed", "accepted", "asked"], counts: { acceptedAsFiled: 1, asked: 1 } },
    { facts: ["filed", "needs-info", "completed"], counts: { acceptedAfterQuestion: 1, asked: 1 } },
    { facts: ["filed", "accepted", "invalid"], counts: { invalid: 1 } },
    { facts: ["filed", "invalid", "reopened", "completed"], counts: { acceptedAsFiled: 1 } },
    { facts: ["filed", "duplicate"], counts: { duplicate: 1 } },
    { facts: ["filed", "transferred"], counts: { wrongRepository: 1 } },
    { facts: ["filed", "not-planned"], counts: { notPlanned: 1 } },
    {
      facts: ["filed", "completed", "still-broken"],
      counts: { acceptedAsFiled: 1, stillBroken: 1 },
    },
  ])("counts $facts", ({ facts, counts }) => {
    expect(qualityOf([aTicket(...facts)])).toEqual([
      { team: "uploads", area: "cli", filed: 1, ...NOTHING, ...counts },
    ]);
  });

  it("is told by team and area, most issues first", () => {
    const other = { ...aTicket("filed"), team: "docs", area: null };
    const lines = qualityOf([other, aTicket("filed"), aTicket("filed")]);
    expect(lines.map(({ team, area, filed }) => [team, area, filed])).toEqual([
      ["uploads", "cli", 2],
      ["docs", "", 1],
    ]);
  });

  it("is gathered from what happens, each fact once however often it is told", async () => {
    const house = createHouse();
    const [asked, refused, moved, merged] = [
      await aFiledBug(house),
      await aFiledBug(house),
      await aFiledBug(house),
      await aFiledBug(house),
    ];
    const issue = () => ({ ...asked.issue(), updatedAt: house.clock.now() });
    const ask = { directive: "ask", words: "Which?", by: "kaja", commentId: "1" } as const;
    await house.issueEvent({ event: "directive", issue: issue(), ...ask });
    await house.advance(MINUTE);
    await asked.close();
    await asked.close();
    const labels = ["Invalid"];
    const closed = { state: "closed", stateReason: "not_planned" } as const;
    const invalid = { ...refused.issue(), ...closed, labels, updatedAt: house.clock.now() };
    await house.issueEvent({ event: "closed", issue: invalid });
    await moved.happens("transferred", {
      movedTo: { ...moved.issue(), nodeId: "I_there", repository: "acme/web" },
    });
    const { repository, number } = merged.issue();
    await house.repositoryEvent({ event: "merged", repository, number: 99, closes: [number] });
    await house.advance(HOUR);
    const [line, ...more] = qualityOf(await house.quality.filedSince(COMMUNITY, NOON));
    expect(more).toEqual([]);
    expect(line).toEqual({
      team: "uploads",
      area: "uploads",
      filed: 4,
      ...NOTHING,
      acceptedAsFiled: 1,
      acceptedAfterQuestion: 1,
      asked: 1,
      invalid: 1,
      wrongRepository: 1,
    });
    expect(await house.quality.filedSince(COMMUNITY, house.clock.now())).toEqual([]);
  });
});
