import { DiscordAPIError, HTTPError, RateLimitError, RESTJSONErrorCodes } from "discord.js";
import { PortError } from "../../triage/model/errors.ts";
import { staffTexts } from "../words/staff-texts.ts";
import { TooManyRefusals } from "./refusals.ts";

const { advice } = staffTexts;
const Code = RESTJSONErrorCodes;

/** What each refusal means to a person, and whether trying again can help. */
const REFUSALS: Readonly<Record<number, { retry: "later" | "never"; advice: string }>> = {
  [Code.MissingAccess]: { retry: "never", advice: advice.noAccess },
  [Code.MissingPermissions]: {
    retry: "never",
    advice: advice.noPermission(
      "Send Messages, Send Messages in Threads, Create Public Threads, Embed Links, Attach Files, Add Reactions, Read Message History",
    ),
  },
  [Code.UnknownChannel]: { retry: "never", advice: advice.channelGone },
  [Code.UnknownMessage]: { retry: "never", advice: advice.messageGone },
  [Code.InvalidActionOnArchivedThread]: { retry: "never", advice: advice.archived },
  [Code.ThreadLocked]: { retry: "never", advice: advice.locked },
  [Code.CannotSendMessagesToThisUser]: { retry: "never", advice: advice.dmClosed },
  [Code.ReactionWasBlocked]: { retry: "never", advice: advice.reactionBlocked },
  [Code.MaximumNumberOfReactionsReached]: { retry: "never", advice: advice.tooManyReactions },
  [Code.MessageWasBlockedByAutomaticModeration]: { retry: "never", advice: advice.automod },
  [Code.ActionCannotBePerformedDueToSlowmodeRateLimit]: { retry: "later", advice: advice.slowMode },
  // A forum post whose first message is still on its way.
  [Code.CannotSendAMessageInAForumChannel]: { retry: "later", advice: advice.unavailable },
};

/** One call to Discord; what fails becomes a PortError in words that staff can act on. */
export async function callDiscord<T>(operation: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw toPortError(`discord.${operation}`, error);
  }
}

export function toPortError(operation: string, error: unknown): PortError {
  if (error instanceof PortError) return error;
  if (error instanceof RateLimitError) {
    const retryAfterMs = error.retryAfter;
    return new PortError(operation, "later", error, { advice: advice.unavailable, retryAfterMs });
  }
  if (error instanceof TooManyRefusals) {
    const { retryAfterMs } = error;
    return new PortError(operation, "later", error, { advice: advice.held, retryAfterMs });
  }
  if (error instanceof DiscordAPIError) {
    const known = REFUSALS[Number(error.code)];
    if (known) return new PortError(operation, known.retry, error, { advice: known.advice });
    if (error.status === 401) {
      return new PortError(operation, "later", error, { advice: advice.unauthorized });
    }
    if (error.status < 500 && error.status !== 408 && error.status !== 429) {
      const words = advice.refused(error.code, error.message);
      return new PortError(operation, "never", error, { advice: words });
    }
  }
  if (error instanceof HTTPError && error.status < 500) {
    const words = advice.refused(error.status, error.message);
    return new PortError(operation, "never", error, { advice: words });
  }
  return new PortError(operation, "later", error, { advice: advice.unavailable });
}

/** Discord's own number of a refusal; null for outages and other errors. */
export function codeOf(error: unknown): number | null {
  const cause = error instanceof PortError ? error.cause : error;
  return cause instanceof DiscordAPIError ? Number(cause.code) : null;
}
