import { readFileSync } from "node:fs";

export type Rule = { readonly id: string; readonly regex: string; readonly secretGroup: number };

/** The rules of gitleaks' default configuration that have a pattern; reads just the TOML it uses. */
export function readRules(path: string): Rule[] {
  const rules: Rule[] = [];
  for (const block of readFileSync(path, "utf8")
    .split(/^\[\[rules\]\]$/m)
    .slice(1)) {
    const own = block.split(/^\[\[rules\.allowlists\]\]$/m)[0] ?? "";
    const id = /^id = "([^"]+)"$/m.exec(own)?.[1];
    const regex = /^regex = '''([\s\S]*?)'''$/m.exec(own)?.[1];
    const secretGroup = Number(/^secretGroup = (\d+)$/m.exec(own)?.[1] ?? 0);
    if (id !== undefined && regex !== undefined) rules.push({ id, regex, secretGroup });
  }
  return rules;
}
