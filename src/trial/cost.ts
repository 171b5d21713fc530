import { dollarsFor, type Price } from "../triage/decide/price.ts";
import type { TriedPost } from "./tried-post.ts";

export type Models = {
  readonly classify: { readonly name: string; readonly price: Price | null };
  readonly draft: { readonly name: string; readonly price: Price | null };
};

export type Cost = {
  readonly steps: readonly {
    readonly step: "classify" | "draft";
    readonly model: string;
    readonly price: Price | null;
    readonly calls: number;
    readonly inputTokens: number;
    readonly outputTokens: number;
    readonly dollars: number | null;
  }[];
  /** Null when a price is missing. */
  readonly dollars: number | null;
  readonly dollarsPerThousandPosts: number | null;
  /** What every further thousand tokens of hidden reasoning a call would add to the whole. */
  readonly dollarsPerThousandReasoning: number | null;
};

const CHARACTERS_A_TOKEN = 4;
/** Characters of a drafted answer where no draft of this run says how long one is. */
const USUAL_ANSWER = 800;

/** Estimates what the same posts would have cost with a key: four characters count as one token. */
export function estimateCost(posts: readonly TriedPost[], models: Models): Cost {
  const drafts = posts.flatMap(({ drafting }) => drafting ?? []);
  const written = drafts.filter(({ answered }) => answered > 0);
  const usual =
    written.length === 0
      ? USUAL_ANSWER
      : total(written.map((one) => one.answered)) / written.length;
  const classifying = posts.map((post) => post.classifying);
  const drafting = drafts.map(({ sent, answered }) => ({ sent, answered: answered || usual }));
  const steps = [
    step("classify", models.classify, classifying),
    step("draft", models.draft, drafting),
  ];
  const dollars = whole(steps.map((one) => one.dollars));
  const reasoning = steps.map(({ price, calls }) => price && (calls * 1_000 * price.output) / 1e6);
  return {
    steps,
    dollars,
    dollarsPerThousandPosts:
      dollars === null || posts.length === 0 ? null : (1_000 * dollars) / posts.length,
    dollarsPerThousandReasoning: whole(reasoning),
  };
}

function step(
  name: "classify" | "draft",
  model: Models["classify"],
  calls: readonly { readonly sent: number; readonly answered: number }[],
): Cost["steps"][number] {
  const inputTokens = Math.ceil(total(calls.map(({ sent }) => sent)) / CHARACTERS_A_TOKEN);
  const outputTokens = Math.ceil(total(calls.map(({ answered }) => answered)) / CHARACTERS_A_TOKEN);
  const { price } = model;
  const dollars = dollarsFor({ inputTokens, cachedTokens: 0, outputTokens }, price);
  return {
    step: name,
    model: model.name,
    price,
    calls: calls.length,
    inputTokens,
    outputTokens,
    dollars,
  };
}

function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}

function whole(parts: readonly (number | null)[]): number | null {
  return parts.some((part) => part === null) ? null : total(parts.map((part) => part ?? 0));
}
