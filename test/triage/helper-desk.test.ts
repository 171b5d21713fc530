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
  /** How many cases each read asked for. */
  const reads: number[] = [];
  const tickets = {
    ...house.tickets,
    load: (...asked: Parameters<typeof house.tickets.load>) => {
      reads.push(1);
      return house.tickets.load(...asked);
    },
    loadAll: (...asked: Parameters<typeof house.tickets.loadAll>) => {
      reads.push(asked[1].length);
      return house.tickets.loadAll(...asked);
    },
  };
  return { ...house, tickets, isOpenToAll: async () => open, reads };
}

it("reads all that wait at once, and of those that a form does not show none", async () => {
  const house = await aHouseWithDrafts();
  const { proposalId = "", more } = (await nextDraft(COMMUNITY, HANA, null, house)) ?? {};
  expect(more).toBe(2);
  expect(house.reads.splice(0)).toEqual([3]);
  expect(await draftText(COMMUNITY, proposalId, HANA, house)).not.toBe("");
  expect(house.reads.splice(0)).toEqual([1]);
  await vouch(COMMUNITY, proposalId, null, HANA, house);
  house.reads.splice(0);
  // Passed over: what was vouched for is not read again.
  expect(await nextDraft(COMMUNITY, HANA, null, house)).toMatchObject({ more: 1 });
  expect(house.reads).toEqual([2]);
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
