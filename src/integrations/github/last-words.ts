import { z } from "zod";
import { MINUTE } from "../../triage/model/clock.ts";
import { redact } from "../../triage/redact/redact.ts";
import { withoutDirectives } from "./directive.ts";

/** Those with a say in the repository. */
export const TEAM: readonly string[] = ["OWNER", "MEMBER", "COLLABORATOR"];

const LONGEST_WORDS = 1_500;
/** What is written while closing may carry the next second. */
const AFTER_MS = MINUTE;
/** GitHub's own way to mark a duplicate; it names the other issue and says nothing. */
const DUPLICATE_OF = /^[ \t]*duplicate of[ \t]+\S+[ \t.]*$/gim;

const Comment = z.object({
  body: z.string().nullish(),
  created_at: z.string(),
  author_association: z.string(),
  user: z.object({ login: z.string(), type: z.string().nullish() }).nullish(),
});

/** What a person of the team wrote last until then; null when somebody else had the last word. */
export function lastWordsIn(
  comments: readonly unknown[],
  until: number,
  self: string,
): string | null {
  const last = comments
    .map((comment) => Comment.parse(comment))
    .filter(({ user }) => user?.type !== "Bot" && user?.login !== self)
    .filter(({ created_at: at }) => Date.parse(at) <= until + AFTER_MS)
    .toSorted((a, b) => Date.parse(a.created_at) - Date.parse(b.created_at))
    .at(-1);
  if (!last || !TEAM.includes(last.author_association)) return null;
  const said = withoutDirectives(last.body ?? "").replace(DUPLICATE_OF, "");
  const words = redact(said).text.trim().slice(0, LONGEST_WORDS).toWellFormed();
  // "+1", "." or an emoji explains nothing to anybody.
  return words.split(/\s+/).filter((word) => /\p{L}{2}/u.test(word)).length >= 2 ? words : null;
}
