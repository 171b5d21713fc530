import { z } from "zod";
import { Chosen, type SettingChange, Watched } from "./community-settings.ts";

/** One value that changed, in words; null where the file's stood, or stands again. */
export type Difference = {
  readonly key: string;
  readonly from: string | null;
  readonly to: string | null;
};

const Sections = z.record(z.string(), z.unknown());
const LONGEST = 80;
/** What the program writes for itself: when it first came, why it may do what, what was imported. */
const BOOKKEEPING = ["installedAt", "autonomy", "importBatches"];

/** What a change of a setting changed, value by value: of a section only what differs. */
export function differences({
  key,
  before,
  after,
}: Pick<SettingChange, "key" | "before" | "after">): Difference[] {
  if (BOOKKEEPING.includes(key)) return [];
  const [was, is] = [sectionOf(key, before), sectionOf(key, after)];
  if (!was && !is) return [{ key, from: inWords(before), to: inWords(after) }];
  const names = new Set([...Object.keys(was ?? {}), ...Object.keys(is ?? {})]);
  return [...names].flatMap((name) => {
    if (key === "acts_by_area") return inArea(`${key}.${name}`, was?.[name], is?.[name]);
    const [from, to] = [inWords(was?.[name]), inWords(is?.[name])];
    if (from === to) return [];
    const watched = Watched.safeParse(is?.[name] ?? was?.[name]).data;
    return [{ key: `${key}.${watched?.name ?? name}`, from, to }];
  });
}

function inArea(key: string, before: unknown, after: unknown): Difference[] {
  const [was = {}, is = {}] = [Sections.safeParse(before).data, Sections.safeParse(after).data];
  return [...new Set([...Object.keys(was), ...Object.keys(is)])].flatMap((act) => {
    const [from, to] = [inWords(was[act]), inWords(is[act])];
    return from === to ? [] : [{ key: `${key}.${act}`, from, to }];
  });
}

function sectionOf(key: string, value: unknown): Record<string, unknown> | null {
  if (key !== "acts" && key !== "acts_by_area" && key !== "discord.channels") return null;
  return Sections.safeParse(value).data ?? null;
}

function inWords(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  const watched = Watched.safeParse(value).data;
  if (watched) return watched.listening;
  const chosen = Chosen.safeParse(value).data;
  if (chosen) return chosen.name;
  if (Array.isArray(value)) {
    if (value.length === 0) return "none";
    const words = value.map((one) => inWords(one) ?? "");
    return shortened(words.join(", "));
  }
  return shortened(typeof value === "string" ? value : JSON.stringify(value));
}

const shortened = (text: string) =>
  text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
