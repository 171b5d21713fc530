import { expect, it } from "vitest";
import { HOUR } from "../../src/triage/model/clock.ts";
import type { EngineFailure } from "../../src/triage/ports/engines.ts";
import { aFailure } from "../fakes/engines.ts";
import { COMMUNITY, createHouse } from "../fakes/house.ts";
import { aClassification } from "../fakes/samples.ts";

it.each<EngineFailure["reason"]>(["server-error", "timeout", "rate-limited", "unauthorized"])(
  "waits while the classifier fails with %s, says why, and goes on when it is back",
  async (reason) => {
    const house = createHouse();
    house.classifier.when("", aFailure({ reason, detail: "no luck" }));
    const { taken } = await house.post();
    await house.advance(20_000);
    for (let minute = 0; minute < 30; minute += 1) await house.advance(60_000);
    const waiting = await house.ticketOf(taken);
    expect(waiting.ticket).toMatchObject({ state: "gathering", kind: null });
    expect(waiting.ticket.attempts).toBeGreaterThan(3);
    expect(house.openCards()).toEqual([]);
    const story = await house.tickets.story(COMMUNITY, waiting.ticket.id);
    expect(story.at(-1)).toMatchObject({
      what: "not classified yet",
      detail: expect.stringMatching(/^the (?:vendor|model|connection).* \(no luck\)$/),
    });

    house.classifier.when("", {
      type: "classified",
      classification: aClassification(),
      call: null,
    });
    await house.advance(HOUR);
    expect((await house.ticketOf(taken)).ticket).toMatchObject({ state: "proposed", kind: "bug" });
    expect(house.openCards()).toHaveLength(1);
  },
);

it("tries again when the vendor said so, and not before", async () => {
  const house = createHouse();
  house.classifier.when("", aFailure({ reason: "rate-limited", retryAfterMs: 90_000 }));
  await house.post();
  await house.advance(20_000);
  expect(house.classifier.asked).toHaveLength(1);
  await house.advance(89_000);
  expect(house.classifier.asked).toHaveLength(1);
  await house.advance(1_000);
  expect(house.classifier.asked).toHaveLength(2);
});
