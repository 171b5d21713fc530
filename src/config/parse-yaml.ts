import { isMap, isNode, isScalar, LineCounter, parseDocument } from "yaml";

export type Mistake = { readonly line: number; readonly field: string; readonly message: string };

/**
 * Parses YAML and remembers where everything stood.
 * @returns the value, syntax mistakes, and a function from a path in the value to its line (from
 * 1); for a path that is missing, the line of the nearest parent
 */
export function parseYaml(text: string): {
  readonly value: unknown;
  readonly mistakes: readonly Mistake[];
  lineOf(path: readonly PropertyKey[]): number;
} {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const lineAt = (offset: number) => lines.linePos(offset).line;
  return {
    value: document.errors.length > 0 ? undefined : document.toJS(),
    mistakes: document.errors.map((error) => ({
      line: lineAt(error.pos[0]),
      field: "",
      message: error.message,
    })),
    lineOf(path) {
      for (let depth = path.length; depth > 0; depth -= 1) {
        const parent = document.getIn(path.slice(0, depth - 1), true);
        const key = String(path[depth - 1]);
        const pair = isMap(parent) ? parent.items.find((one) => nameOf(one.key) === key) : null;
        // The key's own line: what it holds may begin below it.
        const node = pair?.key ?? document.getIn(path.slice(0, depth), true);
        if (isNode(node) && node.range) return lineAt(node.range[0]);
      }
      return 1;
    },
  };
}

const nameOf = (key: unknown): string => (isScalar(key) ? String(key.value) : "");
