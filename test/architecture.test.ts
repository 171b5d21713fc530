import {
  type CallExpression,
  type ImportDeclaration,
  type Node,
  type StringLiteral,
  SyntaxKind,
} from "typescript/unstable/ast";
import { describe, expect, it } from "vitest";
import { nodesOf, type Parsed, parseFolders } from "./source-files.ts";

const everything = parseFolders("src", "demo", "bench", "test");
const sources = everything.filter(({ path }) => path.startsWith("src/"));

/**
 * Rooms and what each may import from the project besides itself. Whoever puts the program together
 * (main, the command line, the trial, the evals) may import all.
 */
const ROOMS: Readonly<Record<string, readonly string[]>> = {
  triage: [],
  bot: ["triage"],
  /** The format of the config knows the sentences that it may replace. */
  config: ["triage", "bot"],
  console: ["triage"],
  integrations: ["triage"],
};
const COMPOSING = ["cli", "trial", "evals"];

/** Folders of integrations that may use another one, and why. */
const NEIGHBOURS: Readonly<Record<string, string>> = {
  "offline → docs": "an extract is quoted by the same reading of words as the search's",
  "same-asks → docs": "asks are compared by the same reading of words as the docs'",
};

/** Packages that stay in one place, so that what they stand for can be replaced. */
const OWNERS: Readonly<Record<string, string>> = {
  "discord.js": "src/bot/",
  octokit: "src/integrations/github/",
  openai: "src/integrations/openai/",
  bullmq: "src/integrations/queue/",
  kysely: "src/integrations/store/",
  "@electric-sql/pglite": "src/integrations/store/",
  "prom-client": "src/integrations/telemetry/",
  hono: "src/console/",
  pino: "src/log.ts",
  commander: "src/cli",
  "@clack/prompts": "src/cli/",
};
/** The doctor and the first set-up ask each vendor whether what was entered works. */
const ASKS_VENDORS = ["src/cli/doctor", "src/cli/init", "src/cli/setup", "src/cli/github-app"];

/** Longer than 300 lines, and why that is easier to read than two files. */
const LONG: Readonly<Record<string, string>> = {
  "src/bot/words/texts.ts": "every public sentence on one page",
};

type Import = { readonly path: string; readonly specifier: string };

function importsOf({ path, file }: Parsed): Import[] {
  return [...nodesOf(file)].flatMap((node) => {
    if (node.kind === SyntaxKind.ImportDeclaration || node.kind === SyntaxKind.ExportDeclaration) {
      const { moduleSpecifier } = node as ImportDeclaration;
      return moduleSpecifier ? [{ path, specifier: (moduleSpecifier as StringLiteral).text }] : [];
    }
    if (node.kind !== SyntaxKind.CallExpression) return [];
    const { expression, arguments: [first] = [] } = node as CallExpression;
    const dynamic = expression.kind === SyntaxKind.ImportKeyword;
    const text = first?.kind === SyntaxKind.StringLiteral ? (first as StringLiteral).text : null;
    return dynamic && text !== null ? [{ path, specifier: text }] : [];
  });
}

const imports = sources.flatMap(importsOf);

/** Where a relative import leads, from the project's root; null for a package. */
function target({ path, specifier }: Import): string | null {
  if (!specifier.startsWith(".")) return null;
  return new URL(specifier, `file:///${path}`).pathname.slice(1);
}

/** `src/bot/words/texts.ts` → `bot`; files at the root have no room. */
function roomOf(path: string): string | null {
  const [, room, file] = path.split("/");
  return room !== undefined && file !== undefined ? room : null;
}

function packageOf(specifier: string): string {
  const [scope = "", name = ""] = specifier.split("/");
  return scope.startsWith("@") ? `${scope}/${name}` : scope;
}

/** All nodes of a kind in the sources, as `path:line` with their text. */
function found(
  files: readonly Parsed[],
  is: (node: Node, path: string) => boolean,
): { readonly path: string; readonly text: string }[] {
  return files.flatMap(({ path, file }) =>
    [...nodesOf(file)]
      .filter((node) => is(node, path))
      .map((node) => ({ path, text: textOf(node) })),
  );
}

function textOf(node: Node): string {
  return node.getSourceFile().text.slice(node.pos, node.end).trim();
}

