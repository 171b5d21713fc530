import { expect, it } from "vitest";
import { lastWordsIn } from "../../../src/integrations/github/last-words.ts";
import { NOON } from "../../fakes/samples.ts";

let minutes = 0;
function by(author_association: string, body: string, login = "mona", type = "User") {
  minutes += 1;
  const created_at = new Date(NOON + minutes * 60_000).toISOString();
  return { body, created_at, author_association, user: { login, type } };
}
const FAR = NOON + 1_000 * 60_000;
const words = (...comments: object[]) => lastWordsIn(comments, FAR, "signalbox[bot]");

it.each([
  { what: "a member's", comment: by("MEMBER", "Works as documented."), is: "Works as documented." },
  { what: "a stranger's", comment: by("NONE", "Please do close it."), is: null },
  { what: "a bot's", comment: by("MEMBER", "Stale for 90 days.", "stale", "Bot"), is: null },
  { what: "our own", comment: by("OWNER", "Two reporters.", "signalbox[bot]"), is: null },
  { what: "a wordless one", comment: by("MEMBER", "👍 +1"), is: null },
  { what: "a duplicate's mark", comment: by("MEMBER", "Duplicate of acme/internal#12"), is: null },
  {
    what: "one with a directive",
    comment: by("MEMBER", "See the changelog.\n/signalbox tell x"),
    is: "See the changelog.",
  },
])("takes $what words for the team's or not", ({ comment, is }) => {
  expect(words(comment)).toBe(is);
});

it("asks who had the last word until then", () => {
  const member = by("MEMBER", "Which version is it?");
  const stranger = by("NONE", "It is 4.2.");
  expect(words(member, stranger)).toBeNull();
  expect(lastWordsIn([member, stranger], Date.parse(member.created_at) - 60_000, "x")).toBe(
    "Which version is it?",
  );
  expect(words()).toBeNull();
});

it("keeps personal data to itself", () => {
  expect(words(by("OWNER", "Write to ada@mail.acme-uploads.dev about it."))).toBe(
    "Write to [redacted: email] about it.",
  );
});
