import { expect, it } from "vitest";
import { draftText, nextDraft, vouch } from "../../src/triage/review/helper-desk.ts";
import { COMMUNITY } from "../fakes/house.ts";
import { aHouseOfQuestions } from "./asking-house.ts";

const HANA = { sourceId: "hana", name: "Hana" };

async function aHouseWithDrafts(open = true) {
  const house = aHouseOfQuestions();
  house.drafts({});
  for (const title of ["How do I resume?", "Where are limits?", "Which regions are there?"]) {
    await house.asks(title);
  }
  let loads = 0;
  const tickets = {
    ...house.tickets,
    load: (...asked: Parameters<typeof house.tickets.load>) => {
      loads += 1;
      return house.tickets.load(...asked);
    },
  };
  return { ...house, tickets, isOpenToAll: async () => open, loads: () => loads };
}

it("reads the one draft that a form opens with, however many wait", async () => {
  const house = await aHouseWithDrafts();
  const { proposalId = "", more } = (await nextDraft(COMMUNITY, HANA, null, house)) ?? {};
  expect(more).toBe(2);
  const before = house.loads();
  expect(await draftText(COMMUNITY, proposalId, HANA, house)).not.toBe("");
  expect(house.loads() - before).toBe(1);
});

it("neither shows a draft nor takes a vouch for it where not everybody can read", async () => {
  const house = await aHouseWithDrafts(false);
  const [hidden] = await house.board.openAnswers(COMMUNITY);
  expect(hidden).toBeDefined();
  const id = hidden?.id ?? "";
  expect(await nextDraft(COMMUNITY, HANA, null, house)).toBeNull();
  expect(await draftText(COMMUNITY, id, HANA, house)).toBeNull();
  expect(await vouch(COMMUNITY, id, null, HANA, house)).toEqual({ type: "gone" });
});
