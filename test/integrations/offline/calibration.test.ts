import { expect, it } from "vitest";
import { shippedCalibrations } from "../../../src/integrations/offline/calibration.ts";
import { shippedModel } from "../../../src/integrations/offline/model.ts";

it("is that of the shipped weights (npm run eval:offline makes it anew after a training)", () => {
  expect(shippedCalibrations().map(({ engine, model }) => [engine, model])).toEqual([
    ["offline", shippedModel().version],
  ]);
});
