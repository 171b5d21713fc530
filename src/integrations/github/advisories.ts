import { z } from "zod";
import type { IssueRef } from "../../triage/model/action.ts";
import { PortError } from "../../triage/model/errors.ts";
import type { FiledIssue, IssueTracker } from "../../triage/ports/issue-tracker.ts";
import { markersIn } from "../../triage/text/marker.ts";
import { GitHubRefusal } from "./failure.ts";
import { splitName } from "./repository.ts";
import type { Call } from "./where-is.ts";

const AdvisoryAnswer = z.object({
  ghsa_id: z.string().startsWith("GHSA-"),
  html_url: z.string(),
  description: z.string().nullish(),
  created_at: z.string().nullish(),
});

type Advisories = Pick<IssueTracker, "reportVulnerability" | "findVulnerability">;

/** Private reports of vulnerabilities: they reach the repository's maintainers and nobody else. */
export function createAdvisories(call: Call): Advisories {
  return {
    async reportVulnerability(repository, { title, body }) {
      const { data } = await call("github.reportVulnerability", repository, (client) =>
        client.rest.securityAdvisories.createPrivateVulnerabilityReport({
          ...splitName(repository),
          summary: title,
          description: body,
        }),
      ).catch(orSwitchedOff(repository));
      return toFiled(repository, data);
    },

    async findVulnerability(repository, markerId, since) {
      const found = await call("github.findVulnerability", repository, async (client) => {
        const pages = client.paginate.iterator(
          client.rest.securityAdvisories.listRepositoryAdvisories,
          { ...splitName(repository), sort: "created", direction: "desc", per_page: 100 },
        );
        for await (const { data } of pages) {
          const hit = data.find(({ description }) =>
            markersIn(description ?? "").includes(markerId),
          );
          if (hit) return hit;
          const oldest = AdvisoryAnswer.safeParse(data.at(-1)).data?.created_at;
          if (oldest && Date.parse(oldest) < since) return null;
        }
        return null;
      }).catch(orSwitchedOff(repository));
      return found && toFiled(repository, found);
    },
  };
}

function toFiled(repository: string, answer: unknown): FiledIssue {
  const { ghsa_id: nodeId, html_url: url } = AdvisoryAnswer.parse(answer);
  // Whoever may see the repository may not see it.
  return { nodeId, repository, number: 0, url, visibility: "private" };
}

/** GitHub has no comments, labels or closing of reports by its API. */
export function handsOff({ nodeId, url }: IssueRef): GitHubRefusal {
  const detail = `${nodeId} is a private report, where only people can write: add it yourself at ${url}`;
  return new GitHubRefusal("invalid", detail);
}

/** GitHub says only "not found" where private reports are switched off, or not ours to make. */
function orSwitchedOff(repository: string) {
  return (error: unknown): never => {
    const cause = error instanceof PortError ? error.cause : null;
    const { because } = cause instanceof GitHubRefusal ? cause : { because: null };
    if (!(error instanceof PortError) || (because !== "not-found" && because !== "no-permission")) {
      throw error;
    }
    const advice = `${repository} takes no private reports from us: switch on private vulnerability reporting there, and give our app "Repository security advisories: read and write"`;
    throw new PortError(error.operation, "never", cause, { advice });
  };
}
