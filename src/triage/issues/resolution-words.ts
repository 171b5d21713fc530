import type { Case } from "../model/case.ts";
import type { Say } from "../model/say.ts";

/**
 * What one of our messages says that is worth keeping: an answer, the team's own words, or the
 * version that holds a fix. Null for a message that only tells where things stand.
 */
export function wordsWorthKeeping(
  { actions, ticket }: Pick<Case, "actions" | "ticket">,
  messageId: string,
): string | null {
  // The last that was written there is what stands.
  const standing = actions.findLast(({ deed, state, externalRef }) => {
    if (state !== "done") return false;
    if (deed.do === "say") return externalRef === messageId;
    return deed.do === "restate" && (deed.messageId ?? ticket.standingMessageId) === messageId;
  })?.deed;
  if (standing?.do !== "say" && standing?.do !== "restate") return null;
  return worthKeeping(standing.say);
}

function worthKeeping(say: Say): string | null {
  switch (say.say) {
    case "answer":
      return say.claims.map(({ text }) => text).join("\n\n");
    case "fixed":
      return say.release === null ? null : `This is fixed in ${say.release}.`;
    case "closed":
    case "team-tells":
      return say.words.trim() || null;
    default:
      return null;
  }
}
