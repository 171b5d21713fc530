import { createOfflineClassifier } from "../../src/integrations/offline/classifier.ts";

type Post = { readonly title: string; readonly text: string };

export type Speed = {
  readonly set: string;
  readonly posts: number;
  readonly meanCharacters: number;
  /** Posts a second of CPU time, so that other work on the machine counts less. */
  readonly perSecond: number;
};

/** As many areas as a community may have: they are looked for in every post. */
const AREAS = [
  { name: "api", description: "requests and their errors", keywords: ["endpoint", "timeout"] },
  { name: "sdk", description: "client libraries", keywords: ["package", "import", "types"] },
  { name: "dashboard", description: "the web console", keywords: ["page", "button", "login"] },
  { name: "billing", description: "payments and invoices", keywords: ["invoice", "card", "quota"] },
];
const LONGEST_POST = 4_000;
const PASSES = 3;

/** The whole path of the port, once for warming up, then the median of some passes. */
export async function measureSpeed(
  sets: Readonly<Record<string, readonly Post[]>>,
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
  const found: Speed[] = [];
  for (const [set, posts] of Object.entries(sets)) {
    await classifyAll(posts.slice(0, 500));
    const passes: number[] = [];
    for (let pass = 0; pass < PASSES; pass++) {
      const start = process.cpuUsage();
      await classifyAll(posts);
      const { user, system } = process.cpuUsage(start);
      passes.push(posts.length / ((user + system) / 1e6));
    }
    const characters = posts.reduce(
      (sum, { text }) => sum + Math.min(LONGEST_POST, text.length),
      0,
    );
    found.push({
      set,
      posts: posts.length,
      meanCharacters: characters / posts.length,
      perSecond: passes.toSorted((a, b) => a - b)[Math.floor(PASSES / 2)] ?? 0,
    });
  }
  return found;
}
