import type { APIEmbed } from "discord.js";
import type { SettingChange } from "../../triage/setup/community-settings.ts";
import { differences } from "../../triage/setup/settings-history.ts";
import { button, row } from "../render/buttons.ts";
import { inlineText } from "../render/defuse.ts";
import { settingName, settingValue } from "./setting-names.ts";
import type { Row } from "./setup-parts.ts";
import { setupTexts as words } from "./setup-texts.ts";

/** In place of a change's id: the first page of the history. */
export const NEWEST = "newest";

const DESCRIPTION = 4_000;

/** The audit trail, newest first. @param more whether older changes stand behind these */
export function historyPage(
  changes: readonly SettingChange[],
  more: boolean,
): { embeds: readonly APIEmbed[]; components: readonly Row[] } {
  const { history } = words;
  const oldest = changes.at(-1);
  return {
    embeds: [{ title: history.title, description: fitting(historyLines(changes)) }],
    components:
      more && oldest ? [row(button("setup-history", words.buttons.older, oldest.id))] : [],
  };
}

export function historyLines(changes: readonly SettingChange[]): string[] {
  const { history } = words;
  if (changes.length === 0) return [history.none];
  return changes.flatMap((change) =>
    differences(change).map(({ key, from, to }) =>
      history.line(
        change.at,
        inlineText(change.by),
        nameWithKey(key),
        inlineText(settingValue(key, from)),
        inlineText(settingValue(key, to)),
      ),
    ),
  );
}

/** The label of the page, and behind it the name that the file and the command line have. */
function nameWithKey(key: string): string {
  const name = settingName(key);
  const code = `\`${key.replaceAll("`", "")}\``;
  return name === null ? code : `**${inlineText(name)}** (${code})`;
}

/** Lines in one embed; the last ones are left out where they do not fit. */
export function fitting(lines: readonly string[]): string {
  let kept = [...lines];
  while (kept.join("\n").length > DESCRIPTION) kept = [...kept.slice(0, -2), "…"];
  return kept.join("\n");
}