const inWords = ({ path, specifier }: Import) => `${path} imports ${specifier}`;
const where = ({ path, text }: { readonly path: string; readonly text: string }) =>
  `${path}: ${text.split("\n")[0]}`;

describe("rooms", () => {
  it("were all read", () => {
    const rooms = new Set(sources.map(({ path }) => roomOf(path)));
    for (const room of Object.keys(ROOMS)) expect(rooms).toContain(room);
    expect(imports.length).toBeGreaterThan(500);
  });

  it("import the core and themselves only", () => {
    const wrong = imports.filter((one) => {
      const room = roomOf(one.path);
      const to = target(one);
      if (room === null || to === null || COMPOSING.includes(room)) return false;
      const into = roomOf(to);
      return into !== room && !(into !== null && ROOMS[room]?.includes(into));
    });
    expect(wrong.map(inWords)).toEqual([]);
  });

  it("are known: a new one says what it may import", () => {
    const rooms = new Set(sources.map(({ path }) => roomOf(path)).filter((room) => room !== null));
    const known = [...Object.keys(ROOMS), ...COMPOSING];
    expect([...rooms].filter((room) => !known.includes(room))).toEqual([]);
    expect([...rooms].filter((room) => /^(shared|common|lib|utils?)$/.test(room))).toEqual([]);
  });

  it("keep the core free of everything but zod", () => {
    const packages = imports
      .filter((one) => roomOf(one.path) === "triage" && target(one) === null)
      .map(({ specifier }) => specifier);
    expect([...new Set(packages)]).toEqual(["zod"]);
  });

  it("keep each integration to itself", () => {
    const crossing = imports.flatMap((one) => {
      const from = /^src\/integrations\/([^/]+)\//.exec(one.path)?.[1];
      const to = /^src\/integrations\/([^/]+)\//.exec(target(one) ?? "")?.[1];
      return from && to && from !== to ? [`${from} → ${to}`] : [];
    });
    expect([...new Set(crossing)].toSorted()).toEqual(Object.keys(NEIGHBOURS).toSorted());
  });

  it("keep each vendor's package in one place", () => {
    const wrong = imports.filter(({ path, specifier }) => {
      const owner = OWNERS[packageOf(specifier)];
      if (owner === undefined || path.startsWith(owner)) return false;
      return !ASKS_VENDORS.some((one) => path.startsWith(one));
    });
    expect(wrong.map(inWords)).toEqual([]);
  });
});

describe("secrets and sentences", () => {
  it("come from the environment in src/config/environment.ts only", () => {
    const reads = found(
      sources,
      (node) =>
        node.kind === SyntaxKind.PropertyAccessExpression &&
        /^process\s*\.\s*env$/.test(textOf(node)),
    );
    expect([...new Set(reads.map(({ path }) => path))]).toEqual(["src/config/environment.ts"]);
  });

  it("reach the log through redaction: one logger, and nobody prints beside it", () => {
    expect(imports.filter(({ specifier }) => specifier === "pino").map(({ path }) => path)).toEqual(
      ["src/log.ts"],
    );
    const printed = found(sources, (node, path) => {
      if (path.startsWith("src/cli")) return false;
      if (node.kind !== SyntaxKind.PropertyAccessExpression) return false;
      return /^(console\.\w+|process\.(stdout|stderr))$/.test(textOf(node));
    });
    expect(printed.map(where)).toEqual([]);
  });

  it("are logged as fixed words with facts beside them", () => {
    const calls = found(
      sources,
      (node) =>
        node.kind === SyntaxKind.CallExpression &&
        /(^|\.)log$/.test(receiverOf(node as CallExpression) ?? ""),
    );
    expect(calls.length).toBeGreaterThan(10);
    const wrong = sources
      .flatMap(({ path, file }) => [...nodesOf(file)].map((node) => ({ path, node })))
      .filter(({ node }) => node.kind === SyntaxKind.CallExpression)
      .filter(({ node }) => /(^|\.)log$/.test(receiverOf(node as CallExpression) ?? ""))
      .filter(({ node }) => !saysFixedWords(node as CallExpression));
    expect(wrong.map(({ path, node }) => where({ path, text: textOf(node) }))).toEqual([]);
  });

  it("are said in public from texts.ts only", () => {
    const literals = found(sources, (node, path) => {
      const inBot =
        path.startsWith("src/bot/") &&
        !/\/(texts|staff-texts|setup-texts|digest-texts)\.ts$/.test(path);
      return inBot && isSentence(node) && isSaid(node);
    });
    expect(literals.map(where)).toEqual([]);
  });
});

