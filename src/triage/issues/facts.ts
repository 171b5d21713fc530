/** What can be read off a post without understanding it; every item is verbatim. */
export type Facts = {
  /** Lines that state an error: exceptions, status codes, errno names. */
  readonly errors: readonly string[];
  /** Names with versions: `acme-sdk 4.2.0`, `Node v22.1.0`. */
  readonly versions: readonly string[];
  /** Contents of fenced code blocks. */
  readonly code: readonly string[];
  /** Ids that a team can look up: `req_…`, `resp_…`. */
  readonly requestIds: readonly string[];
};

const FENCE = /```[^\n`]*\n([\s\S]*?)(?:```|$)/g;
// Names are written in capitals where they matter; words are not.
const ERROR_NAME = /\b(?:[A-Z]\w*(?:Error|Exception)\b|E[A-Z]{3,}\b)/;
const ERROR_WORDS =
  /\b(?:(?:HTTP|status(?: code)?|code)[ :=]*[45]\d\d\b|[45]\d\d (?:Bad|Unauthorized|Forbidden|Not Found|Too Many|Internal|Service)|(?:error|fatal|panic|traceback)\b\s*[:(])/i;
const VERSION =
  /(?<![\w@./-])(?:[@\w./-]{1,40}[ @=]+)?v?\d{1,4}\.\d{1,4}(?:\.\d{1,5})?(?:[-+][\w.]{1,20})?\b/g;
/** Words before a number that name nothing. */
const NO_NAME = /^(?:in|on|to|from|with|since|at|of|by|and|or|until|was|is|than|version|v)[ =]+/i;
/** With a digit in it: `thread-safety` and `file-uploads` are words. */
const REQUEST_ID =
  /\b(?:req|resp|chatcmpl|run|thread|msg|batch|file|job)[_-](?=[A-Za-z]*\d)[A-Za-z0-9]{6,64}\b/g;

/** Reads the facts off a text; at most `limit` of each, longest useful line 300 characters. */
export function readFacts(text: string, limit = 5): Facts {
  const code = [...text.matchAll(FENCE)].map((match) => (match[1] ?? "").trim());
  const errors = text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line.length <= 300 && isError(line));
  const versions = [...text.matchAll(VERSION)]
    .map((match) => match[0].trim().replace(NO_NAME, ""))
    .filter((found) => !/^\d+\.\d+$/.test(found));
  const requestIds = [...text.matchAll(REQUEST_ID)].map((match) => match[0]);
  return {
    errors: unique(errors).slice(0, limit),
    versions: unique(versions).slice(0, limit),
    code: unique(code.filter((block) => block !== "")).slice(0, limit),
    requestIds: unique(requestIds).slice(0, limit),
  };
}

function isError(line: string): boolean {
  return ERROR_NAME.test(line) || ERROR_WORDS.test(line);
}

/** For readers who are not to look them up. */
export function withoutRequestIds(text: string): string {
  return text.replace(REQUEST_ID, "[request id]");
}

function unique(items: readonly string[]): string[] {
  return [...new Set(items)];
}
