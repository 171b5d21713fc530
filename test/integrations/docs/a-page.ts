import type { SourcePage } from "../../../src/integrations/docs/parsed-page.ts";
import { type Source, toPassages } from "../../../src/integrations/docs/passages.ts";
import { readPage, readWrittenPage } from "../../../src/integrations/docs/read-page.ts";
import type { Passage } from "../../../src/triage/model/passage.ts";

export const aSource: Source = { name: "docs", version: null, official: false };

export function aPage(overrides: Partial<SourcePage> = {}): SourcePage {
  const page = overrides.page ?? "guide.md";
  return {
    page,
    text: "# Guide",
    title: null,
    url: null,
    file: page,
    changedAt: null,
    ...overrides,
  };
}

export function passagesOf(overrides: Partial<SourcePage>): Passage[] {
  const page = aPage(overrides);
  return toPassages(page, readWrittenPage(page), aSource);
}

/** The same of any page, a description of an API too. */
export async function indexedPassagesOf(overrides: Partial<SourcePage>): Promise<Passage[]> {
  const page = aPage(overrides);
  return toPassages(page, await readPage(page), aSource);
}
