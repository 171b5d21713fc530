import type { IssueEvent } from "../../src/triage/issues/follow-up.ts";
import type { Issue } from "../../src/triage/model/case.ts";
import type { createHouse } from "./house.ts";
import { aClassification, anIssue } from "./samples.ts";

type House = ReturnType<typeof createHouse>;

/** Lets the house take every post for a complete bug. */
export function seesBugs(house: House): void {
  const classification = aClassification({ kind: "bug", missing: [] });
  house.classifier.when("", { type: "classified", classification, call: null });
}

/** A bug that was posted, approved and filed, with what people see of it. */
export async function aFiledBug(house: House) {
  seesBugs(house);
  const { raw, taken } = await house.post();
  await house.advance(20_000);
  await house.rule({ verdict: "send" });
  await house.advance(10_000);
  const conversationId = raw.conversationId ?? "";
  const { issue } = await house.ticketOf(taken);
  if (!issue) throw new Error("nothing was filed");
  let latest: Issue = { ...anIssue(), ...issue };
  return {
    raw,
    taken,
    conversationId,
    issue: () => latest,
    said: () => house.conversation.publicIn(conversationId).map(({ say }) => say.say),
    messages: () => house.conversation.publicIn(conversationId),
    ticket: async () => (await house.ticketOf(taken)).ticket,
    /** Somebody on the team closes it. */
    async close(stateReason: Issue["stateReason"] = "completed") {
      latest = { ...latest, state: "closed", stateReason, updatedAt: house.clock.now() };
      await house.issueEvent({ event: "closed", issue: latest });
    },
    async reopen() {
      latest = { ...latest, state: "open", stateReason: null, updatedAt: house.clock.now() };
      await house.issueEvent({ event: "reopened", issue: latest });
    },
    /** The team publishes a release whose notes name it. */
    release: (release = "acme-sdk 4.2.1", notes = `Fixes #${issue.number}`) =>
      house.repositoryEvent({
        event: "released",
        repository: issue.repository,
        visibility: "public",
        release,
        notes,
      }),
    /** Anything else that happens to it. */
    happens: (event: IssueEvent["event"], more: { label?: string; movedTo?: Issue } = {}) =>
      house.issueEvent({
        event: event as "edited",
        issue: { ...latest, updatedAt: house.clock.now() },
        ...more,
      }),
    /** Somebody else writes in the thread. */
    personWrites: () =>
      house.post({
        conversationId,
        conversationOwnerId: raw.authorSourceId,
        title: "",
        text: "Try the beta.",
        opens: false,
      }),
  };
}
