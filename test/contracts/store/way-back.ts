import { expect, it } from "vitest";
import { anIssue } from "../../fakes/samples.ts";
import { ELSEWHERE, HERE, type Setting } from "./setting.ts";

export function wayBackContract(at: Setting): void {
  const aSubscriber = async (sourceId: string) => {
    const personId = await at.store.tickets.personId(HERE, "discord", sourceId);
    return { personId, sourceId, name: sourceId, since: at.clock.now() };
  };

  it("keeps who wants to be told, once, until they think better of it", async () => {
    const { ticketId } = await at.opens();
    const [bo, cy] = [await aSubscriber("bo"), await aSubscriber("cy")];
    for (const who of [bo, bo, cy]) await at.commits(ticketId, { subscription: { on: true, who } });
    expect((await at.loads(ticketId)).subscribers).toEqual([bo, cy]);
    await at.commits(ticketId, { subscription: { on: false, who: bo } });
    await at.commits(ticketId, { subscription: { on: false, who: bo } });
    expect((await at.loads(ticketId)).subscribers).toEqual([cy]);
  });

  it("forgets what a person asked for and said of a fix", async () => {
    const { ticketId } = await at.opens();
    const who = await aSubscriber("bo");
    const { personId } = who;
    await at.commits(ticketId, {
      ticket: { issueNodeId: "I_1" },
      issue: anIssue({ ticketId }),
      subscription: { on: true, who },
      verdict: { personId, verdict: "broken", at: 5 },
    });
    expect(await at.store.tickets.verdictsOf(HERE, "I_1")).toHaveLength(1);
    await at.store.tickets.forget(HERE, "discord", "bo", at.clock.now());
    expect((await at.loads(ticketId)).subscribers).toEqual([]);
    expect(await at.store.tickets.verdictsOf(HERE, "I_1")).toEqual([]);
  });

  it("counts the last word of each about a fix, over all tickets of an issue", async () => {
    const first = await at.opens();
    const second = await at.opens({ authorSourceId: "bo" });
    const other = await at.opens({ authorSourceId: "cy" });
    const { personId } = await aSubscriber("dee");
    await at.commits(first.ticketId, {
      ticket: { issueNodeId: "I_1" },
      issue: anIssue({ ticketId: first.ticketId }),
    });
    await at.commits(second.ticketId, { ticket: { linkedTo: `ticket:${first.ticketId}` } });
    const says = (ticketId: string, who: string, verdict: "works" | "broken", when: number) =>
      at.commits(ticketId, { verdict: { personId: who, verdict, at: when } });
    await says(first.ticketId, first.post.personId, "broken", 1);
    await says(first.ticketId, first.post.personId, "works", 2);
    await says(second.ticketId, second.post.personId, "broken", 3);
    await says(first.ticketId, personId, "works", 4);
    await says(second.ticketId, personId, "broken", 5);
    await says(other.ticketId, other.post.personId, "broken", 6);
    const verdicts = await at.store.tickets.verdictsOf(HERE, "I_1");
    const codes = [first, second].map(
      async ({ ticketId }) => (await at.loads(ticketId)).ticket.code,
    );
    const [one, two] = await Promise.all(codes);
    expect(verdicts).toHaveLength(3);
    expect(verdicts).toEqual(
      expect.arrayContaining([
        { code: one, verdict: "works" },
        { code: two, verdict: "broken" },
        { code: two, verdict: "broken" },
      ]),
    );
    expect(await at.store.tickets.verdictsOf(ELSEWHERE, "I_1")).toEqual([]);
  });

  it("appends facts about an issue, the same one once, and tells them by filing", async () => {
    const [filed, other] = [await at.opens(), await at.opens()];
    const start = at.clock.now();
    const fact = { team: null, area: null, repository: "acme/sdk" } as const;
    const filing = { ...fact, fact: "filed", team: "sdk", area: "cli" } as const;
    await at.commits(filed.ticketId, { facts: [{ ...filing, at: start }] });
    const closed = { ...fact, fact: "completed", at: start + 20 } as const;
    const asked = { ...fact, fact: "asked", at: start + 10 } as const;
    await at.commits(filed.ticketId, { facts: [closed, asked] });
    await at.commits(filed.ticketId, { facts: [closed] });
    await at.commits(other.ticketId, { facts: [{ ...filing, area: null, at: start - 1_000 }] });
    expect(await at.store.quality.filedSince(HERE, start)).toEqual([
      {
        team: "sdk",
        area: "cli",
        facts: [
          { fact: "filed", at: start },
          { fact: "asked", at: start + 10 },
          { fact: "completed", at: start + 20 },
        ],
      },
    ]);
    expect(await at.store.quality.filedSince(HERE, start - 1_000)).toHaveLength(2);
    expect(await at.store.quality.filedSince(ELSEWHERE, 0)).toEqual([]);
  });
}
