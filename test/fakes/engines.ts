import type { Candidate } from "../../src/triage/model/candidate.ts";
import type { Passage, PassageFilter, PassageHit } from "../../src/triage/model/passage.ts";
import type { PassageIndex } from "../../src/triage/ports/docs.ts";
import type {
  Classifier,
  ClassifyInput,
  Drafter,
  DraftInput,
  EngineFailure,
} from "../../src/triage/ports/engines.ts";
import type { SameAsks } from "../../src/triage/ports/same-asks.ts";

type Asked = { readonly title: string; readonly text: string };

/** Answers set up by a piece of the ask's title or text; the one set up last wins. */
function createScript<T>() {
  const lines: { readonly piece: string; readonly answer: T }[] = [];
  return {
    when(piece: string, answer: T): void {
      lines.unshift({ piece, answer });
    },
    answerTo({ title, text }: Asked): T | undefined {
      const whole = `${title}\n${text}`;
      return lines.find(({ piece }) => whole.includes(piece))?.answer;
    },
  };
}

export type Classified = Awaited<ReturnType<Classifier["classify"]>>;
export type Drafted = Awaited<ReturnType<Drafter["draft"]>>;

export function aFailure(overrides: Partial<EngineFailure> = {}): EngineFailure {
  return {
    type: "failed",
    reason: "server-error",
    detail: "the engine is down",
    retryAfterMs: null,
    ...overrides,
  };
}

/** Refuses an ask that no line of its script fits, so that a test says what it relies on. */
export function createFakeClassifier() {
  const script = createScript<Classified>();
  const asked: ClassifyInput[] = [];
  return {
    asked,
    when: script.when,
    async classify(input: ClassifyInput) {
      asked.push(input);
      const answer = script.answerTo(input);
      if (!answer) throw new Error(`no classification set up for: ${input.title || input.text}`);
      return answer;
    },
  } satisfies Classifier & Record<string, unknown>;
}

/** Refuses an ask that no line of its script fits. */
export function createFakeDrafter() {
  const script = createScript<Drafted>();
  const asked: DraftInput[] = [];
  return {
    asked,
    when: script.when,
    async draft(input: DraftInput) {
      asked.push(input);
      const answer = script.answerTo(input);
      if (!answer) throw new Error(`no draft set up for: ${input.title || input.text}`);
      return answer;
    },
  } satisfies Drafter & Record<string, unknown>;
}

/** Finds what was set up, and nothing otherwise: most asks have no answer in the docs. */
export function createFakeIndex(passages: readonly Passage[] = []) {
  const script = createScript<readonly PassageHit[]>();
  const standing = new Map(passages.map((passage) => [passage.id, passage]));
  let version = 1;
  return {
    /** Passages found for an ask that holds the piece, best first, with their scores. */
    when(piece: string, found: readonly (readonly [passageId: string, score: number])[]): void {
      const hits = found.map(([id, score]) => {
        const passage = standing.get(id);
        if (!passage) throw new Error(`no such passage: ${id}`);
        return { passage, score };
      });
      script.when(piece, hits);
    },
    /** A page was added: for an ask that holds the piece its passage is the best. */
    add(passage: Passage, piece: string): void {
      standing.set(passage.id, passage);
      version += 1;
      script.when(piece, [{ passage, score: 9 }]);
    },
    /** The page changed: the passage is gone. */
    remove(id: string): void {
      standing.delete(id);
      version += 1;
    },
    async search(query) {
      const hits = script.answerTo(query) ?? [];
      return hits
        .filter(({ passage }) => standing.has(passage.id) && isAdmitted(passage, query.filter))
        .slice(0, query.top);
    },
    async get(ids) {
      return ids.flatMap((id) => standing.get(id) ?? []);
    },
    async holds(url) {
      return [...standing.values()].some((one) => one.url === url || one.url.startsWith(`${url}#`));
    },
    version: () => `fake-${version}`,
  } satisfies PassageIndex & Record<string, unknown>;
}

function isAdmitted(
  { source, version, audience = [] }: Passage,
  { sources, versions = {}, audience: wanted }: PassageFilter = {},
): boolean {
  if (sources !== undefined && !sources.includes(source)) return false;
  if (wanted !== undefined && audience.length > 0 && !audience.includes(wanted)) return false;
  return version === null || (versions[source] ?? version) === version;
}

/** Finds what was set up, and nothing otherwise: most asks are new. */
export function createFakeSameAsks() {
  const script = createScript<readonly Candidate[]>();
  return {
    when: script.when,
    async find(_communityId: string, ask: Asked & { readonly ticketId: string }) {
      const found = script.answerTo(ask) ?? [];
      return found
        .filter(({ target }) => target.type === "issue" || target.ticketId !== ask.ticketId)
        .slice(0, 3);
    },
  } satisfies SameAsks & Record<string, unknown>;
}
