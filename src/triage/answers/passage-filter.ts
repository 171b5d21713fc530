import type { PassageFilter } from "../model/passage.ts";
import type { Policy } from "../model/policy.ts";
import { compareVersions, coversVersion } from "./doc-version.ts";
import { versionNamed } from "./version-named.ts";

export type Narrowed = {
  readonly filter: PassageFilter;
  /** What a reviewer should know of the versions searched; null when none was named. */
  readonly note: string | null;
};

/**
 * Which docs are searched for an ask: those of its channel, and of each source the version that the
 * ask names. Without a version the newest of each page counts.
 */
export function narrow(
  {
    title,
    text,
    placeId,
  }: { readonly title: string; readonly text: string; readonly placeId: string },
  { docs }: Pick<Policy, "docs">,
): Narrowed {
  const { sources, audience } = docs.places[placeId] ?? {};
  const words = `${title}\n${text}`;
  const found = docs.sources
    .filter((source) => sources === undefined || sources.includes(source.name))
    .map((source) => ({ source, chosen: choose(words, source, docs.sources) }));
  const versions = found.flatMap(({ source: { name }, chosen }) =>
    chosen?.version ? [[name, chosen.version] as const] : [],
  );
  return {
    filter: {
      ...(sources === undefined ? {} : { sources }),
      ...(audience === undefined ? {} : { audience }),
      ...(versions.length === 0 ? {} : { versions: Object.fromEntries(versions) }),
    },
    note: noteOf(found),
  };
}

type DocsSource = Policy["docs"]["sources"][number];
type Chosen = { readonly named: string; readonly version: string | null };

/** The docs' version that covers what the ask names: the newest, when several do. */
function choose(words: string, source: DocsSource, all: readonly DocsSource[]): Chosen | null {
  if (source.versions.length === 0) return null;
  const others = all
    .filter(({ name }) => name !== source.name)
    .flatMap(({ products }) => products)
    .filter((product) => !source.products.includes(product));
  const named = versionNamed(words, source.products, others);
  if (named === null) return null;
  const covering = source.versions.filter((version) => coversVersion(version, named));
  return { named, version: covering.toSorted(compareVersions).at(-1) ?? null };
}

function noteOf(
  found: readonly { readonly source: DocsSource; readonly chosen: Chosen | null }[],
): string | null {
  for (const { source, chosen } of found) {
    const newest = source.versions.toSorted(compareVersions).at(-1);
    if (chosen === null || chosen.version === newest) continue;
    return chosen.version === null
      ? `the post names ${chosen.named}, the docs of ${source.name} are about ${newest}`
      : `from the docs of version ${chosen.version}, which the post names`;
  }
  return null;
}
