import { existsSync } from "node:fs";
import { loadConfig } from "../../config/load.ts";
import { type ChatLine, type LabelledPost, toChatLine } from "../../evals/export/fine-tune-line.ts";
import { mayTrain } from "../../evals/export/may-train.ts";
import { readRows } from "../../evals/read-rows.ts";
import type { Area } from "../../triage/model/policy.ts";
import { redact } from "../../triage/redact/redact.ts";
import type { ReviewedTicket } from "../../triage/review/reviewed.ts";
import { withOperator } from "../operator/open.ts";
import { readSetup, type SetupOptions } from "../setup.ts";
import { readReviewed } from "./read-reviewed.ts";

type Options = SetupOptions & {
  readonly rows?: readonly string[];
  readonly withConsented: boolean;
};

type Candidate = LabelledPost & { readonly source: string; readonly consented: boolean };

export type FineTune = {
  readonly lines: readonly ChatLine[];
  /** Why posts were left out, and how many for each reason. */
  readonly refused: ReadonlyMap<string, number>;
};

/** Examples from the store's reviews or from files, with what was left out and why. */
export async function exportFineTune(options: Options): Promise<FineTune> {
  if (options.rows !== undefined) {
    const areas = existsSync(options.config) ? loadConfig(options.config).areas : [];
    return pick(await fromRows(options.rows), areas, options.withConsented);
  }
  const setup = readSetup(options);
  const tickets = await withOperator(setup, (operator) => readReviewed(operator, "reviewed"));
  return pick(tickets.flatMap(fromTicket), setup.config.areas, options.withConsented);
}

/** Sorts what may be learned from out of what may not. */
export function pick(
  candidates: readonly Candidate[],
  areas: readonly Area[],
  permitted: boolean,
): FineTune {
  const lines: ChatLine[] = [];
  const refused = new Map<string, number>();
  for (const one of candidates) {
    const permission = mayTrain(one.source, { consented: one.consented, permitted });
    if (permission.may) lines.push(toChatLine(one, areas));
    else refused.set(permission.why, (refused.get(permission.why) ?? 0) + 1);
  }
  return { lines, refused };
}

function fromTicket(ticket: ReviewedTicket): Candidate[] {
  const { labels, title, messages, tags, classification, source } = ticket;
  const text = messages.filter((message) => message.trim() !== "").join("\n\n");
  if (labels === null || `${title}${text}`.trim() === "") return [];
  // Whoever lets an issue quote them has not agreed to training; nobody is asked about that.
  return [{ ...labels, title, text, tags, classification, source, consented: false }];
}

async function fromRows(paths: readonly string[]): Promise<Candidate[]> {
  const { rows } = await readRows(paths);
  return rows.flatMap(({ title, messages, tags, right, source, consented }): Candidate[] => {
    const [kind] = right.kinds;
    // Which of several is right, nobody said.
    if (kind === undefined || right.kinds.length > 1) return [];
    return [
      {
        title: redact(title).text,
        text: redact(messages.join("\n\n")).text,
        tags,
        kind,
        lane: right.lanes[0] ?? "open",
        area: right.areas[0] ?? null,
        classification: null,
        source: source ?? "none is named",
        consented,
      },
    ];
  });
}
