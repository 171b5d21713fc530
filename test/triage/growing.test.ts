import { describe, expect, it } from "vitest";
import { aFiledBug } from "../fakes/filed.ts";
import { createHouse } from "../fakes/house.ts";
import { aCandidate } from "../fakes/samples.ts";

type House = ReturnType<typeof createHouse>;
type Bug = Awaited<ReturnType<typeof aFiledBug>>;

/** Another post that looks like the bug's issue. */
async function alike(house: House, bug: Bug, open: boolean) {
  const { nodeId, repository, number, url } = bug.issue();
  const target = {
    type: "issue",
    issue: { nodeId, repository, number, url },
    visibility: "public",
  } as const;
  house.sameAsks.when("", [aCandidate({ target, score: 0.9, open })]);
  const posted = await house.post();
  await house.advance(20_000);
  return posted;
}

describe("an issue that more and more people report", () => {
  it("gets the highest label that they are worth, each once", async () => {
    const priorityLabels = [
      { from: 3, label: "p1" },
      { from: 2, label: "bug" },
    ];
    const house = createHouse({ policy: { priorityLabels } });
    const bug = await aFiledBug(house);
    const labels = () => house.tracker.issues[0]?.labels;
    const before = labels() ?? [];
    for (const expected of [["bug"], ["bug", "p1"], ["bug", "p1"]]) {
      await alike(house, bug, true);
      await house.rule({ verdict: "send" });
      await house.advance(10_000);
      expect(labels()).toEqual([...new Set([...before, ...expected])]);
    }
  });
});

describe("a report that matches a closed issue", () => {
  it("is filed as a new issue that names the closed one, or reopens it: a person decides", async () => {
    const house = createHouse();
    const bug = await aFiledBug(house);
    await bug.close();
    await house.advance(3_600_000);
    const again = await alike(house, bug, false);
    const [card] = house.openCards();
    expect(card).toMatchObject({ send: "File" });
    expect(card?.doubt).toContain("closed");
    expect(card?.body).toContain(`Looks like acme/sdk#${bug.issue().number}, which is closed.`);
    const { proposal } = await house.ticketOf(again.taken);
    const [candidate] = proposal?.candidates ?? [];
    if (!candidate) throw new Error("no candidate");
    await house.rule({ verdict: "link", candidate });
    await house.advance(10_000);
    expect([...house.tracker.reopened]).toEqual([bug.issue().nodeId]);
    expect(house.tracker.issues).toHaveLength(1);
    const { issue, ticket } = await house.ticketOf(again.taken);
    expect(issue).toMatchObject({ state: "open", stateReason: null });
    expect(ticket.state).toBe("with-team");
    // What we opened again can be closed again, and that is news.
    await bug.close();
    await house.advance(3_600_000);
    const said = house.conversation.publicIn(again.raw.conversationId ?? "");
    expect(said.at(-1)?.say).toMatchObject({ say: "fixed" });
  });
});
