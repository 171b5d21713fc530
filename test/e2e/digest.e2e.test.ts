import { afterEach, expect, it, vi } from "vitest";
import { Config } from "../../src/config/schema.ts";
import { DAY, HOUR, MINUTE } from "../../src/triage/model/clock.ts";
import { localTime } from "../../src/triage/model/zoned.ts";
import { latestSlot } from "../../src/triage/report/digest-slot.ts";
import { type ATown, aTown } from "./a-town.ts";

const SLOW = 120_000;
const ZONE = "Europe/Berlin";
const DAYS = Config.shape.digest.unwrap().shape.day.unwrap().options;

let town: ATown | undefined;
afterEach(async () => {
  await town?.close();
  town = undefined;
}, SLOW);

/** A town whose digest is due tomorrow at nine, by the clocks of Berlin. */
async function aTownWithDigest(digest: Record<string, unknown> = {}) {
  const tomorrow = localTime(Date.now() + DAY, ZONE);
  const death = { due: false, came: false };
  const opened = await aTown({
    lasting: true,
    reached(point) {
      if (!death.due || point !== "after outside call") return;
      death.due = false;
      death.came = true;
      throw new Error("the process died");
    },
    settings: {
      zone: ZONE,
      discord: {
        server: "Acme",
        channels: {
          help: "forum",
          devrel: "off",
          "sdk-team": "off",
          "web-team": "off",
        },
        review_channel: "review",
        roles: { admin: ["Admin"], staff: ["DevRel"], helper: ["Helper"], opted_out: ["No AI"] },
      },
      teams: [
        { name: "sdk", members: ["kaja"], channel: "sdk-team" },
        { name: "web", members: [], channel: "web-team" },
      ],
      digest: { day: DAYS[tomorrow.weekday % 7], hour: 9, channel: "devrel", ...digest },
    },
  });
  town = opened;
  const when = { weekday: tomorrow.weekday, hour: 9 };
  const said = (name: string) =>
    opened.discord
      .messages(opened.channels.get(name) ?? "")
      .filter((message) => JSON.stringify(message["author"]).includes(opened.discord.botUserId))
      .map((message) => [message["content"], JSON.stringify(message["embeds"])].join("\n"));
  /** Nothing is left to do, and everybody who waits for the clock has looked. */
  async function until(at: number) {
    await opened.later(at - opened.clock.now());
    await opened.quiet();
  }
  return { town: opened, when, said, until, death };
}

it("posts the week once to each its own, also when it is killed over it", {
  timeout: 3 * SLOW,
}, async () => {
  const { town: here, when, said, until, death } = await aTownWithDigest();
  await here.ask("The upload hangs at 99%, sdk 4.2.0");
  const due = latestSlot(when, ZONE, here.clock.now() + 7 * DAY);
  const first = due - 7 * DAY > here.clock.now() ? due - 7 * DAY : due;
  await until(first - MINUTE);
  expect([...said("devrel"), ...said("sdk-team"), ...said("web-team")]).toEqual([]);

  // The process dies when Discord has the first of them and it is not written down yet.
  death.due = true;
  here.clock.advance(MINUTE);
  await vi.waitFor(() => expect(death.came).toBe(true), { timeout: SLOW });
  await here.restart();
  await until(first + 2 * HOUR);
  await here.restart();
  await until(first + 4 * HOUR);

  expect(said("devrel")).toHaveLength(1);
  expect(said("sdk-team")).toHaveLength(1);
  expect(said("web-team")).toHaveLength(1);
  expect(said("devrel")[0]).toContain("**The week for Acme**");
  expect(said("devrel")[0]).toContain("Asks: **1**");
  expect(said("sdk-team")[0]).toContain("**The week for sdk**");
  expect(said("sdk-team")[0]).toContain("Asks: **1**");
  // The other team's is its own: nothing of this is theirs.
  expect(said("web-team")[0]).toContain("A quiet week");
  expect(said("sdk-team").join()).not.toMatch(/<@|@everyone/);
  await until(first + 7 * DAY + HOUR);
  expect(said("devrel")).toHaveLength(2);
});

it("says nothing of a quiet week where nothing is wanted", { timeout: 3 * SLOW }, async () => {
  const { town: here, when, said, until } = await aTownWithDigest({ when_quiet: "nothing" });
  await here.ask("The upload hangs at 99%, sdk 4.2.0");
  const first = latestSlot(when, ZONE, here.clock.now() + 2 * DAY);
  await until(first + HOUR);
  expect(said("devrel")).toHaveLength(1);
  expect(said("web-team")).toEqual([]);
});