describe("habits", () => {
  it("export by name, and leave out enums, namespaces and any", () => {
    const wrong = found(everything, (node) => {
      switch (node.kind) {
        case SyntaxKind.ExportAssignment:
        case SyntaxKind.EnumDeclaration:
        case SyntaxKind.AnyKeyword:
        case SyntaxKind.NonNullExpression:
          return true;
        case SyntaxKind.ModuleDeclaration:
          return !textOf(node).startsWith("declare");
        default:
          return (
            node.kind === SyntaxKind.DefaultKeyword && /^export default/.test(parentText(node))
          );
      }
    });
    expect(wrong.map(where)).toEqual([]);
  });

  it("re-export nothing: a name has one home", () => {
    const wrong = sources.flatMap(({ path, file }) =>
      [...nodesOf(file)]
        .filter((node) => node.kind === SyntaxKind.ExportDeclaration)
        .filter((node) => (node as ImportDeclaration).moduleSpecifier !== undefined)
        .map((node) => where({ path, text: textOf(node) })),
    );
    expect(wrong).toEqual([]);
  });

  it("keep files short, and almost all of them very short", () => {
    const long = sources.filter(({ lines }) => lines > 300).map(({ path }) => path);
    expect(long.toSorted()).toEqual(Object.keys(LONG).toSorted());
    const sorted = sources.map(({ lines }) => lines).toSorted((a, b) => a - b);
    expect(sorted[Math.floor(sorted.length / 2)]).toBeLessThanOrEqual(80);
    expect(sorted[Math.floor(sorted.length * 0.9)]).toBeLessThanOrEqual(200);
  });
});

/** `options.log` of `options.log.warn(…)`; null when it is no such call. */
function receiverOf({ expression }: CallExpression): string | null {
  if (expression.kind !== SyntaxKind.PropertyAccessExpression) return null;
  const [, receiver, method] = /^([\s\S]+)\.(\w+)$/.exec(textOf(expression)) ?? [];
  const levels = ["trace", "debug", "info", "warn", "error", "fatal"];
  return receiver && method && levels.includes(method) ? receiver.replaceAll(/[?\s]/g, "") : null;
}

/** Fields and a plain literal, or the literal alone. */
function saysFixedWords({ arguments: given }: CallExpression): boolean {
  const message = given.length === 1 ? given[0] : given[1];
  return message?.kind === SyntaxKind.StringLiteral;
}

/** Words with a space between them: no id, no key, no emoji. */
function isSentence(node: Node): boolean {
  const literal =
    node.kind === SyntaxKind.StringLiteral ||
    node.kind === SyntaxKind.NoSubstitutionTemplateLiteral ||
    node.kind === SyntaxKind.TemplateExpression;
  return literal && /\p{L}{2,}[,.:]? \p{L}/u.test(textOf(node));
}

const SHOWN = /^(content|description|label|title|placeholder|text|value|name|embeds|components)$/;
const SAYS = /(^|\.)(reply|editReply|followUp|send|whisper|button|field|embed)$/;
/** What Discord's own menus show about a command is no sentence of ours to members. */
const MENU = /^src\/bot\/commands\//;

/** Whether a literal goes where people read it: a shown property, or an answer's argument. */
function isSaid(literal: Node): boolean {
  const { parent } = literal;
  if (parent?.kind === SyntaxKind.PropertyAssignment) {
    const [name = ""] = textOf(parent).split(":");
    if (MENU.test(relativeOf(literal)) && /^(name|description)$/.test(name.trim())) return false;
    return SHOWN.test(name.trim());
  }
  if (parent?.kind !== SyntaxKind.CallExpression) return false;
  return SAYS.test(textOf((parent as CallExpression).expression));
}

function relativeOf(node: Node): string {
  return /src\/.*$/.exec(node.getSourceFile().fileName)?.[0] ?? "";
}

function parentText(node: Node): string {
  return node.parent ? textOf(node.parent) : "";
}
