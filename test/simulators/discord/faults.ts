/** What is to go wrong with the next matching request. */
export type RestFault = {
  /** Answered instead; without a status the connection breaks off. */
  readonly status?: number;
  readonly code?: number;
  readonly times?: number;
  /** `after`: what was asked is done, and only the answer is lost. */
  readonly when?: "before" | "after";
  /** With 429: how long to wait, in seconds, and whose limit it is. A second of one's own if left out. */
  readonly retryAfterSeconds?: number;
  readonly scope?: "user" | "global" | "shared";
};

export type RestFaults = {
  /**
   * Spoils the next requests that match: a regular expression on `POST /channels/123/messages`, or
   * text such as `POST /channels/:id/messages`. Returns how to call it off.
   */
  failNext(pattern: RegExp | string, fault?: RestFault): () => void;
  /** Takes the fault for this request off the list. */
  take(method: string, path: string): RestFault | null;
};

export function createRestFaults(): RestFaults {
  type Planned = { readonly matches: RegExp; readonly fault: RestFault; left: number };
  const planned = new Set<Planned>();
  return {
    failNext(pattern, fault = {}) {
      const entry = { matches: toRegExp(pattern), fault, left: fault.times ?? 1 };
      planned.add(entry);
      return () => planned.delete(entry);
    },

    take(method, path) {
      for (const entry of planned) {
        if (!entry.matches.test(`${method} ${path}`)) continue;
        entry.left -= 1;
        if (entry.left <= 0) planned.delete(entry);
        return entry.fault;
      }
      return null;
    },
  };
}

function toRegExp(pattern: RegExp | string): RegExp {
  if (pattern instanceof RegExp) return pattern;
  const literal = pattern.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^${literal.replaceAll(/:\w+/g, "[^/]+")}$`);
}
