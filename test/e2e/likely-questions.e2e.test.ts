import { afterAll, beforeAll, expect, it } from "vitest";
import { SECOND } from "../../src/triage/model/clock.ts";
import { type ATown, aTown } from "./a-town.ts";
import { beginWalk } from "./a-walk.ts";

let town: ATown;
beforeAll(async () => {
  town = await aTown({
    settings: {
      discord: {
        server: "Acme",
        channels: { help: "forum", general: "likely-questions" },
        review_channel: "review",
        roles: { admin: ["Admin"], staff: ["DevRel"], helper: ["Helper"], opted_out: ["No AI"] },
      },
    },
  });
});
afterAll(async () => {
  town.expectOrder();
  await town.close();
});

const general = () => town.channels.get("general") ?? "";

/** What is kept of a message: a ticket, or why there is none. */
async function becameOf(messageId: string) {
  const { store, communityId, database } = town.signalbox();
  const [ticket] = await store.tickets.find(communityId, { postSourceId: messageId });
  if (ticket) return "ticket";
  const { rows } = await database.pool.query<{ reason: string }>(
    "SELECT reason FROM skips WHERE source_id = $1",
    [messageId],
  );
  return rows[0]?.reason ?? "nothing";
}

async function says(text: string, by = town.member(), replyTo?: string) {
  const id = by.post(general(), { content: text, ...(replyTo ? { replyTo } : {}) });
  town.posted.push(id);
  await town.later(20 * SECOND);
  return id;
}

const ASKS = "Hi all. How do I upload a file larger than 1 GB? I get an error every time.";

it("takes what looks like a question, and answers it in a thread of its own", async () => {
  const asked = await says(ASKS);
  expect(await becameOf(asked)).toBe("ticket");
  await town.approve();
  expect(town.said(asked).map((message) => message["content"])).toEqual([
    expect.stringContaining(town.passage.url),
  ]);
  expect(town.said(general())).toEqual([]);
});

it("leaves chatter, answers to others and staff alone", async () => {
  const ada = town.member();
  expect(await becameOf(await says("haha, great, thank you all", ada))).toBe(
    "does not look like a question",
  );
  expect(await becameOf(await says(`<@${ada.id}> ${ASKS}`))).toBe("said to somebody else");
  const asked = await says("Nice, see you tomorrow", ada);
  expect(await becameOf(await says(ASKS, town.member(), asked))).toBe("said to somebody else");
  expect(await becameOf(await says(ASKS, town.rita))).toBe("written by staff");
});

it("shows how often the guess is right to whoever switches it on", async () => {
  const admin = town.member({ roles: [town.roles.get("Admin") ?? ""] });
  const walk = await beginWalk(admin, general());
  expect(walk.text()).toMatch(/Measured at 0\.9: \d+ % of what is taken asks something/);
  await walk.choose("setup-place", general());
  await walk.choose("setup-listening", "mention");
  expect(walk.text()).not.toContain("Measured at");
  await walk.choose("setup-listening", "likely-questions");
  expect(walk.text()).toContain("95 % interval");
});

it("takes whatever mentions the bot, as ever", async () => {
  const said = await says(`<@${town.discord.botUserId}> haha, great`);
  expect(await becameOf(said)).toBe("ticket");
});
