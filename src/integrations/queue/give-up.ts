import { UnrecoverableError } from "bullmq";
import { ZodError } from "zod";
import { PortError } from "../../triage/model/errors.ts";

/** Errors that a second try cannot cure end the job at once, whatever attempts it has left. */
export async function giveUpWhenHopeless<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const hopeless =
      error instanceof ZodError || (error instanceof PortError && error.retry === "never");
    if (!hopeless) throw error;
    throw Object.assign(new UnrecoverableError(error.message), { cause: error });
  }
}

/** Whether the next try may go well: what failed was outside, and not for good. */
export function willPass(error: unknown): boolean {
  return error instanceof PortError && error.retry === "later";
}
