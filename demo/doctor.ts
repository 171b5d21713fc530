import { checkDiscord } from "../src/cli/doctor/check-discord.ts";
import { checkGitHub } from "../src/cli/doctor/check-github.ts";
import { checkSaved } from "../src/cli/doctor/check-saved.ts";
import type { Finding } from "../src/cli/doctor/finding.ts";
import { digestChannels } from "../src/config/schema.ts";
import { readSetUp } from "../src/triage/setup/community-settings.ts";
import type { Town } from "./town.ts";
import type { DoctorControls } from "./worlds.ts";

/** The forum in which the bot can be robbed of a permission, for `doctor` to find. */
const ROBBED = "help";

/**
 * What `signalbox doctor` finds out about Discord, GitHub and the saved settings, by its own checks
 * against both simulators. What it says of a machine (disk, database, Redis) is left out.
 */
export function createDoctor(town: Town): DoctorControls {
  let taken = false;
  return {
    async examine() {
      const { config, env } = town;
      const { deps, communityId } = town.signalbox();
      const setUp = readSetUp(await deps.tickets.settings(communityId));
      const deletes = { ...config.acts, ...setUp.acts }["delete-message"] === "auto";
      const digests = digestChannels(config);
      const [discord, github] = await Promise.all([
        checkDiscord(env.discordToken, config.discord, { setUp, deletes, digests }),
        checkGitHub(config, env),
      ]);
      const findings: readonly Finding[] = [...checkSaved(config, setUp), ...discord, ...github];
      return { findings, taken, channel: ROBBED };
    },
    take(away) {
      taken = away;
      const channel = town.channels.get(ROBBED) ?? "";
      town.discord.denyBot(channel, away ? ["sendMessagesInThreads"] : []);
    },
  };
}
