import type { PageLink } from "./parsed-page.ts";

// reStructuredText writes :ref:`text <target>`, MyST writes {ref}`text <target>`; both write `text <address>`__.
const ROLE = /(?::|\{)([a-zA-Z][\w:+-]*)[:}]`([^`<]*?)\s*(?:<([^`>]*)>)?`/g;
const ADDRESS = /`([^`<]+?)\s*<([^`>\s]+)>`__?/g;
const LINKING = /^((py|c|js):)?(ref|doc|any|class|func|meth|mod|attr|exc|data|obj|term)$/;

/** Cross-references of a page: to labels, pages, addresses, and classes or functions by name. */
export function rolesIn(text: string): PageLink[] {
  const links: PageLink[] = [];
  for (const [, role = "", shown = "", target] of text.matchAll(ROLE)) {
    if (!LINKING.test(role)) continue;
    const to = (target ?? shown).replace(/^[~!]/, "").replace(/\(\)$/, "");
    // A bare :ref:`label` shows the heading that it leads to; the label's own words stand for that.
    links.push({ to, text: shown.replace(/^[~!]/, "") });
  }
  for (const [, shown = "", to = ""] of text.matchAll(ADDRESS)) links.push({ to, text: shown });
  return links;
}

/** Labels set in a page: `.. _label:` and MyST's `(label)=`. */
export function labelsIn(text: string): string[] {
  const found = text.matchAll(/^(?:[ \t]*\.\. _([^:\n]+):|\(([\w.-]+)\)=)[ \t]*$/gm);
  return Array.from(found, ([, rst, myst]) => (rst ?? myst ?? "").replaceAll("`", ""));
}

/** Pages and objects that a `toctree` or `autosummary` lists. */
export function listedPagesIn(text: string): PageLink[] {
  const lists = text.matchAll(/^\.\. (?:toctree|autosummary)::.*\n((?:[ \t]+\S.*\n|[ \t]*\n)+)/gm);
  return Array.from(lists, ([, body = ""]) => body.split("\n"))
    .flat()
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith(":"))
    .map((line) => {
      const titled = /^(.*?)\s*<([^>]+)>$/.exec(line);
      return { to: (titled?.[2] ?? line).replace(/^~/, ""), text: titled?.[1] ?? "" };
    });
}

/** Text with its roles read as what a reader sees, and ``literal`` as `literal`. */
export function tidyRoles(text: string): string {
  return text
    .replace(ROLE, (_, _role: string, shown: string, target?: string) =>
      shown === "" ? `\`${target ?? ""}\`` : `\`${shown.replace(/^[~!]/, "")}\``,
    )
    .replace(/``([^`]+)``/g, "`$1`")
    .replace(ADDRESS, "$1 ($2)");
}
