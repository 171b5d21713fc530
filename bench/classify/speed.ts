import { createOfflineClassifier } from "../../src/integrations/offline/classifier.ts";

type Post = { readonly title: string; readonly text: string };

export type Speed = {
  readonly set: string;
  readonly posts: number;
  readonly meanCharacters: number;
  /** Posts a second of CPU time, so that other work on the machine counts less. */
  readonly perSecond: number;
  /** The same of a plain word count, pass by pass beside it, to tell a busy machine from slow code. */
  readonly plainPerSecond: number;
};

/** As many areas as a community may have: they are looked for in every post. */
const AREAS = [
  { name: "api", description: "requests and their errors", keywords: ["endpoint", "timeout"] },
  { name: "sdk", description: "client libraries", keywords: ["package", "import", "types"] },
  { name: "dashboard", description: "the web console", keywords: ["page", "button", "login"] },
  { name: "billing", description: "payments and invoices", keywords: ["invoice", "card", "quota"] },
];
const LONGEST_POST = 4_000;
const PASSES = 5;

/**
 * The whole path of the port, once for warming up, then the median of some passes.
 * @param plain judges a text by its words alone
 */
export async function measureSpeed(
  sets: Readonly<Record<string, readonly Post[]>>,
  plain: (text: string) => number,
): Promise<Speed[]> {
  const classifier = createOfflineClassifier();
  const classifyAll = async (posts: readonly Post[]) => {
    for (const { title, text } of posts) {
      await classifier.classify({
        title,
        text: text.slice(0, LONGEST_POST),
        areas: AREAS,
        tags: [],
      });
    }
  };
  const judgeAll = async (posts: readonly Post[]) => {
    for (const { title, text } of posts) plain(`${title}\n${text.slice(0, LONGEST_POST)}`);
  };
  const found: Speed[] = [];
  for (const [set, posts] of Object.entries(sets)) {
    await classifyAll(posts.slice(0, 500));
    await judgeAll(posts.slice(0, 500));
    const passes: number[] = [];
    const plainPasses: number[] = [];
    for (let pass = 0; pass < PASSES; pass++) {
      passes.push(await perSecondOf(classifyAll, posts));
      plainPasses.push(await perSecondOf(judgeAll, posts));
    }
    const characters = posts.reduce(
      (sum, { text }) => sum + Math.min(LONGEST_POST, text.length),
      0,
    );
    found.push({
      set,
      posts: posts.length,
      meanCharacters: characters / posts.length,
      perSecond: medianOf(passes),
      plainPerSecond: medianOf(plainPasses),
    });
  }
  return found;
}

async function perSecondOf(
  work: (posts: readonly Post[]) => Promise<void>,
  posts: readonly Post[],
): Promise<number> {
  const start = process.cpuUsage();
  await work(posts);
  const { user, system } = process.cpuUsage(start);
  return posts.length / ((user + system) / 1e6);
}

function medianOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
