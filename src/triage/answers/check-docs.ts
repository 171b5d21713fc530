import { closeAnswerable } from "../gaps/close-gaps.ts";
import type { GapDeps } from "../gaps/gap-desk.ts";
import type { Board } from "../ports/board.ts";
import type { Drafter } from "../ports/engines.ts";
import type { Wake } from "../ports/outbox.ts";
import { recheckDrafts } from "./recheck-drafts.ts";

export type DocsCheckDeps = Omit<GapDeps, "wake"> & {
  readonly wake: Wake;
  readonly board: Board;
  /** Answers by quoting alone, so that asking again costs nothing. */
  readonly quoter: Drafter;
};

export type DocsCheck = {
  readonly version: string;
  /** Codes of gaps that the docs answer now. */
  readonly closed: readonly string[];
  /** Codes of tickets whose draft cites what has changed. */
  readonly again: readonly string[];
};

/**
 * Looks at what a new version of the docs index changes: gaps that it closes, and open drafts that
 * cite a passage which is no longer there. Null when the current version was checked before.
 */
export async function checkDocs(
  communityId: string,
  deps: DocsCheckDeps,
): Promise<DocsCheck | null> {
  // A new version is loaded by the first call that reads.
  await deps.passages.get([]);
  const version = deps.passages.version();
  if ((await deps.gaps.checkedVersion(communityId)) === version) return null;
  const again = await recheckDrafts(communityId, deps);
  const closed = await closeAnswerable(communityId, deps);
  // Last: what a crash left unchecked is checked again, and both do nothing twice.
  await deps.gaps.saveCheckedVersion(communityId, version, deps.clock.now());
  return { version, closed, again };
}
