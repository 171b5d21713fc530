import { describe, expect, it } from "vitest";
import {
  personAnswered,
  postEdited,
  postsDeleted,
  proposalExpired,
  reporterReplied,
  reporterWithdrew,
  silenced,
} from "../../src/triage/intake/events.ts";
import type { Deed } from "../../src/triage/model/action.ts";
import type { Change } from "../../src/triage/model/case.ts";
import type { Proposed } from "../../src/triage/model/proposal.ts";
import type { Say } from "../../src/triage/model/say.ts";
import type { TicketState } from "../../src/triage/model/ticket.ts";
import { aCase, aKeptAction, aStep } from "../fakes/cases.ts";
import { aCandidate, anIssue, aPost, aProposal, aRoute, NOON } from "../fakes/samples.ts";

const step = aStep();
const ANSWER: Proposed = {
  outcome: "answer",
  claims: [],
  sources: [],
  unanswered: [],
  extractive: true,
};
const FILE: Proposed = { outcome: "file", route: aRoute(), issue: { title: "t", body: "b" } };
const LINK: Proposed = { outcome: "link", candidate: aCandidate() };
const ask: Say = { say: "ask", code: "SB-1", details: [] };

describe("a person who answers", () => {
  it.each([
    ["an answer", ANSWER, "overtaken"],
    ["a question", { outcome: "ask", details: [] }, "overtaken"],
    ["a redirect", { outcome: "redirect", lane: "account", text: "x" }, "overtaken"],
    ["a filing: the team needs it all the same", FILE, undefined],
    ["a link", LINK, undefined],
  ] as const)("overtakes %s or leaves it", (_, proposed, ended) => {
    const known = aCase({ proposal: aProposal({ proposed: proposed as Proposed }) });
    const change = personAnswered(known, "Bob", step);
    expect(change.closeProposal?.state).toBe(ended);
    expect(change.ticket).toMatchObject({
      silence: "answered-by-person",
      ...(ended ? { state: "resting" } : {}),
    });
  });

  it("stops what would be said, and nothing that only the team sees", () => {
    const say = aKeptAction({ deed: { do: "say", say: ask } });
    const filing = aKeptAction({ deed: { do: "open-issue", route: aRoute(), issue: FILE.issue } });
    const underWay = aKeptAction({ deed: { do: "say", say: ask } }, { state: "claimed" });
    const { supersede } = personAnswered(aCase({ actions: [say, filing, underWay] }), "Bob", step);
    expect(supersede).toEqual([say.id]);
  });

  it("leaves an earlier reason for silence, and a ticket that gathers, as they are", () => {
    const proposal = aProposal({ proposed: ANSWER });
    const ticket = { silence: "care", state: "gathering" } as const;
    const change = personAnswered(aCase({ ticket, proposal }), "Bob", step);
    expect(change.ticket).toEqual({ silence: "care" });
  });
});

describe("an edit", () => {
  const post = aPost({ sourceId: "7" });
  const edited = { ...post, text: "in other words" };

  it.each<[TicketState, boolean]>([
    ["gathering", true],
    ["proposed", true],
    ["resting", true],
    ["waiting-reporter", true],
    ["answered", true],
    ["redirected", true],
    ["with-team", false],
    ["resolved", false],
    ["withdrawn", false],
  ])("of a ticket that is %s is looked at again: %s", (state, again) => {
    const known = aCase({ ticket: { state }, posts: [post], proposal: aProposal() });
    const change = postEdited(known, edited, step);
    expect(change.posts).toMatchObject([{ id: post.id, text: "in other words", editedAt: NOON }]);
    expect(change.ticket?.state).toBe(again ? "gathering" : undefined);
    expect(change.closeProposal?.state).toBe(again ? "overtaken" : undefined);
  });

  it("of what the team has is kept and no more", () => {
    const ticket = { state: "waiting-reporter", issueNodeId: "I_1" } as const;
    const change = postEdited(aCase({ ticket, posts: [post] }), edited, step);
    expect(change.ticket).toBeUndefined();
  });

  it("that changes nothing, or of an unknown post, is nothing", () => {
    const known = aCase({ posts: [post] });
    expect(postEdited(known, post, step)).toEqual({ story: [] });
    expect(postEdited(known, { ...edited, sourceId: "8" }, step)).toEqual({ story: [] });
  });
});

