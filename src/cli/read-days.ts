import { InvalidArgumentError } from "commander";
import { DAY } from "../triage/model/clock.ts";

/** `90d` or `90` → milliseconds. */
export function readDays(text: string): number {
  const [, number] = /^(\d{1,4})d?$/.exec(text.trim()) ?? [];
  if (number === undefined || Number(number) === 0) {
    throw new InvalidArgumentError("It must be a number of days, such as 90d.");
  }
  return Number(number) * DAY;
}
