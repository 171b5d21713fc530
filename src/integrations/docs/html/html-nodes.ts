import rehypeParse from "rehype-parse";
import { unified } from "unified";

const html = unified().use(rehypeParse).freeze();

/** A whole HTML document as a tree; any text can be read, as browsers do. */
export const parseHtml = (text: string): Root => html.parse(text);

export type Root = ReturnType<typeof html.parse>;
export type Node = Root | Root["children"][number];
export type Element = Extract<Node, { type: "element" }>;
export type Child = Element["children"][number];
export type Parent = Root | Element;

export function isElement(node: Node | undefined, ...names: readonly string[]): node is Element {
  return node?.type === "element" && (names.length === 0 || names.includes(node.tagName));
}

/** An attribute as text; lists (classes) are joined by spaces. */
export function attribute(node: Element, name: string): string {
  const value = node.properties[name];
  if (Array.isArray(value)) return value.join(" ");
  return value === true ? "true" : value === null || value === undefined ? "" : String(value);
}

export function element(tagName: string, children: readonly Child[]): Element {
  return { type: "element", tagName, properties: {}, children: [...children] };
}

export function words(value: string): Child {
  return { type: "text", value };
}

/** All elements under a node, in the order of the page. */
export function* elementsIn(node: Node): Generator<Element> {
  if (!("children" in node)) return;
  for (const child of node.children) {
    if (isElement(child)) yield child;
    yield* elementsIn(child);
  }
}

/** Rewrites the children of every element, deepest first. */
export function rewrite(parent: Parent, change: (node: Child, parent: Parent) => readonly Child[]) {
  for (const child of parent.children) if (isElement(child)) rewrite(child, change);
  const children = parent.children as Child[];
  children.splice(0, children.length, ...children.flatMap((child) => change(child, parent)));
}
