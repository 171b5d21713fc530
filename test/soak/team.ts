import type { Services } from "../../demo/services.ts";

/** The teams on GitHub, who close what they have fixed and now and then think again. */
export function createTeam(
  { github, config }: Pick<Services, "github" | "config">,
  random: () => number,
): () => void {
  const members = config.teams.flatMap((team) => team.members);
  const mayWrite = (login: string, repository: string) =>
    [...config.routing.map(({ route }) => route), ...(config.fallback ? [config.fallback] : [])]
      .filter((route) => route.repository === repository)
      .some(({ team }) => config.teams.find(({ name }) => name === team)?.members.includes(login));
  const oneOf = <T>(from: readonly T[]): T | undefined => from[Math.floor(random() * from.length)];

  return () => {
    const repository = oneOf(github.snapshot().repositories.filter(({ issues }) => issues.length));
    const issue = oneOf(repository?.issues.slice(0, 50) ?? []);
    const login = members.find((one) => mayWrite(one, repository?.name ?? ""));
    if (!repository || !issue || !login) return;
    const person = github.as(login);
    if (issue.state === "closed") {
      if (random() < 0.3) person.reopen(repository.name, issue.number);
      return;
    }
    const reason = random() < 0.8 ? "completed" : "not_planned";
    person.closeIssue(repository.name, issue.number, { reason });
  };
}
