import { describe, expect, it } from "vitest";
import { actsIn } from "../../src/triage/decide/acts-in.ts";
import { neverAlone, signalsOf, standings } from "../../src/triage/decide/autonomy.ts";
import { promote, readAutonomy, watchAutonomy } from "../../src/triage/decide/watch-autonomy.ts";
import { DAY } from "../../src/triage/model/clock.ts";
import { Act } from "../../src/triage/model/policy.ts";
import { retract } from "../../src/triage/review/command-desk.ts";
import type { Ended } from "../../src/triage/review/reviewed.ts";
import { aPolicy, COMMUNITY, createHouse } from "../fakes/house.ts";
import { aClassification, aDraft, NOON } from "../fakes/samples.ts";

const RITA = { sourceId: "rita", name: "Rita" };

let number = 0;
function anEnd(overrides: Partial<Ended> = {}): Ended {
  number += 1;
  return {
    proposalId: `p${number}`,
    ticketId: `t${number}`,
    code: `SB-${number}`,
    area: "uploads",
    outcome: "answer",
    visibility: null,
    state: "approved",
    verdicts: ["send"],
    wrong: false,
    at: NOON + number,
    ...overrides,
  };
}

describe("what a proposal says of its act", () => {
  it.each([
    { end: {}, says: "accepted" },
    { end: { verdicts: ["snooze", "send"] }, says: "accepted" },
    { end: { verdicts: ["edit"] }, says: "edited" },
    { end: { verdicts: [] }, says: "alone" },
    { end: { wrong: true }, says: "regretted" },
    { end: { state: "retracted" as const, verdicts: ["send", "retract"] }, says: "regretted" },
    { end: { state: "retracted" as const, verdicts: [] }, says: "regretted" },
    { end: { state: "dismissed" as const, verdicts: ["dismiss"] }, says: "rejected" },
    { end: { state: "overtaken" as const, verdicts: ["change"] }, says: "rejected" },
    { end: { state: "overtaken" as const, verdicts: ["redraft"] }, says: "rejected" },
    { end: { verdicts: ["ask"] }, says: "rejected" },
    { end: { outcome: "ask", verdicts: ["ask"] }, says: "accepted" },
    { end: { outcome: "link", verdicts: ["link"] }, says: "accepted" },
  ])("$end is $says", ({ end, says }) => {
    expect(signalsOf([anEnd(end)]).map((signal) => signal.says)).toEqual([says]);
  });

  it.each([
    { what: "what was undone", end: { verdicts: ["send", "undo"] } },
    { what: "what expired", end: { state: "expired" as const, verdicts: [] } },
    {
      what: "what an answer of a person overtook",
      end: { state: "overtaken" as const, verdicts: [] },
    },
    { what: "a public issue", end: { outcome: "file", visibility: "public" } },
    { what: "the taking back itself", end: { outcome: "retract" } },
  ])("$what says nothing", ({ end }) => {
    expect(signalsOf([anEnd(end)])).toEqual([]);
  });
});

describe("an act in an area", () => {
  const many = (count: number, end: Partial<Ended> = {}) =>
    signalsOf(Array.from({ length: count }, () => anEnd(end)));
  const one = (
    signals: ReturnType<typeof signalsOf>,
    setting: "auto" | "draft" | "off" = "draft",
  ) => standings(signals, aPolicy({ actsByArea: { uploads: { answer: setting } } }), [])[0];

  it.each([
    { accepted: 19, rejected: 0, next: null },
    { accepted: 20, rejected: 0, next: "may-be-promoted" },
    // 20 of 24: between 64 and 93 %.
    { accepted: 20, rejected: 4, next: null },
    { accepted: 47, rejected: 3, next: "may-be-promoted" },
  ])("with $accepted accepted and $rejected rejected: $next", ({ accepted, rejected, next }) => {
    const signals = [...many(rejected, { verdicts: ["edit"] }), ...many(accepted)];
    expect(one(signals)?.next).toBe(next);
  });

  it("counts the last fifty only", () => {
    const bad = many(40, { state: "dismissed", verdicts: ["dismiss"] });
    expect(one([...bad, ...many(50)])?.accepted).toMatchObject({ count: 50, of: 50 });
  });

  it.each([
    { done: 30, regrets: 1, next: null },
    { done: 18, regrets: 2, next: "to-be-demoted" },
    { done: 47, regrets: 2, next: null },
    { done: 47, regrets: 3, next: "to-be-demoted" },
  ])("done alone $done times and regretted $regrets: $next", ({ done, regrets, next }) => {
    const signals = [
      ...many(done, { verdicts: [] }),
      ...many(regrets, { state: "retracted", verdicts: ["retract"] }),
    ];
    expect(one(signals, "auto")?.next).toBe(next);
  });

  it("is judged apart from the same act elsewhere, and not at all while it is off", () => {
    const signals = [...many(20), ...many(3, { area: "cli" })];
    const all = standings(signals, aPolicy(), []);
    expect(all.map(({ area, next }) => [area, next])).toEqual([
      ["cli", null],
      ["uploads", "may-be-promoted"],
    ]);
    expect(one(many(20), "off")?.next).toBeNull();
  });
});

