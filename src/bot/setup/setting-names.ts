import { Act, ActSetting } from "../../triage/model/policy.ts";
import { setupTexts as words } from "./setup-texts.ts";

/** A setting by the label that `/setup` has for it; null for one that it does not show. */
export function settingName(key: string): string | null {
  const { names, selects, acts } = words;
  if (Object.hasOwn(names, key)) return names[key as keyof typeof names];
  const channel = /^discord\.channels\.(.+)$/.exec(key)?.[1];
  if (channel) return selects.listening(channel);
  const act = Act.safeParse(/^acts\.(.+)$/.exec(key)?.[1]).data;
  if (act) return acts.act[act];
  const [, area, actThere] = /^acts_by_area\.(.+)\.([^.]+)$/.exec(key) ?? [];
  const inArea = Act.safeParse(actThere).data;
  return inArea && area ? acts.earned(inArea, area) : null;
}

/** What a setting was or became, as its page says it; null stands for "as the file says". */
export function settingValue(key: string, value: string | null): string {
  const { history, acts, report } = words;
  if (value === null) return history.file;
  const setting = ActSetting.safeParse(value).data;
  if (setting && /^acts(?:_by_area)?\./.test(key)) return acts.setting[setting];
  if (key === "mode" && (value === "shadow" || value === "live")) return report.modeName[value];
  if (value === "true" || value === "false") return history.switched[value];
  // What the program keeps as a list of its own says nothing to people.
  return /^[[{]/.test(value) ? history.set : value;
}
