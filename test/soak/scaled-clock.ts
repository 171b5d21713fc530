import { type Clock, systemClock } from "../../src/triage/model/clock.ts";

/** When a scaled clock was the system's, and how many of its milliseconds pass in a real one. */
export type Scale = { readonly origin: number; readonly rate: number };

/** A clock that runs faster than the system's; two processes with one scale agree on the time. */
export function createScaledClock({ origin, rate }: Scale): Clock {
  return {
    now: () => origin + (systemClock.now() - origin) * rate,
    after: (ms, wake) => systemClock.after(ms / rate, wake),
  };
}
