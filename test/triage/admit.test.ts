import { describe, expect, it } from "vitest";
import { admit } from "../../src/triage/intake/admit.ts";
import type { PlacePolicy } from "../../src/triage/model/policy.ts";
import type { RawPost } from "../../src/triage/model/post.ts";
import { aRawPost } from "../fakes/house.ts";
import { NOON } from "../fakes/samples.ts";

const by = (overrides: Partial<RawPost["author"]>) => ({
  author: { bot: false, roles: [], optedOut: false, ...overrides },
});
const inText = { conversationId: null, conversationOwnerId: null };

describe("admit", () => {
  it.each<[string, Partial<RawPost>, PlacePolicy, string | null]>([
    ["a forum post", {}, "forum", null],
    ["a bot", by({ bot: true }), "forum", "written by a bot"],
    ["a message that nobody wrote", { written: false }, "forum", "a system message"],
    ["who opted out by role", by({ roles: ["opted-out"] }), "forum", "opted out"],
    ["who opted out", by({ optedOut: true }), "forum", "opted out"],
    ["staff", by({ roles: ["staff"] }), "forum", "written by staff"],
    ["an admin", by({ roles: ["admin"] }), "forum", "written by staff"],
    ["a helper", by({ roles: ["helper"] }), "forum", "written by a helper"],
    ["an unwatched channel", {}, "off", "channel is not watched"],
    ["somebody else's thread", { conversationOwnerId: "other" }, "forum", "somebody else's thread"],
    ["nothing at all", { title: " ", text: "\n" }, "forum", "empty"],
    [
      "only an image",
      {
        title: "",
        text: "",
        attachments: [{ name: "a.png", contentType: null, size: 1, text: null }],
      },
      "forum",
      null,
    ],
    ["before the installation", { postedAt: NOON - 1 }, "forum", "older than the installation"],
    ["a text channel without a mention", inText, "mention", "not addressed to the bot"],
    ["a mention", { ...inText, mentionsUs: true }, "mention", null],
    ["the author's own thread", {}, "mention", null],
    ["a channel where people call the bot", inText, "reaction", "not addressed to the bot"],
  ])("%s", (_, post, place, reason) => {
    const admission = admit(aRawPost(post), place, NOON);
    expect(admission).toEqual(reason ? { type: "skip", reason } : { type: "admit" });
  });

  it.each<[string, Partial<RawPost>, boolean]>([
    ["staff", by({ roles: ["staff"] }), true],
    ["somebody in an unwatched channel", {}, true],
    ["a bot", by({ bot: true }), false],
    ["who opted out", by({ optedOut: true }), false],
  ])("when a person sent in a post of %s", (_, post, admitted) => {
    expect(admit(aRawPost(post), "off", NOON, { sent: true }).type).toBe(
      admitted ? "admit" : "skip",
    );
  });
});
