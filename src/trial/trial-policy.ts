import { Config } from "../config/schema.ts";
import { toPolicy } from "../policy.ts";
import type { Issue } from "../triage/model/case.ts";
import type { ActSetting, Policy } from "../triage/model/policy.ts";

/** What a community without a config is shown: one repository and texts that stand for its own. */
const EXAMPLES = {
  account:
    "This looks like a matter of your own account, which nobody here can see. Please write to support.",
  "not-ours":
    "This seems to be about a product of somebody else. Its own community can help you better.",
} as const;

/** The config of a community that has none yet. */
export function exampleConfig(repository: string | null, visibility: Issue["visibility"]): Config {
  return Config.parse({
    community: "trial",
    discord: { server: "your community", channels: {}, review_channel: "review" },
    fallback: {
      team: "team",
      repository: repository ?? "your/repository",
      visibility,
      labels: ["from-community"],
    },
    redirects: EXAMPLES,
  });
}

/**
 * The policy of a trial: as if live, and every act that speaks or files is a draft for staff. What a
 * config switches off stays off.
 */
export function trialPolicy(config: Config): Policy {
  const policy = toPolicy(
    config,
    { mode: "live", paused: false },
    { findPlace: (name) => name, communityName: config.discord.server },
    0,
  );
  const drafted = (setting: ActSetting): ActSetting => (setting === "off" ? "off" : "draft");
  const { mark, "direct-message": message, ...acts } = policy.acts;
  const asDrafts = Object.fromEntries(
    Object.entries(acts).map(([act, setting]) => [act, drafted(setting)]),
  );
  return {
    ...policy,
    silenceSamples: 0,
    acts: { ...policy.acts, ...asDrafts, mark, "direct-message": message },
  };
}
