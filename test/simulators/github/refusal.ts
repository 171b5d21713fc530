type FieldError = {
  readonly resource: string;
  readonly field: string;
  readonly code: string;
  readonly message?: string;
};

/** An answer of GitHub other than success, thrown by whoever notices. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly status: number;
  readonly body: Record<string, unknown>;
  readonly headers: Record<string, string>;

  constructor(
    status: number,
    message: string,
    extra: Record<string, unknown> = {},
    headers: Record<string, string> = {},
  ) {
    super(message);
    this.status = status;
    this.body = {
      message,
      ...extra,
      documentation_url: extra["documentation_url"] ?? "https://docs.github.com/rest",
      status: String(status),
    };
    this.headers = headers;
  }
}

export const notFound = () => new Refusal(404, "Not Found");

export function validationFailed(...errors: FieldError[]): Refusal {
  return new Refusal(422, "Validation Failed", { errors });
}

/** A field that is missing or of the wrong type never reaches GitHub's validation of values. */
export function invalidRequest(detail: string): Refusal {
  return new Refusal(422, `Invalid request.\n\n${detail}`);
}
