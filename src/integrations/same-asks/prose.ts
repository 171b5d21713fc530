/** What the forms of issue trackers, browsers and tools put in every report, whoever writes it. */
const COMMENT = /<!--[\s\S]*?-->/g;
const USER_AGENT = /Mozilla\/\d|AppleWebKit|vscode-file:/;
const LINK = /\bhttps?:\/\/\S+/g;
const VERSION = /\b\d+\.\d+/g;
/** A line with so many versions is what a tool printed about a machine. */
const LIST_OF_VERSIONS = 4;
/** Logs go on for ever; what tells asks apart stands early. */
const LONGEST = 4_000;

/** The part of a text that its author chose to write, near enough. */
export function proseOf(text: string): string {
  return text
    .slice(0, LONGEST * 4)
    .replace(COMMENT, " ")
    .replace(LINK, " ")
    .split("\n")
    .filter(
      (line) => !USER_AGENT.test(line) && (line.match(VERSION) ?? []).length < LIST_OF_VERSIONS,
    )
    .join("\n")
    .slice(0, LONGEST);
}
