import { isRight, kindGuesses, laneGuesses } from "./measures/guesses.ts";
import { keyOf } from "./measures/paired.ts";
import { type Block, heading, table, text } from "./report/blocks.ts";
import { nameOf } from "./report/evaluated.ts";
import { dollars } from "./report/words.ts";
import type { Judged, Run } from "./run.ts";

/** A row that the two engines label apart. */
export type Changed = {
  readonly set: string;
  readonly id: string;
  readonly what: "kind" | "lane";
  readonly old: string;
  readonly new: string;
  readonly right: string;
  /** Who gave a label that counts as right. */
  readonly who: "old" | "new" | "both" | "neither";
};

/** Every row on which an old and a new engine differ, and who of them was right. */
export function changes(before: Run, now: Run): Changed[] {
  const earlier = new Map(before.judged.map((one) => [keyOf(one), one]));
  return now.judged.flatMap((one) => {
    const other = earlier.get(keyOf(one));
    return other ? [...changed("kind", other, one), ...changed("lane", other, one)] : [];
  });
}

function changed(what: "kind" | "lane", before: Judged, now: Judged): Changed[] {
  const guesses = what === "kind" ? kindGuesses : laneGuesses;
  const [a] = guesses([before]);
  const [b] = guesses([now]);
  if (!a || !b || a.guess === b.guess) return [];
  const [old, newer] = [isRight(a), isRight(b)];
  const who = old && newer ? "both" : old ? "old" : newer ? "new" : "neither";
  return [
    {
      set: now.set,
      id: now.id,
      what,
      old: a.guess ?? "nothing",
      new: b.guess ?? "nothing",
      right:
        b.right.length > 2
          ? `not ${a.right.includes("bug") ? "another" : "bug"}`
          : b.right.join(" or "),
      who,
    },
  ];
}

/** The changed rows as a table, with what an upgrade would cost. */
export function compareBlocks(
  before: Run,
  now: Run,
  costs: readonly { readonly name: string; readonly dollarsPerThousand: number | null }[],
): Block[] {
  const found = changes(before, now);
  const count = (who: Changed["who"]) => found.filter((one) => one.who === who).length;
  return [
    heading(2, `What changes from ${nameOf(before)} to ${nameOf(now)}`),
    text(
      `${found.length} labels change: ${count("new")} times the new one is right, ${count("old")} times the old one, ${count("both")} times both may be, ${count("neither")} times neither. Cost of a thousand posts: ${costs.map(({ name, dollarsPerThousand }) => `${name} ${dollars(dollarsPerThousand)}`).join(", ")}.`,
    ),
    ...table(
      "Changed labels",
      ["row", "", "old", "new", "right", "who was right"],
      found.map((one) => [`${one.set} ${one.id}`, one.what, one.old, one.new, one.right, one.who]),
    ),
  ];
}
