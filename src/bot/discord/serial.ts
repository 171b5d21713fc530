/** Runs tasks with the same key one after the other, in the order given; others side by side. */
export type Serial = {
  run<T>(key: string, task: () => Promise<T>): Promise<T>;
  /** Resolves when what is under way or waits now is through; what comes later is not waited for. */
  settled(): Promise<void>;
  /** Resolves when nothing is under way any more. */
  idle(): Promise<void>;
};

export function createSerial(): Serial {
  const tails = new Map<string, Promise<unknown>>();
  return {
    run(key, task) {
      const result = (tails.get(key) ?? Promise.resolve()).then(task);
      const tail = result
        .catch(() => undefined)
        .then(() => {
          if (tails.get(key) === tail) tails.delete(key);
        });
      tails.set(key, tail);
      return result;
    },
    async settled() {
      await Promise.all(tails.values());
    },
    async idle() {
      while (tails.size > 0) await Promise.all(tails.values());
    },
  };
}