describe("an act that earned to be done alone in an area", () => {
  const actsByArea = { uploads: { answer: "auto" as const } };
  const inUploads = (answer: "auto" | "draft" | "off") => {
    const policy = aPolicy({ actsByArea });
    return actsIn("uploads", { ...policy, acts: { ...policy.acts, answer } }).answer;
  };

  it("is done alone there where it is a draft elsewhere, and nowhere once it is off", () => {
    expect(inUploads("draft")).toBe("auto");
    expect(inUploads("off")).toBe("off");
  });
});

describe("acts that are never done alone from the list", () => {
  it.each(Act.options)("%s", (act) => {
    const may = ["ask", "redirect", "answer", "file-private", "link"];
    expect(neverAlone(act) === null).toBe(may.includes(act));
  });
});

describe("months of reviews", () => {
  /** A house whose area "uploads" gets questions that the docs answer. */
  function aCommunity() {
    let watch: (community: string, ticketId: string) => Promise<void> = async () => {};
    const house = createHouse({ onRegret: (community, ticketId) => watch(community, ticketId) });
    const classification = aClassification({ kind: "question", area: "uploads" });
    house.classifier.when("", { type: "classified", call: null, classification });
    const { passage } = house;
    house.passages.when("", [[passage.id, 9]]);
    const claims = [{ text: passage.text, passageIds: [passage.id], quote: passage.text }];
    const draft = aDraft({ claims, confidence: 0.9 });
    house.drafter.when("", { type: "drafted", call: null, draft });
    const change = async (_community: string, key: string, value: unknown, by: string) => {
      await house.tickets.changeSetting(COMMUNITY, { key, value, by, at: house.clock.now() });
      // As the running program reads its settings.
      if (key === "acts_by_area") Object.assign(house.policy, { actsByArea: value });
    };
    const deps = { ...house, change };
    watch = (community, ticketId) => watchAutonomy(community, ticketId, deps);
    const asks = async () => {
      const posted = await house.post({ title: "How large may a file be?", text: "And why?" });
      await house.advance(20_000);
      return posted;
    };
    const standing = async () =>
      (await readAutonomy(COMMUNITY, deps)).find(({ act }) => act === "answer");
    return { house, deps, asks, standing };
  }

  it("earn an act its autonomy, and bad weeks take it back and tell staff", async () => {
    const { house, deps, asks, standing } = aCommunity();
    const wish = { act: "answer" as const, area: "uploads", by: "Grace" };

    // Three good months, two questions a week: a person sends what was drafted.
    for (let week = 0; week < 13; week += 1) {
      for (const _ of [1, 2]) {
        await asks();
        await house.rule({ verdict: "send" });
        await house.advance(10_000);
      }
      await house.advance(7 * DAY);
      if (week === 4) {
        expect(await standing()).toMatchObject({ next: null, setting: "draft" });
        expect(await promote(COMMUNITY, wish, deps)).toEqual({
          type: "refused",
          why: "10 of the last 10 reviews sent it as it was; 20 are needed",
        });
      }
    }
    expect(await standing()).toMatchObject({ next: "may-be-promoted", setting: "draft" });
    // Nothing happens by itself: a person promotes it.
    expect(house.policy.actsByArea).toEqual({});
    expect(await promote(COMMUNITY, wish, deps)).toMatchObject({ type: "promoted" });
    expect(await promote(COMMUNITY, wish, deps)).toMatchObject({ type: "refused" });

    // A good month on its own, which nobody has to review.
    for (let week = 0; week < 4; week += 1) {
      const { taken } = await asks();
      await house.advance(7 * DAY);
      expect((await house.ticketOf(taken)).ticket.state).toBe("answered");
    }
    expect(await standing()).toMatchObject({ setting: "auto", next: null });

    // Two bad weeks: what it said alone is taken back by staff.
    for (let week = 0; week < 2; week += 1) {
      expect(await standing()).toMatchObject({ setting: "auto" });
      const { taken } = await asks();
      const { ticket } = await house.ticketOf(taken);
      expect(await retract(COMMUNITY, ticket.code, null, RITA, deps)).toMatchObject({
        type: "retracting",
      });
      await house.advance(7 * DAY);
    }
    expect(await standing()).toMatchObject({ setting: "draft", next: null });
    const told = house.conversation.messages.findLast(({ say }) => say.say === "alert")?.say;
    const words = told?.say === "alert" ? told.what : "";
    expect(words).toContain("answer in the area uploads needs a review again");
    expect(words).toContain("2 of the last 6 were regretted");
    const settings = await house.tickets.settings(COMMUNITY);
    expect(settings["autonomy"]).toMatchObject([
      { act: "answer", area: "uploads", setting: "draft", by: "signalbox" },
    ]);

    // From then on a person decides again, and what was before the bad weeks does not count.
    const { taken } = await asks();
    expect((await house.ticketOf(taken)).proposal?.state).toBe("open");
    expect(await standing()).toMatchObject({ accepted: { count: 0, of: 0 } });
    await house.rule({ verdict: "send" });
    for (let week = 0; week < 19; week += 1) {
      await house.advance(7 * DAY);
      await asks();
      await house.rule({ verdict: "send" });
    }
    expect(await standing()).toMatchObject({ next: "may-be-promoted" });
  });
});
