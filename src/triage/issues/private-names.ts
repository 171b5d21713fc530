import type { Issue } from "../model/case.ts";
import type { Policy } from "../model/policy.ts";

const LINK =
  /https?:\/\/[^\s/]+\/([\w.-]+\/[\w.-]+)\/(?:issues|pull|discussions|security\/advisories)\/[\w-]+[^\s)>\]]*/gi;
const CROSS = /(?<![\w/])([\w.-]+\/[\w.-]+)#\d+/g;
const NUMBER = /(?<![\w/&])(?:#|GH-)\d+\b/gi;

/** The issue's link for members; null when its repository is private: they get the ticket's code. */
export function publicUrl(issue: Pick<Issue, "url" | "visibility">): string | null {
  return issue.visibility === "public" ? issue.url : null;
}

/** A team's words as members may read them: nothing that stands in a private repository is named. */
export function withoutPrivate(
  words: string,
  issue: Pick<Issue, "repository" | "visibility">,
  { rules, fallback }: Pick<Policy, "rules" | "fallback">,
): string {
  const routes = [...rules.map(({ route }) => route), ...(fallback ? [fallback] : []), issue];
  const named = (visibility: "public" | "private") =>
    new Set(
      routes
        .filter((one) => one.visibility === visibility)
        .map(({ repository }) => repository.toLowerCase()),
    );
  const [open, hidden] = [named("public"), named("private")];
  const keep = (whole: string, repository: string) =>
    open.has(repository.toLowerCase()) && !hidden.has(repository.toLowerCase())
      ? whole
      : "another report";
  let said = words.replace(LINK, keep).replace(CROSS, keep);
  if (issue.visibility === "private") said = said.replace(NUMBER, "another report");
  for (const repository of hidden) said = replaceAll(said, repository, "a private repository");
  return said.trim();
}

function replaceAll(text: string, what: string, by: string): string {
  const literal = what.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return text.replace(new RegExp(`(?<![\\w/.-])${literal}(?![\\w-])`, "gi"), by);
}
