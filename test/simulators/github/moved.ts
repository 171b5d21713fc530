import { Refusal } from "./refusal.ts";

/** The issue lives in another repository now; the server turns this into a redirect. */
export class Moved extends Refusal {
  readonly path: string;

  constructor(repo: string, number: number) {
    super(301, "Moved Permanently");
    this.path = `/repos/${repo}/issues/${number}`;
  }
}
