import type { Config } from "./config/schema.ts";
import { fileActs } from "./policy.ts";
import { ActSetting } from "./triage/model/policy.ts";
import { readSetUp, type SetUpKey } from "./triage/setup/community-settings.ts";

/** A setting that was saved in the community and stands over another value of the file. */
export type SavedOverFile = {
  /** As the file calls it, for example `acts.answer`. */
  readonly key: string;
  readonly saved: string;
  readonly file: string;
  /** More happens by itself, or in public, than the file says. */
  readonly isLooser: boolean;
  /** What `signalbox settings reset` takes. */
  readonly reset: SetUpKey;
};

/**
 * What was saved in the community (`/setup`) and differs from what the file says now: whoever lowers
 * a value in the file would think that it is in force.
 */
export function savedOverFile(
  config: Config,
  stored: Readonly<Record<string, unknown>>,
): SavedOverFile[] {
  const setUp = readSetUp(stored);
  const found: SavedOverFile[] = [];
  const compare = (key: string, reset: SetUpKey, of: Omit<SavedOverFile, "key" | "reset">) => {
    if (of.saved !== of.file) found.push({ key, reset, ...of });
  };
  if (setUp.mode) {
    compare("mode", "mode", {
      saved: setUp.mode,
      file: config.mode,
      isLooser: setUp.mode === "live",
    });
  }
  const inFile = fileActs(config);
  for (const [act, saved] of Object.entries(setUp.acts ?? {})) {
    const file = inFile[act as keyof typeof inFile];
    const order = ActSetting.options;
    const isLooser = order.indexOf(saved) > order.indexOf(file);
    compare(`acts.${act}`, "acts", { saved, file, isLooser });
  }
  const channels = new Map(Object.entries(config.discord.channels).map(([n, l]) => [bare(n), l]));
  for (const [id, { name, listening }] of Object.entries(setUp["discord.channels"] ?? {})) {
    const file = channels.get(bare(name)) ?? channels.get(id);
    if (file === undefined) continue;
    const isLooser = file === "off";
    compare(`discord.channels.${name}`, "discord.channels", { saved: listening, file, isLooser });
  }
  const review = setUp["discord.review_channel"];
  const file = config.discord.review_channel;
  if (review && file !== review.id && bare(file) !== bare(review.name)) {
    const names = { saved: bare(review.name), file: bare(file), isLooser: false };
    compare("discord.review_channel", "discord.review_channel", names);
  }
  return found;
}

/** In a sentence, and how to let the file stand again. */
export function overInWords({ key, saved, file, reset }: SavedOverFile): {
  readonly what: string;
  readonly mend: string;
} {
  return {
    what: `${key} is ${saved}, as saved in /setup, and not ${file}, as in the file.`,
    mend: `If the file is to stand, run "signalbox settings reset ${reset}" (all of ${reset} is as in the file then), or change it in /setup.`,
  };
}

const bare = (name: string) => name.replace(/^#/, "").toLowerCase();
