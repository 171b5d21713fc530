/** A port call failed. `retry` is the adapter's promise about whether trying again can help. */
export class PortError extends Error {
  override readonly name = "PortError";
  readonly operation: string;
  readonly retry: "later" | "never";
  /** What a person can do about it, in one plain sentence; shown on the ticket. */
  readonly advice: string;
  /** How long the other side asked us to wait, in milliseconds. */
  readonly retryAfterMs: number | undefined;

  constructor(
    operation: string,
    retry: "later" | "never",
    cause: unknown,
    options: { readonly advice?: string; readonly retryAfterMs?: number } = {},
  ) {
    super(`${operation} failed`, { cause });
    this.operation = operation;
    this.retry = retry;
    this.advice = options.advice ?? `${operation} failed`;
    this.retryAfterMs = options.retryAfterMs;
  }
}

/** A mistake that a person made and can mend; its message is shown to them as it is. */
export class UserError extends Error {
  override readonly name = "UserError";
}
