import { Refusal } from "./refusal.ts";

const REPOSITORY = /^\/repos\/[^/]+\/[^/]+/;
const ISSUE = /^\/repos\/[^/]+\/[^/]+\/issues\/\d+/;

/** What was asked for has another address now; the rest of the path stays as it was. */
export class Moved extends Refusal {
  readonly from: RegExp;
  readonly to: string;

  private constructor(status: number, from: RegExp, to: string) {
    super(status, "Moved Permanently");
    this.from = from;
    this.to = to;
  }

  /** GitHub asks readers to come again for good, writers with the same method. */
  static repository(id: number, method: string): Moved {
    return new Moved(method === "GET" ? 301 : 307, REPOSITORY, `/repositories/${id}`);
  }

  static issue(repositoryId: number, number: number): Moved {
    return new Moved(301, ISSUE, `/repositories/${repositoryId}/issues/${number}`);
  }
}
