import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { conclude } from "./triage/decide/conclude.ts";
import { gatherEvidence, type Readers } from "./triage/decide/gather-evidence.ts";
import { openCase } from "./triage/intake/open-case.ts";
import { Candidate } from "./triage/model/candidate.ts";
import type { Case } from "./triage/model/case.ts";
import { Classification } from "./triage/model/classification.ts";
import { Draft, NoAnswer } from "./triage/model/draft.ts";
import { UserError } from "./triage/model/errors.ts";
import { Passage } from "./triage/model/passage.ts";
import type { Policy } from "./triage/model/policy.ts";
import type { Post, RawPost } from "./triage/model/post.ts";
import { Silence } from "./triage/model/ticket.ts";
import { redactPost } from "./triage/redact/redact-post.ts";
import { faultWords } from "./triage/text/fault-words.ts";

/** The moment at which every recorded case happens. */
const NOON = Date.UTC(2026, 0, 5, 12);

/** What somebody wrote, and what stood around it; the first file of a recorded case. */
export const Written = z.strictObject({
  title: z.string(),
  messages: z.array(z.string()).min(1),
  place: z.string().default("help"),
  reporters: z.number().int().min(1).default(1),
  silence: Silence.nullable().default(null),
});
export type Written = z.infer<typeof Written>;

const Drafting = z.strictObject({
  draft: Draft.nullable(),
  passages: z.array(Passage),
  evidence: z.discriminatedUnion("type", [
    z.object({
      type: z.literal("ready"),
      confidence: z.number(),
      redraft: z
        .object({ instruction: z.string(), refusal: z.string().nullable() })
        .nullable()
        .default(null),
      ownCode: z.boolean().default(false),
    }),
    z.object({ type: z.literal("unclear"), question: z.string().nullable() }),
    z.object({
      type: z.literal("none"),
      because: NoAnswer.default("below-floor"),
      reason: z.string(),
    }),
  ]),
});

/**
 * Records a case: what the engines make of a post now, and what is decided on it.
 * @returns the new case, or why it cannot be recorded
 */
export async function recordCase(
  folder: string,
  name: string,
  written: z.input<typeof Written>,
  policy: Policy,
  readers: Readers,
): Promise<Replayed | string> {
  const post = Written.parse(written);
  const gathered = await gatherEvidence("recorded", toCase(post), policy, readers);
  if (gathered.type === "failed") return `${gathered.reason}: ${gathered.detail}`;
  const { classification, candidates, drafting } = gathered;
  const { draft, passages, evidence } = drafting;
  mkdirSync(join(folder, name), { recursive: true });
  const stages = { post, classification, candidates, drafting: { draft, passages, evidence } };
  for (const stage of INPUTS) {
    const text = `${JSON.stringify(stages[stage], null, 2)}\n`;
    writeFileSync(join(folder, name, `${stage}.json`), text);
  }
  const replayed = replayCase(folder, name, policy);
  refreshCase(folder, replayed);
  return replayed;
}

/** The stages that are recorded, and those that are decided anew. */
const INPUTS = ["post", "classification", "candidates", "drafting"] as const;
export const OUTPUTS = ["decision", "proposal", "actions"] as const;

export type Replayed = {
  readonly name: string;
  /** By stage: as decided now, and as recorded (undefined when it never was). */
  readonly stages: Readonly<
    Record<
      (typeof OUTPUTS)[number],
      { readonly now: string; readonly recorded: string | undefined }
    >
  >;
};

/** Names of the recorded cases in a folder. */
export function caseNames(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .toSorted();
}

export type RecordedCase = {
  readonly written: Written;
  readonly classification: Classification;
  readonly candidates: readonly Candidate[];
  readonly drafting: z.infer<typeof Drafting>;
};

/**
 * Reads what was recorded of a case.
 * @throws UserError that names file and field when a stage is not what `record` writes
 */
