import type { StoryPost } from "./story.ts";

/** Two members who ask what no page of the docs says. */
export const GAP_POSTS: readonly StoryPost[] = [
  {
    author: "lucy_h",
    channel: "help",
    title: "How do I import transcripts from a spreadsheet?",
    text: "We keep our transcripts in a spreadsheet and would like to import them.",
  },
  {
    author: "farid",
    channel: "help",
    title: "How can I import transcripts from spreadsheets?",
    text: "There are hundreds of transcripts in ours.",
  },
];

/** The page that would have answered them, for whoever does not want to write one. */
export const GAP_PAGE = {
  about: "spreadsheet",
  path: "guides/importing",
  text: `# Importing transcripts from a spreadsheet

To import transcripts from a spreadsheet, save the spreadsheet as CSV and run \`wren import transcripts.csv\`.

Each row of the spreadsheet becomes one transcript.
`,
};
