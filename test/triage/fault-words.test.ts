import { expect, it } from "vitest";
import { z } from "zod";
import { faultWords } from "../../src/triage/text/fault-words.ts";

const Row = z.strictObject({
  text: z.string().min(1).max(5).optional(),
  id: z.union([z.string(), z.number()]).optional(),
  kind: z.enum(["bug", "docs"]).optional(),
  list: z.array(z.string()).min(1).optional(),
  count: z.int().max(3).optional(),
  needed: z.string(),
});
const said = (row: unknown) =>
  Row.safeParse(row).error?.issues.map((issue) => `${issue.path.join(".")}: ${faultWords(issue)}`);

it.each([
  [{}, "needed: is missing; it must be a text"],
  ["words", ": must be an object with fields"],
  [{ needed: 5 }, "needed: must be a text"],
  [{ needed: "", text: "" }, "text: must not be empty"],
  [{ needed: "", text: "secret" }, "text: must have at most 5 characters"],
  [{ needed: "", id: {} }, "id: must be a text or a number"],
  [{ needed: "", kind: "secret" }, "kind: must be one of bug, docs"],
  [{ needed: "", list: [] }, "list: must have at least 1 entry"],
  [{ needed: "", count: 1.5 }, "count: must be a whole number"],
  [{ needed: "", count: 4 }, "count: must be at most 3"],
  [{ needed: "", odd: "secret" }, ": odd: no such field is known"],
])("says of %j what would fit, and not what stands there", (row, words) => {
  expect(said(row)).toEqual([words]);
});
