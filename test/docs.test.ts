import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { durationSettings } from "../src/cli/effective.ts";
import { Config } from "../src/config/schema.ts";
import { ACTS_AT_FIRST } from "../src/policy.ts";
import { ROOT } from "./dockerfile.ts";

const Node: z.ZodType<Node> = z.lazy(() =>
  z.object({
    type: z.unknown().optional(),
    default: z.unknown().optional(),
    properties: z.record(z.string(), Node).optional(),
    items: Node.optional(),
    required: z.array(z.string()).optional(),
  }),
);
type Node = {
  readonly type?: unknown;
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, Node>> | undefined;
  readonly items?: Node | undefined;
  readonly required?: readonly string[] | undefined;
};

type Setting = { readonly key: string; readonly default: unknown };

/** Every setting that the schema knows, `routing[].when.kind` for one in a list. */
function settingsOf(node: Node, key = ""): Setting[] {
  if (node.properties) {
    return Object.entries(node.properties).flatMap(([name, inner]) =>
      settingsOf(inner, key === "" ? name : `${key}.${name}`),
    );
  }
  if (node.items?.properties) return settingsOf(node.items, `${key}[]`);
  return [{ key, default: node.default }];
}

const schema = Node.parse(z.toJSONSchema(Config, { io: "input", unrepresentable: "any" }));
const settings = settingsOf(schema);
const page = readFileSync(join(ROOT, "docs/configuration.md"), "utf8");
/** First cell of each row → the second. */
const rows = new Map(
  [...page.matchAll(/^\| `([^`]+)` \| (.*?) \|/gm)].map(([, key = "", cell = ""]) => [key, cell]),
);

/** The same for every route. */
const routeKeys = (start: string) =>
  settings.filter(({ key }) => key.startsWith(start)).map(({ key }) => key.slice(start.length));

describe("docs/configuration.md", () => {
  it.each(settings.filter(({ key }) => key !== "acts" && !key.startsWith("fallback.")))(
    "tells of $key",
    ({ key, default: value }) => {
      const told = rows.get(key);
      expect(told, `no row for ${key}`).toBeDefined();
      if (key === "openai.prices") {
        const inYaml = JSON.stringify(value).replaceAll('"', "").replaceAll(/[:,]/g, "$& ");
        expect(page).toContain(inYaml);
      } else if (durationSettings.has(key)) {
        expect(told).toMatch(/^`\d+(ms|s|m|h|d)`$/);
      } else if (value !== undefined) {
        expect(told).toBe(`\`${JSON.stringify(value)}\``);
      }
    },
  );

  it("tells the defaults of durations as they are", () => {
    const config = Config.parse({
      community: "a",
      discord: { server: "a", channels: {}, review_channel: "r" },
    });
    const written = (key: string) => rows.get(key)?.replaceAll("`", "");
    const parsed = Config.parse({
      ...config,
      attachments: { keep_images_for: written("attachments.keep_images_for") },
      docs_refresh: written("docs_refresh"),
      backup: { every: written("backup.every") },
      embeddings: { query_timeout: written("embeddings.query_timeout") },
      github: { reconcile_every: written("github.reconcile_every") },
      review: {
        undo: written("review.undo"),
        shelf_life: written("review.shelf_life"),
        claim: written("review.claim"),
        overdue_after: written("review.overdue_after"),
      },
      limits: {
        bundle: written("limits.bundle"),
        settle: written("limits.settle"),
        quiet_after: written("limits.quiet_after"),
      },
    });
    expect(parsed).toEqual(config);
  });

  it("tells of every act with its setting at first", () => {
    for (const [act, setting] of Object.entries(ACTS_AT_FIRST)) {
      expect(rows.get(act), act).toBe(`\`${setting}\``);
    }
  });

  it("may describe routes once", () => {
    expect(routeKeys("fallback.")).toEqual(routeKeys("routing[].route."));
    expect(rows.has("fallback")).toBe(true);
  });

  it("tells of nothing that is not there", () => {
    const known = new Set<string>([
      ...settings.map(({ key }) => key),
      ...Object.keys(ACTS_AT_FIRST),
    ]);
    const variables = /^[A-Z_]+$/;
    const strangers = [...rows.keys()].filter(
      (key) => !known.has(key) && !variables.test(key) && key !== "fallback",
    );
    expect(strangers).toEqual([]);
  });
});
