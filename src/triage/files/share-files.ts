import { withoutRequestIds } from "../issues/facts.ts";
import type { ActionState } from "../model/action.ts";
import type { Case, Change } from "../model/case.ts";
import type { Step } from "../model/step.ts";
import { redact } from "../redact/redact.ts";
import { defusedLine, fenced } from "../text/defuse.ts";
import { fileExcerpts, type TextFile, textFiles } from "./files.ts";

/** What somebody's files would make public, and where. */
export type Sharing = {
  readonly files: readonly TextFile[];
  /** Word for word what would stand there. */
  readonly excerpt: string;
  readonly repository: string;
  /** Stands for exactly this excerpt there: only what was shown is shared. */
  readonly seen: number;
};

/** What became of a comment that never came to stand there. The next one edits it if it did. */
const NOT_SHARED: readonly ActionState[] = ["given-up", "superseded"];

/**
 * What a person may add to the public issue of their report: excerpts of the text files that came
 * with their own posts. Nothing of them stands there by itself.
 * @returns null when there is nothing to share, nowhere to share it, or it was shared already
 */
export function sharable(known: Case, personId: string): Sharing | null {
  const { issue, posts, actions } = known;
  if (issue?.visibility !== "public") return null;
  const shared = actions.some(
    ({ deed, state }) =>
      deed.do === "comment" && deed.key === keyOf(personId) && !NOT_SHARED.includes(state),
  );
  const files = textFiles(posts.filter((post) => post.personId === personId));
  if (shared || files.length === 0) return null;
  // Redacted when they were stored, and once more by the rules of today.
  const excerpt = withoutRequestIds(redact(fileExcerpts(files)).text);
  const { repository } = issue;
  return { files, excerpt, repository, seen: fingerprint(`${repository}\n${excerpt}`) };
}

/**
 * Adds what was announced to its author to the issue, on their word.
 * @param seen of what they were shown; null is returned when something else would be shared by now
 */
export function sharing(known: Case, personId: string, seen: number, step: Step): Change | null {
  const { issue, ticket } = known;
  const shares = sharable(known, personId);
  if (!shares || !issue || shares.seen !== seen) return null;
  const names = shares.files.map(({ name }) => defusedLine(name, 80)).join(", ");
  const body = `The reporter of ${ticket.code} shares ${names}:\n\n${fenced(shares.excerpt)}`;
  return {
    actions: [
      {
        id: step.ids(),
        act: "link",
        public: true,
        deed: { do: "comment", issue, key: keyOf(personId), body },
        serial: `issue:${issue.nodeId}`,
        notBefore: step.now,
      },
    ],
    story: [{ at: step.now, what: "shared files", detail: `${names}, on the author's word` }],
  };
}

/** FNV-1a, below a billion, which a button can carry. */
function fingerprint(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  }
  return (hash >>> 0) % 1_000_000_000;
}

const keyOf = (personId: string) => `files:${personId}`;
