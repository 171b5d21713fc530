import {
  ApplicationFlags,
  DiscordAPIError,
  GatewayCloseCodes,
  type REST,
  Routes,
} from "discord.js";
import { z } from "zod";
import { UserError } from "../../triage/model/errors.ts";
import { staffTexts } from "../words/staff-texts.ts";

const Application = z.object({ id: z.string(), flags: z.number().default(0) });

const CONTENT =
  ApplicationFlags.GatewayMessageContent | ApplicationFlags.GatewayMessageContentLimited;

/**
 * Whether the bot would be able to read messages. Without the intent, texts come empty while
 * mentions still work, so that it seems to listen and is blind.
 * @returns the application's id
 */
export async function checkIntents(rest: REST): Promise<string> {
  let answer: unknown;
  try {
    answer = await rest.get(Routes.currentApplication());
  } catch (error) {
    if (error instanceof DiscordAPIError && error.status === 401) {
      throw new UserError(staffTexts.start.badToken);
    }
    throw error;
  }
  const { id, flags } = Application.parse(answer);
  if ((flags & CONTENT) === 0) throw new UserError(staffTexts.start.blind);
  return id;
}

/** What a close code means when Discord will not take us back; null for all others. */
export function fatalClose(code: number): UserError | null {
  switch (code) {
    case GatewayCloseCodes.AuthenticationFailed:
      return new UserError(staffTexts.start.badToken);
    case GatewayCloseCodes.DisallowedIntents:
      return new UserError(staffTexts.start.badIntents);
    case GatewayCloseCodes.InvalidShard:
      return new UserError(staffTexts.start.wrongShard);
    case GatewayCloseCodes.ShardingRequired:
      return new UserError(staffTexts.start.sharding);
    case GatewayCloseCodes.InvalidAPIVersion:
      return new UserError(staffTexts.start.oldVersion);
    case GatewayCloseCodes.InvalidIntents:
      return new UserError(staffTexts.start.unknownIntents);
    default:
      return null;
  }
}
