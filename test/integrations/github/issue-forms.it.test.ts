import { afterEach, beforeEach, expect, it } from "vitest";
import { createGitHubAccess, type GitHubAccess } from "../../../src/integrations/github/access.ts";
import { checkRoutes } from "../../../src/integrations/github/check-routes.ts";
import { readIssueForms } from "../../../src/integrations/github/issue-forms.ts";
import { createManualClock } from "../../fakes/clock.ts";
import { aRoute } from "../../fakes/samples.ts";
import { type GitHubSimulator, startGitHubSimulator } from "../../simulators/github/server.ts";

const FORM = `
name: Bug report
description: Something is broken
labels: [bug, "needs triage"]
body:
  - type: markdown
    attributes:
      value: Thanks for taking the time.
  - type: input
    attributes:
      label: SDK   version
    validations:
      required: true
  - type: textarea
    attributes:
      label: What happened?
  - type: checkboxes
    attributes:
      label: Code of conduct
`;
const repo = "acme/app";
let sim: GitHubSimulator;
let access: GitHubAccess;

beforeEach(async () => {
  const clock = createManualClock();
  const files = {
    ".github/ISSUE_TEMPLATE/bug.yml": FORM,
    ".github/ISSUE_TEMPLATE/config.yml": "blank_issues_enabled: false",
    ".github/ISSUE_TEMPLATE/old.md": "---\nname: Old\n---\n",
    ".github/ISSUE_TEMPLATE/broken.yaml": "name: [",
  };
  const members = { mona: "MEMBER" as const };
  sim = await startGitHubSimulator({
    clock,
    repositories: [
      { name: repo, members, files, labels: ["bug"] },
      { name: "acme/web", members },
    ],
  });
  const auth = { type: "token", token: sim.tokenFor("mona") } as const;
  access = createGitHubAccess({ auth, baseUrl: sim.url, clock });
});
afterEach(() => sim.close());

it("reads the forms of a repository, and leaves what is no form", async () => {
  const client = await access.clientFor(repo);
  expect(await readIssueForms(client, repo)).toEqual([
    {
      repository: repo,
      name: "Bug report",
      labels: ["bug", "needs triage"],
      fields: [
        { label: "SDK version", required: true },
        { label: "What happened?", required: false },
      ],
    },
  ]);
  expect(await readIssueForms(client, "acme/web")).toEqual([]);
});

it("says what the routing names and a repository does not have", async () => {
  const good = aRoute({ repository: repo, labels: ["Bug"], assignees: ["Mona"] });
  expect(await checkRoutes(access, repo, [good])).toEqual([]);
  const bad = aRoute({ repository: repo, labels: ["p0"], assignees: ["who-left"] });
  expect(await checkRoutes(access, repo, [good, bad])).toEqual([
    "acme/app has no label p0",
    "who-left cannot be assigned in acme/app",
  ]);
});
