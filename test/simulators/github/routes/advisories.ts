import { z } from "zod";
import { mustTalk, permissionOf } from "../access.ts";
import type { Advisory, Repo } from "../model.ts";
import { Refusal } from "../refusal.ts";
import { type Json, type Renderer, time } from "../render.ts";
import { ok, page, type Routes, readBody, repoOf } from "../request.ts";

const Report = z.object({
  summary: z.string().max(1_024),
  description: z.string().max(65_535),
  severity: z.enum(["critical", "high", "medium", "low"]).nullish(),
});

/** Private vulnerability reports: seen by the maintainers and by whoever made them. */
export const advisoryRoutes: Routes = {
  "POST /repos/:owner/:repo/security-advisories/reports": (call) => {
    const repo = repoOf(call);
    const author = mustTalk(repo, call.caller);
    if (!repo.privateReporting) {
      throw new Refusal(403, "Private vulnerability reporting is not enabled.");
    }
    const { summary, description, severity } = readBody(call, Report);
    const id = call.world.nextId();
    const advisory: Advisory = {
      ghsaId: toGhsaId(id),
      author,
      summary,
      description,
      severity: severity ?? null,
      createdAt: call.world.second(),
    };
    repo.advisories.push(advisory);
    return { status: 201, body: render(call.render, repo, advisory) };
  },

  "GET /repos/:owner/:repo/security-advisories": (call) => {
    const repo = repoOf(call);
    const admin = permissionOf(repo, call.caller) === "admin";
    const seen = repo.advisories.filter(({ author }) => admin || author === call.caller.login);
    return page(call, seen.toReversed(), (one) => render(call.render, repo, one));
  },

  "GET /repos/:owner/:repo/private-vulnerability-reporting": (call) =>
    ok({ enabled: repoOf(call).privateReporting }),
};

/** In the alphabet that GitHub uses. */
function toGhsaId(id: number): string {
  const letters = "23456789cfghjmpqrvwx";
  const digits = Array.from({ length: 12 }, (_, at) => letters[(id * (at + 3) + at) % 20]);
  return `GHSA-${digits.join("").replace(/(....)(?=.)/g, "$1-")}`;
}

function render(renderer: Renderer, repo: Repo, advisory: Advisory): Json {
  const { ghsaId, author, summary, description, severity, createdAt } = advisory;
  return {
    ghsa_id: ghsaId,
    cve_id: null,
    url: `${renderer.repoUrl(repo)}/security-advisories/${ghsaId}`,
    html_url: `${renderer.web}/${repo.fullName}/security/advisories/${ghsaId}`,
    summary,
    description,
    severity,
    author: renderer.user(author),
    publisher: null,
    identifiers: [{ type: "GHSA", value: ghsaId }],
    state: "triage",
    created_at: time(createdAt),
    updated_at: time(createdAt),
    published_at: null,
    closed_at: null,
    withdrawn_at: null,
    submission: { accepted: false },
    vulnerabilities: [],
    cvss: null,
    cwes: [],
    cwe_ids: [],
    credits: [],
    credits_detailed: [],
    collaborating_users: [renderer.user(author)],
    collaborating_teams: [],
    private_fork: null,
  };
}
