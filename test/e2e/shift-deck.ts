import type { Classification } from "../../src/triage/model/classification.ts";
import { aCandidate, aClassification, aDraft, aPassage } from "../fakes/samples.ts";
import type { ATown } from "./a-town.ts";

/** What the reviewer of the shift wants done with an ask. */
export type Wish =
  | "send"
  | "edit"
  | "dismiss"
  | "change the kind"
  | "change the lane"
  | "link to another"
  | "ask the reporter"
  | "redraft";

export type Ask = {
  readonly title: string;
  readonly text: string;
  readonly wish: Wish;
};

type Batch = {
  readonly kind: Classification["kind"];
  readonly lane?: Classification["lane"];
  readonly language?: string;
  readonly missing?: string[];
  readonly text: string;
  readonly answered?: boolean;
  readonly wishes: readonly (readonly [wish: Wish, times: number])[];
};

/** The issue that ten of the asks look like, and the one that two more are linked to by hand. */
export const KNOWN = "Exports stop at 10,000 rows";

const LONG = "It began after the update of Tuesday and I have tried every setting. ".repeat(25);
const CODE = "```ts\nconst client = new Client({ retries: 3 });\nawait client.upload(file);\n```";

/** A hundred asks as a forum gives them, each with what a reviewer makes of its draft. */
const BATCHES: readonly Batch[] = [
  {
    kind: "question",
    text: `How do I upload a file of 3 GB? ${CODE}`,
    answered: true,
    wishes: [
      ["send", 20],
      ["edit", 6],
      ["dismiss", 4],
      ["redraft", 1],
      ["change the kind", 2],
    ],
  },
  {
    kind: "bug",
    text: `The upload stops at 99 %. ${LONG}`,
    wishes: [
      ["send", 12],
      ["edit", 3],
      ["dismiss", 3],
      ["ask the reporter", 2],
      ["change the kind", 2],
      ["link to another", 2],
    ],
  },
  {
    kind: "bug",
    missing: ["version"],
    text: "It crashes when I press Export.",
    wishes: [
      ["send", 6],
      ["edit", 1],
      ["dismiss", 2],
    ],
  },
  { kind: "bug", text: "The export stops at 10,000 rows", wishes: [["send", 10]] },
  {
    kind: "docs",
    language: "de",
    text: "Die Seite über Uploads nennt eine Einstellung, die es nicht gibt.",
    wishes: [
      ["send", 5],
      ["edit", 1],
      ["dismiss", 1],
    ],
  },
  {
    kind: "question",
    lane: "account",
    text: "My invoice is wrong, and nobody answers my mails.",
    wishes: [
      ["send", 7],
      ["dismiss", 1],
      ["change the lane", 1],
    ],
  },
  {
    kind: "feature",
    text: "I wish that uploads could be paused, and went on after a restart.",
    wishes: [
      ["send", 5],
      ["edit", 1],
      ["dismiss", 2],
    ],
  },
];

/** The deck, the batches mixed as they would come in. */
export function dealDeck(): readonly Ask[] {
  const asks = BATCHES.flatMap(({ wishes, text }, batch) =>
    wishes
      .flatMap(([wish, times]) => Array.from({ length: times }, () => wish))
      .map((wish, n) => ({ title: `Ask ${batch}.${n} about the client`, text, wish })),
  );
  // A step without a common divisor visits each once.
  return asks.map((_, n) => asks[(n * 37) % asks.length]).filter((ask) => ask !== undefined);
}

/** Tells the engines of a town what the asks of the deck are. */
export function scriptDeck(
  { classifier, drafter, passages, sameAsks }: ATown,
  { nodeId, number }: { readonly nodeId: string; readonly number: number },
): void {
  const passage = aPassage({
    id: "long-passage",
    url: "https://docs.example/uploads#parts",
    breadcrumbs: ["Uploads", "Parts, retries and what to do when a part was lost on its way"],
    text: "Files over 1 GB need a part size of 100 MB. A lost part is sent again by itself.",
  });
  for (const { title, text } of dealDeck()) {
    if (!BATCHES.some((batch) => batch.answered && batch.text === text)) continue;
    const claims = passage.text.split(/(?<=\.) /).map((one) => {
      return { text: one, passageIds: [passage.id], quote: one };
    });
    // The very same answer to several would be one decision.
    drafter.when(title, {
      type: "drafted",
      call: null,
      draft: aDraft({ claims, unanswered: [`Whether "${title}" can be paused`] }),
    });
  }
  for (const { text, kind, lane, language, missing, answered } of BATCHES) {
    const classification = aClassification({
      kind,
      lane: lane ?? "open",
      language: language ?? "en",
      missing: missing ?? [],
      title: text.slice(0, 80),
      ask: text.split("\n")[0]?.slice(0, 300) ?? text,
    });
    classifier.when(text.slice(0, 20), { type: "classified", classification, call: null });
    if (answered) passages.add(passage, text.slice(0, 20));
  }
  const target = {
    type: "issue",
    issue: {
      nodeId,
      number,
      repository: "acme/sdk",
      url: `https://github.example/acme/sdk/issues/${number}`,
    },
    visibility: "public",
  } as const;
  const same = { target, title: KNOWN, open: true };
  sameAsks.when("The export stops", [aCandidate({ ...same, score: 0.9 })]);
  sameAsks.when("The upload stops", [aCandidate({ ...same, score: 0.3 })]);
}
