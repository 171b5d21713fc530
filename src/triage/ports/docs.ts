import type { Passage, PassageHit, PassageQuery } from "../model/passage.ts";

export interface PassageIndex {
  /** Best first; scores are comparable within one index version only. */
  search(query: PassageQuery): Promise<readonly PassageHit[]>;
  /** Passages that still exist, in the order asked; the others are left out. */
  get(ids: readonly string[]): Promise<readonly Passage[]>;
  /** Whether an address, with or without its anchor, is that of a page or heading of the index. */
  holds(url: string): Promise<boolean>;
  /** Changes whenever any passage does. */
  version(): string;
}

/** The files that the docs are made of, as they are now. */
export interface DocsFiles {
  /** Text of a passage's file; null when there is none that a patch could change. */
  read(passage: Pick<Passage, "source" | "version" | "file">): Promise<string | null>;
}