describe("a deletion", () => {
  const posts = [aPost({ sourceId: "7" }), aPost({ sourceId: "8" })];
  const waiting = aKeptAction({ deed: { do: "say", say: ask } });

  it("of everything withdraws the ticket and what waits, and empties the texts", () => {
    const known = aCase({ posts, proposal: aProposal(), actions: [waiting] });
    const change = postsDeleted(known, "all", step);
    expect(change.ticket).toMatchObject({ state: "withdrawn", silence: "deleted", dueAt: null });
    expect(change.closeProposal?.state).toBe("overtaken");
    expect(change.supersede).toEqual([waiting.id]);
    for (const post of change.posts ?? []) {
      expect(post).toMatchObject({ title: "", text: "", attachments: [], deletedAt: NOON });
    }
    expect(change.actions).toEqual([]);
  });

  it("takes our messages away with it, unless the whole conversation went", () => {
    const done = (deed: Deed, externalRef: string | null) =>
      ({ ...aKeptAction({ deed }), state: "done", externalRef }) as const;
    const said = done({ do: "say", say: ask }, "m-1");
    const before = done({ do: "say", say: ask }, "m-2");
    const unsaid = done({ do: "unsay", messageId: "m-2" }, null);
    const known = aCase({ posts, actions: [said, before, unsaid] });
    const { actions } = postsDeleted(known, ["7", "8"], step);
    expect(actions?.map(({ deed }) => deed)).toEqual([{ do: "unsay", messageId: "m-1" }]);
    expect(postsDeleted(known, "all", step).actions).toEqual([]);
    expect(postsDeleted(known, ["7"], step).actions).toBeUndefined();
  });

  it("of one post has the rest looked at again", () => {
    const change = postsDeleted(aCase({ posts, proposal: aProposal() }), ["7"], step);
    expect(change.ticket).toMatchObject({ state: "gathering" });
    expect(change.closeProposal?.state).toBe("overtaken");
    expect(change.posts).toHaveLength(1);
  });

  it("of what is filed is for staff to see", () => {
    const ticket = { state: "with-team", issueNodeId: "I_1" } as const;
    const change = postsDeleted(aCase({ posts, ticket }), "all", step);
    expect(change.actions).toMatchObject([{ deed: { do: "alert" }, public: false }]);
    expect(postsDeleted(aCase({ posts, ticket }), ["7"], step).ticket).toBeUndefined();
  });

  it("of what is gone already is nothing", () => {
    const gone = posts.map((post) => ({ ...post, deletedAt: NOON }));
    expect(postsDeleted(aCase({ posts: gone }), "all", step)).toEqual({ story: [] });
  });
});

describe("time", () => {
  it.each([
    { left: 1, state: undefined },
    { left: 0, state: "expired" },
    { left: -1, state: "expired" },
  ])("ends a proposal with $left ms left: $state", ({ left, state }) => {
    const proposal = aProposal({ expiresAt: NOON + left });
    expect(proposalExpired(aCase({ proposal }), step)?.closeProposal?.state).toBe(state);
  });

  it.each(["approved", "dismissed", "overtaken", "expired", "retracted"] as const)(
    "ends no proposal that was %s",
    (state) => {
      const proposal = aProposal({ state, expiresAt: NOON });
      expect(proposalExpired(aCase({ proposal }), step)).toBeNull();
    },
  );
});

describe("a reporter", () => {
  const asked = aKeptAction(
    { deed: { do: "say", say: { say: "team-asks", code: "SB-1", words: "Which?" } } },
    { state: "done" },
  );
  const waits = { state: "waiting-reporter", issueNodeId: "I_1" } as const;

  it("who answers the team is passed on once, defused and quoted", () => {
    const known = aCase({ ticket: waits, issue: anIssue(), actions: [asked] });
    const change = reporterReplied(known, aPost({ text: "eu @everyone closes #1" }), step);
    expect(change?.ticket).toEqual({ state: "with-team" });
    const deed = change?.actions?.[0]?.deed;
    expect(deed?.do === "comment" && deed.body).toMatch(/^The reporter of SB-1 adds:\n\n> eu /);
    expect(JSON.stringify(deed)).not.toMatch(/ @everyone|closes #1/);
  });

  it.each<[string, Parameters<typeof aCase>[0]]>([
    ["nobody asked", { ticket: waits, issue: anIssue() }],
    ["there is no issue", { ticket: waits, actions: [asked] }],
    [
      "the answer came already",
      { ticket: { state: "with-team" }, issue: anIssue(), actions: [asked] },
    ],
  ])("who writes when %s is not passed on", (_, known) => {
    expect(reporterReplied(aCase(known), aPost(), step)).toBeNull();
  });

  it("who withdraws ends what waits, and the issue hears of it once", () => {
    const waiting = aKeptAction({ deed: { do: "say", say: ask } });
    const known = aCase({ issue: anIssue(), actions: [waiting], proposal: aProposal() });
    const change: Change = reporterWithdrew(known, step);
    expect(change.ticket).toMatchObject({ state: "withdrawn", dueAt: null });
    expect(change.supersede).toEqual([waiting.id]);
    expect(change.actions?.map(({ deed }) => deed.do)).toEqual(["comment", "restate"]);
  });

  it("who wants silence gets it, whatever was approved", () => {
    const waiting = aKeptAction({ deed: { do: "say", say: ask } });
    const known = aCase({ actions: [waiting], proposal: aProposal({ proposed: ANSWER }) });
    const change = silenced(known, "asked-for-person", "Ada", step);
    expect(change.ticket).toEqual({ silence: "asked-for-person" });
    expect(change.supersede).toEqual([waiting.id]);
    expect(change.closeProposal?.state).toBe("overtaken");
  });
});
