export type Fault = {
  /** A status to answer with, or what to do to the connection; `stall` stops half-way. */
  readonly status: number | "drop" | "hang" | "stall";
  /** `after`: the write happens, and its answer is lost. */
  readonly when: "before" | "after";
  readonly headers?: Readonly<Record<string, string>>;
  readonly message?: string;
};

type Planned = { readonly pattern: string | RegExp; readonly fault: Fault; left: number };

export type Faults = ReturnType<typeof createFaults>;

const SECONDARY =
  "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.";

/** Makes the next requests of a pattern fail. */
export function createFaults() {
  let planned: Planned[] = [];

  function failNext(
    pattern: string | RegExp,
    options: Partial<Fault> & { readonly times?: number } = {},
  ): void {
    const { times = 1, status = 502, when = "before", ...rest } = options;
    planned.push({ pattern, fault: { status, when, ...rest }, left: times });
  }

  return {
    /**
     * @param pattern "POST /repos/acme/app/issues" with `*` for one part of the path, or a RegExp
     *   over method and path
     */
    failNext,

    /** GitHub's "slow down" for content; sometimes it says for how long, sometimes not. */
    secondaryLimit(
      options: { pattern?: string | RegExp; times?: number; retryAfterSeconds?: number } = {},
    ): void {
      const { retryAfterSeconds: seconds, times = 1, pattern = /^(POST|PATCH|PUT) / } = options;
      const headers: Record<string, string> =
        seconds === undefined ? {} : { "retry-after": String(seconds) };
      failNext(pattern, { status: 403, times, headers, message: SECONDARY });
    },

    clear(): void {
      planned = [];
    },

    take(method: string, path: string): Fault | null {
      const hit = planned.find((one) => one.left > 0 && matches(one.pattern, `${method} ${path}`));
      if (!hit) return null;
      hit.left -= 1;
      return hit.fault;
    },
  };
}

function matches(pattern: string | RegExp, request: string): boolean {
  if (pattern instanceof RegExp) return pattern.test(request);
  const escaped = pattern.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", "[^/]+");
  return new RegExp(`^${escaped}$`).test(request);
}
