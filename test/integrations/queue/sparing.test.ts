import { expect, it } from "vitest";
import { createSparing } from "../../../src/integrations/queue/sparing.ts";

it("tells what repeats itself once in ten seconds, and how often it was left out", () => {
  let now = 0;
  const told: string[] = [];
  const tell = createSparing(
    ({ message }, about, leftOut) => void told.push(`${about}: ${message} (${leftOut})`),
    () => now,
  );
  const full = (file: number) => new Error(`could not extend file "base/5/${file}"`);
  for (let n = 0; n < 300; n += 1) tell(full(n), "triage");
  tell(full(1), "act");
  tell(new Error("gone"), "triage");
  now = 10_000;
  tell(full(1), "triage");
  tell(full(2), "triage");
  now = 30_000;
  tell(full(3), "triage");
  expect(told).toEqual([
    'triage: could not extend file "base/5/0" (0)',
    'act: could not extend file "base/5/1" (0)',
    "triage: gone (0)",
    'triage: could not extend file "base/5/1" (299)',
    'triage: could not extend file "base/5/3" (1)',
  ]);
});
