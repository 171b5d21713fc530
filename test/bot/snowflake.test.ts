import { expect, it } from "vitest";
import { compareSnowflakes, laterOf } from "../../src/bot/discord/snowflake.ts";

it.each([
  ["999999999999999999", "1000000000000000000", -1],
  ["1000000000000000000", "999999999999999999", 1],
  // As numbers of JavaScript these two are the same.
  ["1573428952494505984", "1573428952494505985", -1],
  ["1573428952494505984", "1573428952494505984", 0],
])("ids are compared as whole numbers: %s and %s", (a, b, order) => {
  expect(compareSnowflakes(a, b)).toBe(order);
  expect(laterOf(a, b)).toBe(order < 0 ? b : a);
});
