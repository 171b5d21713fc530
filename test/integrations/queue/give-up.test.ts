import { UnrecoverableError } from "bullmq";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { giveUpWhenHopeless } from "../../../src/integrations/queue/give-up.ts";
import { PortError } from "../../../src/triage/model/errors.ts";

const wrongShape = z.string().safeParse(1).error;

describe("giveUpWhenHopeless", () => {
  it.each([
    { failure: "an answer of the wrong shape", error: wrongShape },
    { failure: "a call that can never succeed", error: new PortError("a.b", "never", null) },
  ])("ends the job after $failure, keeping the cause", async ({ error }) => {
    const outcome = giveUpWhenHopeless(() => Promise.reject(error));
    await expect(outcome).rejects.toBeInstanceOf(UnrecoverableError);
    await expect(outcome).rejects.toMatchObject({ cause: error });
  });

  it.each([
    { failure: "a call that may succeed later", error: new PortError("a.b", "later", null) },
    { failure: "anything unknown", error: new Error("boom") },
  ])("passes $failure on as it is", async ({ error }) => {
    await expect(giveUpWhenHopeless(() => Promise.reject(error))).rejects.toBe(error);
  });

  it("gives back what the work gives", async () => {
    expect(await giveUpWhenHopeless(async () => 7)).toBe(7);
  });
});
