import { PortError } from "../../src/triage/model/errors.ts";
import { issueTrackerContract } from "../contracts/issue-tracker.contract.ts";
import { createManualClock } from "./clock.ts";
import { createFakeIssueTracker } from "./issue-tracker.ts";

issueTrackerContract("the fake", async () => {
  const clock = createManualClock();
  const labels = ["bug", "p1"];
  const tracker = createFakeIssueTracker(clock, {
    repositories: { "acme/app": labels, "acme/web": labels },
  });
  const inRepository = (name: string) =>
    tracker.issues.filter(({ ref }) => ref.repository === name);
  return {
    tracker,
    clock,
    issues: (name) => inRepository(name).filter((one) => one.as === "issue"),
    comments: (repository, number) =>
      (inRepository(repository).find(({ ref }) => ref.number === number)?.comments ?? []).map(
        ({ body }) => body,
      ),
    openAsStranger: tracker.setUpIssue,
    teamSays(repository, number, words) {
      const issue = inRepository(repository).find(({ ref }) => ref.number === number);
      if (issue) tracker.teamSays(issue.ref, words);
    },
    loseNextAnswer: (of) =>
      tracker.failNext(of, new PortError(of, "later", new Error("lost")), "after"),
    close: async () => {},
  };
});
