import { expect, it } from "vitest";
import type { Silence } from "../../src/triage/model/ticket.ts";
import { lookUpReport } from "../../src/triage/people/report-desk.ts";
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
  return lookUpReport(COMMUNITY, raw, { ...house, isOpenToAll: async () => ask.hidden !== true });
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
  const deps = { ...house, isOpenToAll: async () => true };
  const shown = await lookUpReport(COMMUNITY, aRawPost({ text: "Upload stalls" }), deps);
  expect(shown).toMatchObject({ alike: [{ title: "Upload stalls", url }] });
});
