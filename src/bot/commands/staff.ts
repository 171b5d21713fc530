import { PermissionFlagsBits } from "discord.js";

/**
 * Whom Discord lists staff commands for: moderators, unless the server's settings say otherwise
 * (Integrations). Whoever uses one needs a staff role all the same.
 */
export const LISTED_FOR_STAFF = String(PermissionFlagsBits.ManageMessages);
