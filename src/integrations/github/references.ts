const CLOSING =
  /\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?)\b[ \t]*:?[ \t]+(?:https?:\/\/[^\s/]+\/)?([\w.-]+\/[\w.-]+)?(?:#|\/issues\/)(\d{1,9})\b/gi;
const NAMED =
  /(?:https?:\/\/[^\s/]+\/([\w.-]+\/[\w.-]+)\/(?:issues|pull)\/|(?<![\w/])([\w.-]+\/[\w.-]+)?#)(\d{1,9})\b/g;

/** Numbers that a text names in its own repository, issues and pull requests alike. */
export function numbersNamed(text: string, repository: string): number[] {
  const found = [...text.matchAll(NAMED)].filter(([, link, cross]) =>
    isHere(link ?? cross, repository),
  );
  return [...new Set(found.map(([, , , number]) => Number(number)))];
}

/** Numbers of the issues that a pull request closes when it is merged. */
export function numbersClosed(body: string, repository: string): number[] {
  const found = [...body.matchAll(CLOSING)].filter(([, named]) => isHere(named, repository));
  return [...new Set(found.map(([, , number]) => Number(number)))];
}

function isHere(named: string | undefined, repository: string): boolean {
  return named === undefined || named.toLowerCase() === repository.toLowerCase();
}
