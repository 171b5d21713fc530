const NAMES: Readonly<Record<string, string>> = {
  note: "Note",
  tip: "Tip",
  info: "Info",
  warning: "Warning",
  danger: "Danger",
  caution: "Caution",
  important: "Important",
};

/**
 * Turns the container fences of VitePress, Docusaurus and MyST, which are no Markdown, into words, and drops
 * link targets that nobody reads. Everything else stays as it was written.
 */
export function tidyMarkup(text: string): string {
  return text.split("\n").flatMap(tidyLine).join("\n");
}

function tidyLine(line: string): string[] {
  const fence = /^\s*:::+\s*\{?([\w-]*)\}?\s*(.*)$/.exec(line);
  if (fence) {
    const [, name = "", label = ""] = fence;
    const words = [NAMES[name.toLowerCase()], label.trim()].filter(Boolean).join(": ");
    return words === "" ? [] : [`**${words}**`];
  }
  if (/^\([\w-]+\)=\s*$/.test(line)) return [];
  if (/^\s*<a\s+(id|name)=["'][^"']*["']\s*(\/>|><\/a>)\s*$/i.test(line)) return [];
  return [line];
}
