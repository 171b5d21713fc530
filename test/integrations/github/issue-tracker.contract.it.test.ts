import { createGitHubAccess } from "../../../src/integrations/github/access.ts";
import { createGitHubIssueTracker } from "../../../src/integrations/github/issue-tracker.ts";
import { issueTrackerContract } from "../../contracts/issue-tracker.contract.ts";
import { createManualClock } from "../../fakes/clock.ts";
import { startGitHubSimulator } from "../../simulators/github/server.ts";

const WRITES = {
  openIssue: "POST /repos/*/*/issues",
  reportVulnerability: "POST /repos/*/*/security-advisories/reports",
  comment: "POST /repos/*/*/issues/*/comments",
} as const;

issueTrackerContract("GitHub", async () => {
  const clock = createManualClock();
  const members = { robot: "MEMBER" as const, mona: "MEMBER" as const };
  const labels = ["bug", "p1"];
  const sim = await startGitHubSimulator({
    clock,
    repositories: ["acme/app", "acme/web"].map((name) => ({ name, members, labels })),
  });
  const auth = { type: "token", token: sim.tokenFor("robot") } as const;
  const access = createGitHubAccess({ auth, baseUrl: sim.url, clock });
  return {
    tracker: createGitHubIssueTracker({ access, clock }),
    clock,
    issues: (repository) => sim.issues(repository),
    comments: (repository, number) => sim.comments(repository, number).map(({ body }) => body),
    openAsStranger(repository, title, body) {
      sim.as("stranger").openIssue(repository, { title, body });
    },
    teamSays(repository, number, words) {
      sim.as("mona").comment(repository, number, words);
    },
    loseNextAnswer(of) {
      sim.faults.failNext(WRITES[of], { status: 502, when: "after" });
    },
    close: () => sim.close(),
  };
});
