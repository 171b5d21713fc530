import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Clock } from "../../src/triage/model/clock.ts";
import type { IssueTracker } from "../../src/triage/ports/issue-tracker.ts";
import { hiddenMarker } from "../../src/triage/text/marker.ts";
import { aRoute } from "../fakes/samples.ts";

type Filed = { readonly title: string; readonly labels: readonly string[] };

/** A tracker with the repositories `acme/app` and `acme/web` and the labels `bug` and `p1`. */
export type TrackerPlace = {
  readonly tracker: IssueTracker;
  readonly clock: Clock;
  issues(repository: string): readonly Filed[];
  /** Bodies, in order. */
  comments(repository: string, number: number): readonly string[];
  /** An issue by somebody else. */
  openAsStranger(repository: string, title: string, body: string): void;
  teamSays(repository: string, number: number, words: string): void;
  /** The next call of this sort fails after it happened. */
  loseNextAnswer(of: "openIssue" | "comment" | "reportVulnerability"): void;
  close(): Promise<void>;
};

const route = aRoute({ repository: "acme/app", labels: ["bug"] });
const draft = (id: string) => ({ title: `Issue ${id}`, body: `Text.\n\n${hiddenMarker(id)}\n` });

/** What the executor relies on, whoever keeps the issues. */
export function issueTrackerContract(name: string, open: () => Promise<TrackerPlace>): void {
  describe(`${name} as issue tracker`, () => {
    let place: TrackerPlace;
    beforeEach(async () => {
      place = await open();
    });
    afterEach(() => place.close());

    it("opens an issue where the route says, with its labels", async () => {
      const ref = await place.tracker.openIssue(route, draft("a1"));
      expect(ref).toMatchObject({ repository: "acme/app", number: 1 });
      expect(place.issues("acme/app")).toMatchObject([{ title: "Issue a1", labels: ["bug"] }]);
      expect(place.issues("acme/web")).toEqual([]);
    });

    it("finds our issue by its marker, in its repository only", async () => {
      const since = place.clock.now();
      const ref = await place.tracker.openIssue(route, draft("a1"));
      await place.tracker.openIssue(route, draft("a2"));
      expect(await place.tracker.findIssue("acme/app", "a1", since)).toEqual(ref);
      expect(await place.tracker.findIssue("acme/app", "a", since)).toBeNull();
      expect(await place.tracker.findIssue("acme/web", "a1", since)).toBeNull();
    });

    it("reports a vulnerability in private, and finds the report by its marker", async () => {
      const since = place.clock.now();
      const report = await place.tracker.reportVulnerability("acme/app", draft("v1"));
      expect(report).toMatchObject({ repository: "acme/app", visibility: "private", number: 0 });
      expect(report.nodeId).toMatch(/^GHSA-/);
      expect(await place.tracker.findVulnerability("acme/app", "v1", since)).toEqual(report);
      expect(await place.tracker.findVulnerability("acme/app", "v2", since)).toBeNull();
      expect(await place.tracker.findVulnerability("acme/web", "v1", since)).toBeNull();
      expect(await place.tracker.findIssue("acme/app", "v1", since)).toBeNull();
      expect(place.issues("acme/app")).toEqual([]);
    });

    it("finds a report whose answer was lost", async () => {
      const since = place.clock.now();
      place.loseNextAnswer("reportVulnerability");
      const lost = place.tracker.reportVulnerability("acme/app", draft("v1"));
      await expect(lost).rejects.toMatchObject({ name: "PortError", retry: "later" });
      const found = await place.tracker.findVulnerability("acme/app", "v1", since);
      expect(found).toMatchObject({ number: 0, visibility: "private" });
    });

    it("does not take a stranger's copy of the marker for ours", async () => {
      place.openAsStranger("acme/app", "copied", draft("a1").body);
      expect(await place.tracker.findIssue("acme/app", "a1", 0)).toBeNull();
    });

    it("finds an issue whose answer was lost", async () => {
      const since = place.clock.now();
      place.loseNextAnswer("openIssue");
      await expect(place.tracker.openIssue(route, draft("a1"))).rejects.toMatchObject({
        name: "PortError",
        retry: "later",
      });
      expect(await place.tracker.findIssue("acme/app", "a1", since)).toMatchObject({ number: 1 });
    });

    it("comments, finds the comment by its key and edits it in place", async () => {
      const issue = await place.tracker.openIssue(route, draft("a1"));
      const key = `count:${issue.nodeId}`;
      expect(await place.tracker.findComment(issue, key)).toBeNull();
      const id = await place.tracker.comment(issue, `one ${hiddenMarker(key)}`);
      expect(await place.tracker.findComment(issue, key)).toBe(id);
      await place.tracker.editComment(issue, id, `two ${hiddenMarker(key)}`);
      expect(place.comments("acme/app", 1)).toEqual([`two ${hiddenMarker(key)}`]);
    });

    it("finds a comment whose answer was lost", async () => {
      const issue = await place.tracker.openIssue(route, draft("a1"));
      place.loseNextAnswer("comment");
      await expect(place.tracker.comment(issue, hiddenMarker("c1"))).rejects.toMatchObject({
        retry: "later",
      });
      expect(await place.tracker.findComment(issue, "c1")).not.toBeNull();
      expect(place.comments("acme/app", 1)).toHaveLength(1);
    });

    it("reads what the team said last", async () => {
      const issue = await place.tracker.openIssue(route, draft("a1"));
      expect(await place.tracker.lastWords(issue, place.clock.now())).toBeNull();
      place.teamSays("acme/app", 1, "We will not change this.");
      const words = await place.tracker.lastWords(issue, place.clock.now());
      expect(words).toBe("We will not change this.");
    });

    it("adds labels to those that are there, each once", async () => {
      const issue = await place.tracker.openIssue(route, draft("a1"));
      await place.tracker.addLabels(issue, ["p1", "bug"]);
      await place.tracker.addLabels(issue, ["p1"]);
      expect(place.issues("acme/app")[0]?.labels).toEqual(["bug", "p1"]);
    });
  });
}
