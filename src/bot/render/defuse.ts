import { defuseForDiscord } from "../../triage/text/defuse.ts";

/** Longer than any message; messages are cut where they are rendered, at a better place. */
const NO_CUT = 60_000;
const INVITE = /\b(discord\.gg|discord(?:app)?\.com\/invite)\//gi;

/**
 * Makes text from outside harmless in a message of ours. Markdown stays, since answers carry code.
 * @param hosts whose links stay links
 */
export function defuseText(text: string, hosts: readonly string[] = []): string {
  return defuseForDiscord(text, { maxLength: NO_CUT, hosts }).replace(INVITE, "$1\u2060/");
}

/** A text from the config: its links are the admin's own and stay. */
export function defuseOwnText(text: string): string {
  const links = text.match(/https?:\/\/[^\s<>"'`)\]]+/gi) ?? [];
  return defuseText(text, hostsOf(links));
}

export function hostsOf(urls: readonly string[]): string[] {
  return urls.flatMap((url) => URL.parse(url)?.hostname ?? []);
}

/** A link that shows no preview; anything but http(s) is shown as text. */
export function quietLink(url: string): string {
  return /^https?:\/\/[^\s<>]+$/.test(url) ? `<${url}>` : defuseText(url.replace(/[<>]/g, ""));
}

/** Free text inside a line of our own: no line breaks, no links, no formatting but code. */
export function inlineText(text: string): string {
  return defuseText(text.replace(/\s+/g, " ").trim()).replace(CODE_OR_MARK, (found) =>
    found.length > 1 ? found : `\\${found}`,
  );
}

/** Code in a line, within which nothing acts, or a character that would begin something. */
const CODE_OR_MARK = /(?<!`)`[^`]*[^`\s][^`]*`(?!`)|[[\]`*_~|>#\\]/g;
