import OpenAI from "openai";

// The limit that counts is each call's own, on the Clock; this one only keeps sockets from leaking.
const LONGEST_CALL_MS = 10 * 60_000;

/**
 * The vendor's client with everything given: it retries nothing, because one place retries, and
 * takes neither address nor organization from the environment.
 */
export function createOpenAiClient(options: {
  readonly apiKey: string;
  readonly baseUrl?: string;
}): OpenAI {
  return new OpenAI({
    apiKey: options.apiKey,
    baseURL: options.baseUrl ?? "https://api.openai.com/v1",
    organization: null,
    project: null,
    maxRetries: 0,
    timeout: LONGEST_CALL_MS,
  });
}
