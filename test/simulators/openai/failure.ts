/** An answer of OpenAI other than success. */
export class Failure extends Error {
  override readonly name = "Failure";
  readonly status: number;
  readonly param: string | null;
  readonly code: string | null;
  readonly headers: Record<string, string>;

  constructor(
    status: number,
    message: string,
    options: { param?: string; code?: string; headers?: Record<string, string> } = {},
  ) {
    super(message);
    this.status = status;
    this.param = options.param ?? null;
    this.code = options.code ?? null;
    this.headers = options.headers ?? {};
  }

  body() {
    const { message, param, code } = this;
    return { error: { message, type: typeOf(this.status), param, code } };
  }
}

function typeOf(status: number): string {
  if (status === 429) return "requests";
  return status >= 500 ? "server_error" : "invalid_request_error";
}

const USUAL: Record<number, { message: string; code: string | null }> = {
  401: { message: "Incorrect API key provided.", code: "invalid_api_key" },
  429: { message: "Rate limit reached for requests.", code: "rate_limit_exceeded" },
  500: { message: "The server had an error while processing your request.", code: null },
  503: { message: "The engine is currently overloaded, please try again later.", code: null },
};

/** A failure as it usually reads. */
export function usualFailure(
  status: number,
  options: { message?: string; code?: string; retryAfterSeconds?: number } = {},
): Failure {
  const usual = USUAL[status] ?? { message: "Something is wrong with this request.", code: null };
  const code = options.code ?? usual.code;
  const seconds = options.retryAfterSeconds;
  return new Failure(status, options.message ?? usual.message, {
    ...(code !== null && { code }),
    ...(seconds !== undefined && { headers: { "retry-after": String(seconds) } }),
  });
}
