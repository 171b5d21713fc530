import { existsSync, readFileSync } from "node:fs";
import { z } from "zod";
import { Calibration } from "../../triage/decide/calibration.ts";

const file = new URL("./weights/calibration.json", import.meta.url);
let shipped: readonly Calibration[] | undefined;

/**
 * How sure the shipped weights may be taken to be, measured on rows held out. It counts for just
 * these weights: after a training it is measured anew (`npm run eval:offline`).
 */
export function shippedCalibrations(): readonly Calibration[] {
  shipped ??= existsSync(file)
    ? z.array(Calibration).parse(JSON.parse(readFileSync(file, "utf8")))
    : [];
  return shipped;
}
