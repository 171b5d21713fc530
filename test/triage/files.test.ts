import { describe, expect, it } from "vitest";
import {
  fileExcerpts,
  filesInWords,
  shownPosts,
  tooLargeCount,
} from "../../src/triage/files/files.ts";
import { ON_A_CARD } from "../../src/triage/files/log-excerpt.ts";
import { composeIssue } from "../../src/triage/issues/issue.ts";
import { aClassification, aPost, aReporter, aRoute } from "../fakes/samples.ts";

const QUIET = "10:00:00 INFO served in 12 ms\n".repeat(2_000);
const ERROR = "10:01:00 ERROR upload: ECONNRESET while sending part 7\n    at send (part.ts:12)\n";
const LOG = `acme-sdk 4.2.0 started\n${QUIET}${ERROR}${QUIET}bye`;
const aLog = { name: "run.log", contentType: "text/plain", size: LOG.length, text: LOG };
const aPicture = {
  name: "a.png",
  contentType: "image/png",
  size: 9,
  text: null,
  image: { id: "i", type: "image/png", width: 1, height: 1, animated: false, size: 9 },
} as const;

const PUBLIC = aRoute({ visibility: "public" });
const PRIVATE = aRoute({ visibility: "private" });

function issueOf(route = PUBLIC, ask = "Uploads hang.") {
  return composeIssue({
    classification: aClassification({ ask }),
    code: "SB-1",
    permalink: "https://discord.example/1",
    posts: [aPost({ text: "It hangs.", attachments: [aLog, aPicture] })],
    reporters: [aReporter()],
    route,
  }).body;
}

describe("files", () => {
  it("are shown around their errors, on a card and elsewhere", () => {
    const shown = shownPosts([aPost({ title: "Upload", text: "It hangs.", attachments: [aLog] })]);
    expect(shown).toMatch(/^Upload\n\nIt hangs\.\n\nrun\.log:\n/);
    expect(shown).toContain(ERROR);
    expect(shown.length).toBeLessThan(ON_A_CARD.most + 300);
    const excerpt = fileExcerpts([aLog]);
    expect(excerpt).toContain("acme-sdk 4.2.0 started");
    expect(excerpt).toContain(ERROR);
    expect(excerpt).toMatch(/characters left out/);
    expect(excerpt.length).toBeLessThan(4_500);
  });

  it("leave room for themselves beside a long post, and none is shown of what is deleted", () => {
    const long = aPost({ title: "", text: "x".repeat(7_000), attachments: [aLog] });
    expect(shownPosts([long])).toContain(ERROR);
    expect(shownPosts([{ ...long, attachments: [] }])).toHaveLength(7_000);
    expect(shownPosts([{ ...long, deletedAt: 9 }])).toBe("");
  });

  it("are named to staff where they were too large to keep, unless they are deleted", () => {
    const trace = { ...aLog, name: "trace.log", size: 1_234_567, text: null, notKept: "too large" };
    const dump = { ...trace, name: "dump.json", size: 300_000 };
    const post = aPost({ title: "Upload", text: "It hangs.", attachments: [trace, dump] });
    expect(shownPosts([post])).toBe(
      "Upload\n\nIt hangs.\n\ntrace.log, 1.2 MB, was too large to keep.\n\ndump.json, 300 KB, was too large to keep.",
    );
    expect(tooLargeCount([post])).toBe("2 files too large to keep");
    expect(tooLargeCount([{ ...post, deletedAt: 9 }, aPost({ attachments: [aLog] })])).toBe("");
  });

  it("are counted in words", () => {
    expect(filesInWords([aPost({ attachments: [aPicture, aLog] })])).toBe(
      "1 screenshot and run.log",
    );
    expect(filesInWords([aPost({ attachments: [] })])).toBe("");
  });
});

describe("an issue of a post with files", () => {
  it("says in public that they are there, and nothing of what stands in them", () => {
    const body = issueOf();
    expect(body).toContain("1 screenshot and run.log, kept by the team.");
    for (const words of ["ECONNRESET", "acme-sdk 4.2.0", "10:00:00", "part.ts"]) {
      expect(body).not.toContain(words);
    }
  });

  it("does not pass a line of a file off as what is asked", () => {
    expect(issueOf(PUBLIC, "ERROR upload: ECONNRESET while sending part 7")).not.toContain(
      "ECONNRESET",
    );
    expect(issueOf(PUBLIC, "It hangs.")).toContain("It hangs.");
  });

  it("shows the team of a private repository what stands around the errors", () => {
    const body = issueOf(PRIVATE);
    expect(body).toContain("1 screenshot and run.log, kept by the team.");
    expect(body).toContain("ECONNRESET while sending part 7\n    at send (part.ts:12)");
    expect(body).toContain("acme-sdk 4.2.0");
    expect(body.length).toBeLessThan(8_000);
  });
});
