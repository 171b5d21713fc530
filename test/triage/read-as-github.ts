import rehypeRaw from "rehype-raw";
import rehypeSanitize, { defaultSchema } from "rehype-sanitize";
import remarkGfm from "remark-gfm";
import remarkParse from "remark-parse";
import remarkRehype from "remark-rehype";
import { unified } from "unified";

/** What a text does when GitHub shows it, beside being read. */
export type Effects = {
  /** Who is notified. */
  readonly mentions: readonly string[];
  /** Issues, pull requests and commits that get a trace of it. */
  readonly references: readonly string[];
  /** Addresses that a click or the mere sight of it opens. */
  readonly addresses: readonly string[];
  /** Headings outside quotes, in order: what looks like ours. */
  readonly headings: readonly string[];
  /** Everything that a person sees. */
  readonly text: string;
};

type Node = {
  readonly type: string;
  readonly tagName?: string;
  readonly value?: string;
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly children?: readonly Node[];
};

// The default schema is GitHub's own, by its authors' word.
const renderer = unified()
  .use(remarkParse)
  .use(remarkGfm)
  .use(remarkRehype, { allowDangerousHtml: true })
  .use(rehypeRaw)
  .use(rehypeSanitize, defaultSchema);

const UNREAD = ["code", "pre", "a", "tt"];
/** GitHub looks for these in each piece of text that is no code and no link. */
const MENTION = /(?<![\w`])@([a-z\d](?:[a-z\d]|-(?=[a-z\d])){0,38}(?:\/[\w.-]+)?)/gi;
const REFERENCE =
  /(?<![\w&])(?:[\w.-]+\/[\w.-]+)?#\d+\b|\bGH-\d+\b|(?<![\w/])[0-9a-f]{40}\b|https?:\/\/[^\s<>]*\/(?:issues|pull|discussions|commit)\/\w+/gi;

/** Renders a text as GitHub renders issues and comments, and tells what comes of it. */
export function readAsGitHub(markdown: string): Effects {
  const tree = renderer.runSync(renderer.parse(markdown)) as unknown as Node;
  const found = {
    mentions: [] as string[],
    references: [] as string[],
    addresses: [] as string[],
    headings: [] as string[],
  };
  let text = "";

  function visit(node: Node, inside: readonly string[]): void {
    if (node.type === "text") {
      const value = node.value ?? "";
      text += value;
      if (UNREAD.some((tag) => inside.includes(tag))) return;
      found.mentions.push(...[...value.matchAll(MENTION)].map(([, name = ""]) => name));
      found.references.push(...[...value.matchAll(REFERENCE)].map(([whole]) => whole));
    }
    for (const name of ["href", "src", "longDesc", "cite"]) {
      const address = node.properties?.[name];
      if (typeof address === "string") found.addresses.push(address);
    }
    if (/^h[1-6]$/.test(node.tagName ?? "") && !inside.includes("blockquote")) {
      found.headings.push(textOf(node));
    }
    const within = node.tagName ? [...inside, node.tagName] : inside;
    for (const child of node.children ?? []) visit(child, within);
  }

  visit(tree, []);
  return { ...found, text };
}

function textOf(node: Node): string {
  return (node.value ?? "") + (node.children ?? []).map(textOf).join("");
}
