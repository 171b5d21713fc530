import { DiscordAPIError, RESTJSONErrorCodes } from "discord.js";

const NOT_THERE: readonly (string | number)[] = [
  RESTJSONErrorCodes.UnknownMessage,
  RESTJSONErrorCodes.UnknownChannel,
  RESTJSONErrorCodes.CannotSendAMessageInAForumChannel,
];

/** Whether a message or channel is deleted, or not there yet. */
export function isGone(error: unknown): boolean {
  return error instanceof DiscordAPIError && NOT_THERE.includes(error.code);
}

/** Reads a message or channel; null when it is deleted, or not there yet. */
export async function orGone<T>(read: () => Promise<T>): Promise<T | null> {
  try {
    return await read();
  } catch (error) {
    if (isGone(error)) return null;
    throw error;
  }
}
