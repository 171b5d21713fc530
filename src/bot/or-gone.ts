import { DiscordAPIError, RESTJSONErrorCodes } from "discord.js";

const NOT_THERE: readonly (string | number)[] = [
  RESTJSONErrorCodes.UnknownMessage,
  RESTJSONErrorCodes.UnknownChannel,
  RESTJSONErrorCodes.CannotSendAMessageInAForumChannel,
];

/** Reads a message or channel; null when it is deleted, or not there yet. */
export async function orGone<T>(read: () => Promise<T>): Promise<T | null> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof DiscordAPIError && NOT_THERE.includes(error.code)) return null;
    throw error;
  }
}
