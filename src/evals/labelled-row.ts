import { z } from "zod";
import { Kind, Lane } from "../triage/model/classification.ts";
import { Outcome } from "../triage/model/decision.ts";
import { faultWords } from "../triage/text/fault-words.ts";

/** What people said a post is. An empty list, or null, is "nobody said". */
export const Labels = z.object({
  /** Kinds that count as right, the likeliest first; three and more only say which are wrong. */
  kinds: z.array(Kind),
  lanes: z.array(Lane),
  areas: z.array(z.string()),
  /** OWNER/NAME that it should go to. */
  repository: z.string().nullable(),
  outcome: Outcome.nullable(),
});
export type Labels = z.infer<typeof Labels>;

/** A post with the labels that an engine is held to. */
export type LabelledRow = {
  /** Unique within its set. */
  readonly id: string;
  /** Of the ticket that it is, so that it is not shown to the engine as an example of itself. */
  readonly ticketId: string | null;
  /** Name of the set: the file, the folder of cases, or `reviews`. */
  readonly set: string;
  /** What the rows are averaged over: a repository, a room; the set when there is none. */
  readonly group: string;
  readonly title: string;
  readonly messages: readonly string[];
  readonly tags: readonly string[];
  readonly place: string;
  /** Where it was written, for what it may be used for: `github`, `form`, `staff`, `discord`. */
  readonly source: string | null;
  /** Everybody who wrote it agreed to such use. */
  readonly consented: boolean;
  readonly right: Labels;
};

const one = <T extends z.ZodType>(of: T) =>
  z.union([of, z.array(of).min(1)]).transform((value) => (Array.isArray(value) ? value : [value]));
const Text = z.union([z.string(), z.number()]).transform(String);

/** A row as data sets write it; fields that mean nothing here are ignored. */
const Row = z
  .object({
    id: Text.optional(),
    title: z.string().nullish(),
    text: z.string().nullish(),
    body: z.string().nullish(),
    messages: z.array(z.string()).min(1).optional(),
    /** A chat, a line each. */
    dialog: z.array(z.string()).min(1).optional(),
    kind: one(Kind).optional(),
    kinds: one(Kind).optional(),
    /** A kind, or 1 and 0 for "reports a bug" and "does not". */
    label: z.union([Kind, z.literal([0, 1]), z.literal(["0", "1"]).transform(Number)]).optional(),
    lane: one(Lane).optional(),
    lanes: one(Lane).optional(),
    area: one(z.string()).optional(),
    repository: z
      .string()
      .regex(/^[^/\s]+\/[^/\s]+$/, "must be OWNER/NAME")
      .optional(),
    outcome: Outcome.optional(),
    group: z.string().optional(),
    repo: z.string().optional(),
    tags: z.array(z.string()).optional(),
    place: z.string().optional(),
    channel: z.string().optional(),
    source: z.string().optional(),
    consented: z.boolean().optional(),
  })
  .refine(
    ({ text, body, messages, dialog, title }) => text ?? body ?? messages ?? dialog ?? title,
    {
      error: "has no text: give `text`, `body`, `messages` or `dialog`",
    },
  );

const NOT_A_BUG = Kind.options.filter((kind) => kind !== "bug");

export type RowMistake = { readonly where: string; readonly message: string };

/**
 * Reads one row of a data set.
 * @param extraLanes lanes by row id, for sets whose lanes were labelled apart from them
 * @returns the row, or every mistake in it with its field
 */
export function readRow(
  value: unknown,
  at: { readonly set: string; readonly where: string; readonly number: number },
  extraLanes: Readonly<Record<string, readonly Lane[]>> = {},
): LabelledRow | RowMistake[] {
  const parsed = Row.safeParse(value);
  if (!parsed.success) {
    return parsed.error.issues.map((issue) => ({
      where: at.where,
      message: `${issue.path.join(".") || "row"}: ${faultWords(issue)}`,
    }));
  }
  const row = parsed.data;
  const id = row.id ?? String(at.number);
  const right: Labels = {
    kinds: row.kinds ?? row.kind ?? kindsOf(row.label),
    lanes: [...(row.lanes ?? row.lane ?? extraLanes[id] ?? [])],
    areas: row.area ?? [],
    repository: row.repository ?? null,
    outcome: row.outcome ?? null,
  };
  if (right.kinds.length + right.lanes.length === 0 && !right.outcome && !right.repository) {
    const message =
      "row: has no label: give `kind`, `kinds`, `label`, `lane`, `repository` or `outcome`";
    return [{ where: at.where, message }];
  }
  const whole = row.text ?? row.body ?? "";
  return {
    id,
    ticketId: null,
    set: at.set,
    group: row.group ?? row.repo ?? at.set,
    title: row.title ?? "",
    messages: row.messages ?? [row.dialog?.join("\n") ?? whole.replaceAll("\r", "")],
    tags: row.tags ?? [],
    place: row.place ?? row.channel ?? "help",
    source: row.source ?? null,
    consented: row.consented ?? false,
    right,
  };
}

function kindsOf(label: Kind | number | undefined): Kind[] {
  if (label === undefined) return [];
  if (typeof label === "string") return [label];
  return label === 1 ? ["bug"] : NOT_A_BUG;
}
