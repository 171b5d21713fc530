import { classifyOffline } from "../../src/integrations/offline/classifier.ts";
import { shippedModel } from "../../src/integrations/offline/model.ts";
import { foldsOf, modelFrom } from "../../train/offline/folds.ts";
import { readTrainRows } from "../../train/offline/rows.ts";
import { hasData, OWN_ROWS, ROOMS, readForum, readRoom, SHARED } from "../classify/data.ts";

/**
 * What the gate of busy channels would keep from the model, by how sure the offline engine is that
 * nothing is asked: of our own rows (held out by quarters), of the forum, and of chat rooms, where
 * only bug reports are labelled.
 */
const THRESHOLDS = [0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];
const NO_HINTS = { areas: [], tags: [] };

type Gated = { readonly sure: number; readonly isChatter: boolean };

if (!hasData()) {
  console.error(`no data under ${SHARED}/data: set SIGNALBOX_SHARED`);
  process.exit(2);
}

/** How sure it is of chatter; 0 when it takes the post for an ask, or for more than one team's. */
function sureOf(title: string, text: string, model: ReturnType<typeof shippedModel>): number {
  const { kind, lane, confidence } = classifyOffline({ ...NO_HINTS, title, text }, model);
  return kind === "other" && lane === "open" ? confidence : 0;
}

function ownRows(): Gated[] {
  const { rows } = readTrainRows(SHARED, OWN_ROWS);
  const own = rows.filter((row) => row.source === "own");
  const rest = rows.filter((row) => row.source !== "own");
  const folds = foldsOf(own, 4, 1);
  return [0, 1, 2, 3].flatMap((fold) => {
    const model = modelFrom([...rest, ...own.filter((_, i) => folds[i] !== fold)]);
    return own
      .filter((_, i) => folds[i] === fold)
      .map(({ title, text, kinds }) => ({
        sure: sureOf(title, text, model),
        isChatter: kinds.includes("other"),
      }));
  });
}

const shipped = shippedModel();
const sets: Readonly<Record<string, readonly Gated[]>> = {
  own: ownRows(),
  forum: readForum().map(({ title, text, kinds }) => ({
    sure: sureOf(title, text, shipped),
    isChatter: kinds.includes("other"),
  })),
  rooms: ROOMS.flatMap(readRoom).map(({ text, isBug }) => ({
    sure: sureOf("", text, shipped),
    isChatter: !isBug,
  })),
};

const table = THRESHOLDS.map((threshold) => ({
  threshold,
  ...Object.fromEntries(
    Object.entries(sets).map(([name, posts]) => {
      const gated = posts.filter(({ sure }) => sure >= threshold);
      const chatter = gated.filter(({ isChatter }) => isChatter).length;
      return [name, { of: posts.length, spared: gated.length, chatter }];
    }),
  ),
}));
if (process.argv.includes("--json")) console.log(JSON.stringify(table));
else {
  console.log(
    "Spared at a threshold, and how many of those ask for nothing (rooms: report no bug)",
  );
  for (const { threshold, ...found } of table) {
    const cells = Object.entries(found).map(([name, cell]) => {
      const { of, spared, chatter } = cell as { of: number; spared: number; chatter: number };
      const share = spared === 0 ? "   -" : (chatter / spared).toFixed(3);
      return `${name} ${String(spared).padStart(4)}/${of}  ${share}`;
    });
    console.log(`  ${threshold.toFixed(1)}   ${cells.join("    ")}`);
  }
}
