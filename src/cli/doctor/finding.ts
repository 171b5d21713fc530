/** One line of the doctor's report. */
export type Finding = {
  readonly area: Area;
  readonly level: "ok" | "warning" | "failure";
  /** What is so, in a sentence. */
  readonly what: string;
  /** How to mend it; null when nothing is wrong. */
  readonly mend: string | null;
};

export const AREAS = [
  "config",
  "discord",
  "github",
  "openai",
  "embeddings",
  "database",
  "redis",
  "docs",
  "console",
  "disk",
] as const;
export type Area = (typeof AREAS)[number];

/** Findings of one area, in few words. */
export function reporter(area: Area) {
  return {
    ok: (what: string): Finding => ({ area, level: "ok", what, mend: null }),
    warning: (what: string, mend: string): Finding => ({ area, level: "warning", what, mend }),
    failure: (what: string, mend: string): Finding => ({ area, level: "failure", what, mend }),
  };
}
