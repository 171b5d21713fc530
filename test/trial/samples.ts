import type { ImportedPost } from "../../src/integrations/imports/imported-post.ts";
import type { About } from "../../src/trial/report.ts";
import type { TriedPost } from "../../src/trial/tried-post.ts";
import { aClassification, aDecision, aPassage, NOON } from "../fakes/samples.ts";

export function anImportedPost(overrides: Partial<ImportedPost> = {}): ImportedPost {
  const text = overrides.text ?? "Since 2.4.1 every upload hangs at 99%.";
  return {
    type: "post",
    format: "rows",
    where: "posts.jsonl:1",
    id: null,
    title: "Upload hangs",
    text,
    parts: [text],
    author: null,
    channel: null,
    postedAt: NOON,
    url: null,
    tags: [],
    attachments: [],
    answeredBy: null,
    ...overrides,
  };
}

let made = 0;

/** A question that the docs do not answer, unless overridden. */
export function aTried(overrides: Partial<TriedPost> = {}): TriedPost {
  made += 1;
  return {
    where: `posts.jsonl:${made}`,
    ticketId: `ticket-${made}`,
    code: `SB-${made}`,
    text: "How do I resume an upload?",
    channel: null,
    postedAt: NOON,
    url: null,
    answeredBy: null,
    removed: [],
    classification: aClassification({ kind: "question", title: "Resume an upload" }),
    decision: aDecision({
      outcome: "leave",
      mode: "quiet",
      reasons: [{ code: "below-floor", text: "no answer is drafted: the best passage holds 20 %" }],
    }),
    draft: null,
    cited: [],
    proposal: null,
    candidates: [],
    nearest: { passage: aPassage(), share: 0.6 },
    said: [],
    alerted: false,
    marked: false,
    classifying: { sent: 4_000, answered: 400 },
    drafting: null,
    ...overrides,
  };
}

export function anAbout(overrides: Partial<About> = {}): About {
  return {
    file: "posts.jsonl",
    docs: { name: "docs", pages: 3, passages: 9 },
    engines: ["offline (weights-1)"],
    repository: { read: false, name: null, why: "no repository was named" },
    examples: true,
    at: NOON,
    sameAsk: 0.6,
    openCards: 8,
    models: {
      classify: { name: "small", price: { input: 1, output: 10 } },
      draft: { name: "large", price: { input: 2, output: 20 } },
    },
    ...overrides,
  };
}
