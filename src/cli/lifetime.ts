/** Why the program is to end. */
export type End =
  | { readonly because: "signal"; readonly signal: string }
  | { readonly because: "failure"; readonly error: Error };

/**
 * Waits for a signal or a failure. A second signal ends the process at once: whatever it was doing
 * is looked at again by the next start.
 */
export function createLifetime(): {
  readonly ended: Promise<End>;
  fail(error: Error): void;
} {
  const { promise, resolve } = Promise.withResolvers<End>();
  let asked = false;
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.on(signal, () => {
      if (asked) process.exit(1);
      asked = true;
      resolve({ because: "signal", signal });
    });
  }
  return { ended: promise, fail: (error) => resolve({ because: "failure", error }) };
}

/** Whether the work was done in time. */
export async function within(ms: number, work: Promise<unknown>): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<false>();
  const timer = setTimeout(() => resolve(false), ms);
  try {
    return await Promise.race([work.then(() => true as const), promise]);
  } finally {
    clearTimeout(timer);
  }
}
