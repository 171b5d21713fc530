/** Whether a text may be used to train a model, by where it comes from. */
export type Permission = { readonly may: true } | { readonly may: false; readonly why: string };

/** Texts that their authors gave to the project, or that the team wrote itself. */
const PERMITTED: Readonly<Record<string, string>> = {
  github: "an issue",
  form: "a form",
  staff: "the team's own text",
};

const DISCORD =
  "it was written in Discord, whose developer policy forbids training models on message content without Discord's permission";

/**
 * @param consented every person who reported it agreed to have it used
 * @param permitted the operator says that Discord has permitted it, for consented posts
 */
export function mayTrain(
  source: string,
  { consented, permitted }: { readonly consented: boolean; readonly permitted: boolean },
): Permission {
  if (Object.hasOwn(PERMITTED, source)) return { may: true };
  if (source === "discord") {
    if (!permitted) return { may: false, why: DISCORD };
    if (consented) return { may: true };
    return {
      may: false,
      why: "it was written in Discord, and not everybody who reported it consented",
    };
  }
  const known = Object.keys(PERMITTED).join(", ");
  return consented
    ? { may: true }
    : { may: false, why: `nobody says that its source (${source}) permits it (${known} do)` };
}
