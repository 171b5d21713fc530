const INVISIBLE = /[\u00AD\u200B-\u200F\u202A-\u202E\u2060-\u2064\u2066-\u2069\uFEFF]/g;

/**
 * Makes text from outside harmless in a message of ours: no mentions, no hidden characters or
 * comments, no invites. Markdown stays, since answers carry code.
 */
export function defuseText(text: string): string {
  return text
    .replace(INVISIBLE, "")
    .replace(/<!--[\s\S]*?(-->|$)/g, "")
    .replace(/@(?=everyone|here)/gi, "@\u200B")
    .replace(/<(@[!&]?|#)(?=\d+>)/g, "<\u200B$1")
    .replace(/\b(discord\.gg|discord(?:app)?\.com\/invite)\//gi, "$1\u200B/");
}

/** A link that shows no preview; anything but http(s) is shown as text. */
export function quietLink(url: string): string {
  return /^https?:\/\/[^\s<>]+$/.test(url) ? `<${url}>` : defuseText(url.replace(/[<>]/g, ""));
}

/** Free text inside a line of our own: no line breaks, no links, no headings. */
export function inlineText(text: string): string {
  return defuseText(text)
    .replace(/\s+/g, " ")
    .replace(/[[\]`*_~|>#\\]/g, "\\$&")
    .trim();
}
