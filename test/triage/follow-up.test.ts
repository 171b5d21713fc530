import { describe, expect, it } from "vitest";
import { HOUR } from "../../src/triage/model/clock.ts";
import type { RepositoryEvent } from "../../src/triage/model/repository-event.ts";
import { aFiledBug } from "../fakes/filed.ts";
import { COMMUNITY, createHouse } from "../fakes/house.ts";

type House = ReturnType<typeof createHouse>;
type Change = Extract<RepositoryEvent, { event: "repository" }>["change"];

const alerts = (house: House) =>
  house.conversation.messages.flatMap(({ say }) => (say.say === "alert" ? [say.what] : []));
const storyOf = async (house: House, id: string) =>
  (await house.tickets.story(COMMUNITY, id)).map(({ what }) => what);

describe("what else happens to an issue", () => {
  it("asks the reporter, once a person agrees, when the team says that it lacks something", async () => {
    const house = createHouse();
    const bug = await aFiledBug(house);
    house.tracker.teamSays(bug.issue(), "Which region is it in?");
    await bug.happens("labeled", { label: "Needs-Info" });
    await bug.happens("labeled", { label: "Needs-Info" });
    await house.settle();
    expect(house.openCards()).toMatchObject([{ send: "Ask", body: "- Which region is it in?" }]);
    await house.rule({ verdict: "send" });
    await house.advance(10_000);
    expect(bug.messages().at(-1)?.say).toMatchObject({
      say: "team-asks",
      words: "Which region is it in?",
    });
    expect((await bug.ticket()).state).toBe("waiting-reporter");
    const reply = { opens: false, title: "", text: "eu-west-1" };
    await house.post({ ...bug.raw, sourceId: `${bug.raw.sourceId}9`, ...reply });
    await house.settle();
    expect(house.commentsOn(bug.issue().nodeId).join()).toContain("eu-west-1");
    expect((await bug.ticket()).state).toBe("with-team");
  });

  it("guesses what is missing when the team has not said it, and heeds no other label", async () => {
    const house = createHouse();
    const bug = await aFiledBug(house);
    await bug.happens("labeled", { label: "p1" });
    await house.settle();
    expect(house.openCards()).toEqual([]);
    await bug.happens("labeled", { label: "needs-info" });
    await house.settle();
    expect(house.openCards()[0]?.body.split("\n")).toHaveLength(3);
  });

  it("lets a ticket rest, with an alert, when its issue was deleted, and be filed anew", async () => {
    const house = createHouse();
    const bug = await aFiledBug(house);
    await bug.happens("deleted");
    await bug.happens("deleted");
    await house.settle();
    expect(await bug.ticket()).toMatchObject({ state: "resting", issueNodeId: null });
    expect(alerts(house)).toEqual([expect.stringContaining("was deleted on GitHub")]);
    const { id, version } = await bug.ticket();
    const again = { state: "gathering", dueAt: house.clock.now() } as const;
    await house.tickets.commit(COMMUNITY, id, version, { ticket: again, story: [] });
    await house.settle();
    expect(house.openCards()).toMatchObject([{ send: "File" }]);
  });

  it("takes no discussion for a fix: a person writes where it goes on", async () => {
    const house = createHouse();
    const bug = await aFiledBug(house);
    house.tracker.convert(bug.issue());
    await bug.close("completed");
    await house.advance(HOUR);
    expect(bug.said()).toEqual(["filed"]);
    expect(house.openCards()).toMatchObject([{ send: null, editable: true }]);
    await house.rule({ verdict: "edit", title: null, text: "It goes on in the forum." });
    await house.advance(10_000);
    expect(bug.messages().at(-1)?.say).toMatchObject({ say: "team-tells" });
  });

  it("takes the link out when the issue went to a private repository", async () => {
    const house = createHouse();
    const bug = await aFiledBug(house);
    const movedTo = {
      ...bug.issue(),
      nodeId: "I_moved",
      repository: "acme/internal",
      visibility: "private",
    } as const;
    await bug.happens("transferred", { movedTo });
    await house.settle();
    expect(bug.messages()[0]?.say).toMatchObject({ say: "filed", url: null });
    expect((await bug.ticket()).issueNodeId).toBe("I_moved");
  });
});

describe("what happens to a repository", () => {
  const changes = (house: House, change: Change, before: string | null = null) =>
    house.repositoryEvent({ event: "repository", change, repository: "acme/sdk", before });

  it("stands in the story when a change that closes the issue is merged, and is told to nobody", async () => {
    const house = createHouse();
    const bug = await aFiledBug(house);
    const { repository, number } = bug.issue();
    await house.repositoryEvent({ event: "merged", repository, number: 77, closes: [number, 99] });
    await house.advance(HOUR);
    expect(await storyOf(house, (await bug.ticket()).id)).toContain("change merged");
    expect(bug.said()).toEqual(["filed"]);
  });

  it("takes every link away when it turns private, and says fixed without one", async () => {
    const house = createHouse();
    const bug = await aFiledBug(house);
    const other = await aFiledBug(house);
    await bug.close();
    await house.advance(HOUR);
    await changes(house, "privatized");
    await house.settle();
    const urls = [...bug.messages(), ...other.messages()].map(({ say }) =>
      "url" in say ? say.url : "",
    );
    expect(urls).toEqual([null, null, null]);
    expect(alerts(house)).toEqual([expect.stringContaining("is private now")]);
    expect((await house.ticketOf(other.taken)).issue?.visibility).toBe("private");
    await changes(house, "privatized");
    await house.settle();
    expect(bug.messages()[0]?.edits).toBe(1);
  });

  it.each<Change>(["archived", "deleted", "renamed", "publicized"])(
    "tells staff once what they can do when it is %s",
    async (change) => {
      const house = createHouse();
      const bug = await aFiledBug(house);
      await aFiledBug(house);
      if (change === "publicized") await changes(house, "privatized");
      const before = alerts(house).length;
      await changes(house, change, change === "renamed" ? "acme/old" : null);
      await house.settle();
      expect(alerts(house).length).toBe(change === "publicized" ? 2 : before + 1);
      expect(await storyOf(house, (await bug.ticket()).id)).toContain(`repository ${change}`);
      expect(bug.said()).toEqual(["filed"]);
    },
  );
});
