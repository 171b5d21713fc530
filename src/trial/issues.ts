import type { Candidate } from "../triage/model/candidate.ts";
import { RELATED_FROM } from "./repeated.ts";
import type { TriedPost } from "./tried-post.ts";

/** What an ask repeats, for people. */
export type Repeats = {
  readonly title: string;
  readonly where: string;
  readonly url: string | null;
};

export type IssueShown = {
  readonly title: string;
  readonly ask: string;
  readonly body: string;
  readonly repository: string;
  readonly labels: readonly string[];
  readonly why: string;
  readonly doubt: string | null;
  /** Similar, but not enough to link: worth a look before filing. */
  readonly similar: readonly Repeats[];
};

/** A post that would have been linked to something known instead of filed anew. */
export type LinkShown = { readonly title: string; readonly to: Repeats; readonly why: string };

/** Issues that staff would have been asked to file, the most urgent first. */
export function listIssues(posts: readonly TriedPost[]): IssueShown[] {
  return posts
    .filter(({ classification }) => classification.lane === "open")
    .toSorted((a, b) => (b.proposal?.priority ?? 0) - (a.proposal?.priority ?? 0))
    .flatMap(({ proposal, decision, classification }) => {
      if (proposal?.proposed.outcome !== "file") return [];
      const { issue, route } = proposal.proposed;
      return {
        title: issue.title,
        ask: classification.ask,
        body: issue.body,
        repository: route.repository,
        labels: route.labels,
        why: decision.reasons.map(({ text }) => text).join("; "),
        doubt: proposal.doubt,
        similar: proposal.candidates.filter(({ score }) => score >= RELATED_FROM).map(toRepeats),
      };
    });
}

export function listLinks(posts: readonly TriedPost[]): LinkShown[] {
  return posts.flatMap(({ proposal, classification }) => {
    if (proposal?.proposed.outcome !== "link") return [];
    const { candidate } = proposal.proposed;
    const why = candidate.reasons.join(", ");
    return { title: classification.title, to: toRepeats(candidate), why };
  });
}

function toRepeats({ target, title }: Candidate): Repeats {
  if (target.type === "ticket") return { title, where: target.code, url: null };
  const { repository, number, url } = target.issue;
  return { title, where: `${repository}#${number}`, url };
}
