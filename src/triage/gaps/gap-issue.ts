import type { IssueDraft } from "../model/action.ts";
import type { GapReason } from "../model/gap.ts";
import { defusedLine, fenced } from "../text/defuse.ts";
import type { GapLine, GapPage } from "./gap-lines.ts";
import { type GapPatch, proposalFor } from "./gap-patch.ts";

const ASKS_SHOWN = 20;

const ANSWERED_BY: Readonly<Record<NonNullable<GapLine["asks"][number]["answeredBy"]>, string>> = {
  staff: "staff answered it in the thread",
  helper: "a helper answered it in the thread",
  reviewer: "the reviewer's answer is known",
  "help-centre": "the help centre answers it",
};

const REASONS: Readonly<Record<GapReason, string>> = {
  unanswered: "the docs gave no answer",
  "answered-outside": "the answer came from outside the docs",
  contradiction: "passages contradict each other",
  rewritten: "a reviewer wrote another answer than the docs gave",
  "marked-wrong": "the answer from the docs was called wrong",
};

/**
 * What the docs team needs to close a gap: what is asked, by how many, where, and a patch where the
 * team's answer is known, else an outline.
 * @param source the nearest page's file as it is now; null when it cannot be read
 */
export function composeGapIssue(gap: GapLine, source: string | null = null): IssueDraft {
  const { nearest, cited } = gap;
  const proposal = proposalFor(gap, source);
  const sections = [
    section("What readers look for", asked(gap)),
    section("Impact", impact(gap)),
    section("The words they use", gap.words.map((word) => `\`${code(word)}\``).join(", ")),
    section(
      "Nearest page",
      nearest
        ? `${defusedLine(nearest.title)}, under "${defusedLine(nearest.heading)}": ${nearest.url}\nSource: \`${code(nearest.file)}\`, line ${nearest.line}`
        : "No page comes near.",
    ),
    ...(cited.length > 1 ? [section("Pages that say it", cited.map(pageLine).join("\n"))] : []),
    proposal === null
      ? section("Outline", outline(gap))
      : section("Proposed change", proposalWords(proposal, nearest)),
    section("Where it comes from", `${gap.code}. It closes by itself when the docs answer this.`),
  ];
  return {
    title: defusedLine(`Docs: ${gap.title}`, 250),
    body: sections.join("\n\n").slice(0, 60_000),
  };
}

function asked({ asks }: GapLine): string {
  const lines = asks
    .slice(0, ASKS_SHOWN)
    .map(({ code: ticket, permalink, ask, reason, answeredByPerson, answeredBy }) => {
      const who = answeredBy && ANSWERED_BY[answeredBy];
      const there = who
        ? `; ${who}`
        : answeredByPerson
          ? "; a person answered it in the thread"
          : "";
      return `- ${defusedLine(ask)} (${ticket}, ${permalink}): ${REASONS[reason]}${there}`;
    });
  const more = asks.length - lines.length;
  return [...lines, ...(more > 0 ? [`- and ${more} more`] : [])].join("\n");
}

function impact({ askers, asks, since }: GapLine): string {
  const people = askers === 1 ? "1 person" : `${askers} people`;
  const first = new Date(since).toISOString().slice(0, 10);
  return `${people} asked, in ${asks.length === 1 ? "one post" : `${asks.length} posts`}, the first noted on ${first}.`;
}

function pageLine({ title, url, file, line }: GapPage): string {
  return `- ${defusedLine(title)}: ${url} (\`${code(file)}\`, line ${line})`;
}

function proposalWords({ diff, file }: GapPatch, nearest: GapPage | null): string {
  const where = nearest ? ` of the source "${defusedLine(nearest.source)}"` : "";
  return [
    `The team's answer as a patch to \`${code(file)}\`${where}; it wants an editor's eye.`,
    fenced(diff, "diff"),
  ].join("\n\n");
}

/** What a change would have to say, put together from what was asked; nothing is made up. */
function outline({ title, asks, words, nearest }: GapLine): string {
  const where = nearest
    ? `In \`${code(nearest.file)}\`, after line ${nearest.line} ("${defusedLine(nearest.heading)}"), or on a page of its own:`
    : "On a page of its own:";
  return [
    where,
    `1. A heading in the readers' words: "${defusedLine(title)}".`,
    `2. A first sentence that answers: ${defusedLine(asks[0]?.ask ?? title)}`,
    ...asks.slice(1, 4).map(({ ask }, at) => `${at + 3}. Also: ${defusedLine(ask)}`),
    `- Use the words ${words
      .slice(0, 5)
      .map((word) => `\`${code(word)}\``)
      .join(", ")}, so that a search finds it.`,
  ].join("\n");
}

function section(heading: string, body: string): string {
  return `### ${heading}\n\n${body}`;
}

/** Inside backticks nothing is defused, so backticks and line breaks go. */
function code(text: string): string {
  return text.replaceAll(/[`\n\r]/g, " ");
}
