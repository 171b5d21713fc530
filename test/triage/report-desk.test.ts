import { expect, it } from "vitest";
import { DAY } from "../../src/triage/model/clock.ts";
import type { Silence } from "../../src/triage/model/ticket.ts";
import { lookUpReport } from "../../src/triage/people/report-desk.ts";
import { createTally } from "../../src/triage/people/tally.ts";
import { aRawPost, COMMUNITY, createHouse } from "../fakes/house.ts";
import { aCandidate, aClassification, anIssue } from "../fakes/samples.ts";

const TITLE = "Upload of our merger papers stalls";

const aBug = (title: string, lane: "open" | "account" = "open") =>
  ({
    type: "classified",
    classification: aClassification({ kind: "bug", lane, title }),
    call: null,
  }) as const;

/** What a member is shown who reports something that looks like an ask that stands. */
async function alikeTo(ask: { silence?: Silence; lane?: "open" | "account"; hidden?: boolean }) {
  const house = createHouse();
  house.classifier.when("", aBug(TITLE, ask.lane));
  const { taken } = await house.post({ text: "It stalls. sdk 4.2.0" });
  await house.advance(house.policy.bundleMs);
  const { ticket } = await house.ticketOf(taken);
  if (ask.silence) {
    const change = { story: [], ticket: { silence: ask.silence } };
    await house.tickets.commit(COMMUNITY, ticket.id, ticket.version, change);
  }
  house.classifier.when("", aBug("Upload stalls"));
  const target = { type: "ticket", ticketId: ticket.id, code: ticket.code } as const;
  house.sameAsks.when("", [aCandidate({ title: "another title", target })]);
  const raw = aRawPost({ text: "Upload stalls", authorSourceId: "mallory" });
  const lookUps = createTally(house.clock, DAY);
  const isOpenToAll = async () => ask.hidden !== true;
  return lookUpReport(COMMUNITY, raw, { ...house, lookUps, isOpenToAll });
}

it("shows members an ask that they could read themselves, by its own title", async () => {
  expect(await alikeTo({})).toMatchObject({ alike: [{ title: TITLE, url: null }] });
});

it.each([
  { what: "was asked for the asker alone", ask: { silence: "asked-privately" as const } },
  { what: "was captured elsewhere", ask: { silence: "from-elsewhere" as const } },
  { what: "stands in a hidden channel", ask: { hidden: true } },
  { what: "is a matter of one account", ask: { lane: "account" as const } },
])("shows nobody else an ask that $what", async ({ ask }) => {
  expect(await alikeTo(ask)).toMatchObject({ type: "found", alike: [] });
});

it("names a public issue as it is named there, not as somebody asked", async () => {
  const house = createHouse();
  house.classifier.when("", aBug("Upload stalls"));
  const issue = anIssue({ title: "Upload stalls", visibility: "public" });
  await house.tickets.saveIssue(COMMUNITY, issue);
  const { nodeId, repository, number, url } = issue;
  const target = {
    type: "issue",
    issue: { nodeId, repository, number, url },
    visibility: "public",
  } as const;
  house.sameAsks.when("", [aCandidate({ title: TITLE, target })]);
  const lookUps = createTally(house.clock, DAY);
  const deps = { ...house, lookUps, isOpenToAll: async () => true };
  const shown = await lookUpReport(COMMUNITY, aRawPost({ text: "Upload stalls" }), deps);
  expect(shown).toMatchObject({ alike: [{ title: "Upload stalls", url }] });
});

it("looks up for one person three times as often as they may report, in a day", async () => {
  const house = createHouse();
  house.classifier.when("", aBug("Upload stalls"));
  const lookUps = createTally(house.clock, DAY);
  const deps = { ...house, lookUps, isOpenToAll: async () => true };
  const look = (authorSourceId: string) =>
    lookUpReport(COMMUNITY, aRawPost({ text: "Upload stalls", authorSourceId }), deps);
  const most = 3 * house.policy.asksPerDay;
  for (let n = 0; n < most; n += 1) expect((await look("mallory")).type).toBe("found");
  expect(await look("mallory")).toEqual({ type: "refused", because: "daily-cap" });
  expect(house.classifier.asked).toHaveLength(most);
  expect((await look("alice")).type).toBe("found");
  await house.advance(DAY);
  expect((await look("mallory")).type).toBe("found");
});
