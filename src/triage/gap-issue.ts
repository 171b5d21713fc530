import type { IssueDraft } from "./action.ts";
import { defuseForGitHub } from "./defuse.ts";
import type { GapReason } from "./gap.ts";
import type { GapLine } from "./gap-lines.ts";

const ASKS_SHOWN = 20;

const REASONS: Readonly<Record<GapReason, string>> = {
  unanswered: "the docs gave no answer",
  contradiction: "passages contradict each other",
  rewritten: "a reviewer wrote another answer than the docs gave",
  "marked-wrong": "the answer from the docs was called wrong",
};

/** What the docs team needs to close a gap: what is asked, by how many, where, and an outline. */
export function composeGapIssue(gap: GapLine): IssueDraft {
  const { nearest } = gap;
  const sections = [
    section("What readers look for", asked(gap)),
    section("Impact", impact(gap)),
    section("The words they use", gap.words.map((word) => `\`${code(word)}\``).join(", ")),
    section(
      "Nearest page",
      nearest
        ? `${defuseForGitHub(nearest.title)}, under "${defuseForGitHub(nearest.heading)}": ${nearest.url}\nSource: \`${code(nearest.file)}\`, line ${nearest.line}`
        : "No page comes near.",
    ),
    section("Outline", outline(gap)),
    section("Where it comes from", `${gap.code}. It closes by itself when the docs answer this.`),
  ];
  return {
    title: defuseForGitHub(`Docs: ${gap.title}`).slice(0, 250),
    body: sections.join("\n\n").slice(0, 60_000),
  };
}

function asked({ asks }: GapLine): string {
  const lines = asks
    .slice(0, ASKS_SHOWN)
    .map(({ code: ticket, permalink, ask, reason, answeredByPerson }) => {
      const there = answeredByPerson ? "; a person answered it in the thread" : "";
      return `- ${defuseForGitHub(ask)} (${ticket}, ${permalink}): ${REASONS[reason]}${there}`;
    });
  const more = asks.length - lines.length;
  return [...lines, ...(more > 0 ? [`- and ${more} more`] : [])].join("\n");
}

function impact({ askers, asks, since }: GapLine): string {
  const people = askers === 1 ? "1 person" : `${askers} people`;
  const first = new Date(since).toISOString().slice(0, 10);
  return `${people} asked, in ${asks.length === 1 ? "one post" : `${asks.length} posts`}, the first noted on ${first}.`;
}

/** What a change would have to say, put together from what was asked; nothing is made up. */
function outline({ title, asks, words, nearest }: GapLine): string {
  const where = nearest
    ? `In \`${code(nearest.file)}\`, after line ${nearest.line} ("${defuseForGitHub(nearest.heading)}"), or on a page of its own:`
    : "On a page of its own:";
  return [
    where,
    `1. A heading in the readers' words: "${defuseForGitHub(title)}".`,
    `2. A first sentence that answers: ${defuseForGitHub(asks[0]?.ask ?? title)}`,
    ...asks.slice(1, 4).map(({ ask }, at) => `${at + 3}. Also: ${defuseForGitHub(ask)}`),
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