export function readCase(folder: string, name: string): RecordedCase {
  const read = <S extends z.ZodType>(stage: (typeof INPUTS)[number], schema: S) =>
    readStage(join(folder, name, `${stage}.json`), schema);
  return {
    written: read("post", Written),
    classification: read("classification", Classification),
    candidates: read("candidates", z.array(Candidate)),
    drafting: read("drafting", Drafting),
  };
}

function readStage<S extends z.ZodType>(file: string, schema: S): z.infer<S> {
  const text = readIfThere(file);
  if (text === undefined) {
    throw new UserError(`${file}: there is no such file; \`signalbox record\` writes it`);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new UserError(`${file}: is not JSON`);
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const words = issue ? faultWords(issue) : "does not fit";
  throw new UserError(`${file}: ${issue?.path.join(".") || "the case"}: ${words}`);
}

/** Decides on evidence, always at the same moment and with ids that are the same in every run. */
export function decideCase(
  known: Case,
  gathered: Parameters<typeof conclude>[1],
  policy: Policy,
): ReturnType<typeof conclude> {
  let count = 0;
  return conclude(known, gathered, { now: NOON, ids: () => `id-${++count}`, policy });
}

/** Decides a recorded case anew. */
export function replayCase(folder: string, name: string, policy: Policy): Replayed {
  const { written, drafting, ...evidence } = readCase(folder, name);
  const known = toCase(written);
  const gathered = {
    ...evidence,
    posts: known.posts,
    drafting: { ...drafting, seen: [], call: null },
    related: [],
  };
  const { decided, proposal, change } = decideCase(known, gathered, policy);
  const stage = (output: (typeof OUTPUTS)[number], value: unknown) => ({
    now: `${JSON.stringify(value, null, 2)}\n`,
    recorded: readIfThere(join(folder, name, `${output}.json`)),
  });
  return {
    name,
    stages: {
      decision: stage("decision", decided.decision),
      proposal: stage("proposal", proposal?.proposed ?? null),
      actions: stage(
        "actions",
        (change.actions ?? []).map(({ act, deed }) => ({ act, deed })),
      ),
    },
  };
}

/** Writes what is decided now as what was decided: the diff of these files is the review. */
export function refreshCase(folder: string, { name, stages }: Replayed): void {
  for (const output of OUTPUTS) {
    writeFileSync(join(folder, name, `${output}.json`), stages[output].now);
  }
}

export function differs({ stages }: Replayed): (typeof OUTPUTS)[number][] {
  return OUTPUTS.filter((output) => stages[output].now !== stages[output].recorded);
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

/** A ticket as intake would have opened it: every message redacted, then read as one bundle. */
export function toCase(
  written: Written & { readonly tags?: readonly string[]; readonly ticketId?: string },
): Case {
  const posts = written.messages.map((text, index): Post => {
    const raw: RawPost = {
      source: "discord",
      sourceId: String(1_000_000_000_000_000_000n + BigInt(index)),
      placeId: written.place,
      conversationId: "1000000000000000000",
      authorSourceId: "2000000000000000000",
      authorName: "Member",
      title: index === 0 ? written.title : "",
      text,
      attachments: [],
      tags: index === 0 ? [...(written.tags ?? [])] : [],
      permalink: "https://discord.com/channels/1/1000000000000000000",
      postedAt: NOON,
      author: { bot: false, roles: [], optedOut: false },
      written: true,
      mentionsUs: false,
      opens: index === 0,
      conversationOwnerId: "2000000000000000000",
    };
    return redactPost(raw, `post-${index + 1}`, "person-1");
  });
  const opened = openCase(posts, written.ticketId ?? "ticket-1", "SB-1", NOON);
  return {
    ...opened,
    ticket: { ...opened.ticket, silence: written.silence },
    reporters: Array.from({ length: written.reporters }, (_, index) => ({
      personId: `person-${index + 1}`,
      sourceId: String(1_000_000_000_000_000_000n + BigInt(index)),
      name: "Member",
      consent: false,
      notify: true,
      since: NOON,
    })),
  };
}
