import { SingleBar } from "cli-progress";

export type Progress = {
  step(count?: number): void;
  /** How many there are, when more is known than at the beginning. */
  total(count: number): void;
  done(): void;
};

/** A bar on a terminal's error stream; nothing where nobody looks. */
export function createProgress(what: string, total: number): Progress {
  if (!process.stderr.isTTY) return { step() {}, total() {}, done() {} };
  const bar = new SingleBar({
    format: `${what} {bar} {value}/{total} · {eta_formatted} left`,
    stream: process.stderr,
    hideCursor: true,
  });
  bar.start(total, 0);
  return {
    step: (count = 1) => bar.increment(count),
    total: (count) => bar.setTotal(count),
    done: () => bar.stop(),
  };
}
