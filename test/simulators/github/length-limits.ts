import { validationFailed } from "./refusal.ts";

const TITLE_LIMIT = 256;
const BODY_LIMIT = 65_536;

/** GitHub counts characters, not UTF-16 units. */
export function refuseOverlong(
  resource: "Issue" | "IssueComment",
  text: { readonly title?: string; readonly body?: string | null },
): void {
  if (text.title !== undefined && text.title.trim() === "") {
    throw validationFailed({ resource, code: "missing_field", field: "title" });
  }
  if (isLonger(text.title, TITLE_LIMIT)) throw tooLong(resource, "title", TITLE_LIMIT);
  if (isLonger(text.body, BODY_LIMIT)) throw tooLong(resource, "body", BODY_LIMIT);
}

function isLonger(text: string | null | undefined, limit: number): boolean {
  return text !== null && text !== undefined && [...text].length > limit;
}

function tooLong(resource: string, field: string, limit: number) {
  return validationFailed({
    resource,
    code: "custom",
    field,
    message: `${field} is too long (maximum is ${limit} characters)`,
  });
}
