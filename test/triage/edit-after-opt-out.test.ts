import { describe, expect, it } from "vitest";
import { takeEdit } from "../../src/triage/intake/intake.ts";
import type { RawPost } from "../../src/triage/model/post.ts";
import { aRawPost, COMMUNITY, createHouse } from "../fakes/house.ts";

type House = ReturnType<typeof createHouse>;

describe("an edit by somebody who switched the bot off after they had asked", () => {
  const asked = aRawPost({ authorSourceId: "ada", text: "The upload hangs." });

  async function textAfter(edited: Partial<RawPost>, switchOff: (house: House) => Promise<void>) {
    const house = createHouse();
    await house.post(asked);
    await switchOff(house);
    await takeEdit(COMMUNITY, { ...asked, ...edited }, house);
    const [ticket] = await house.tickets.find(COMMUNITY, { postSourceId: asked.sourceId });
    const known = ticket && (await house.tickets.load(COMMUNITY, ticket.id));
    return known?.posts.map(({ text }) => text);
  }
  const nothing = async () => {};
  const text = "The upload hangs, and my name is Ada.";

  it("is not kept: by command for themselves or for the channel, or by a role", async () => {
    const { source, placeId } = asked;
    const off = (scope: "person" | "place", scopeId: string) => (house: House) =>
      house.privacy.setOff(COMMUNITY, { source, scope, scopeId, off: true, by: "ada", at: 0 });
    expect(await textAfter({ text }, nothing)).toEqual([text]);
    expect(await textAfter({ text }, off("person", "ada"))).toEqual([asked.text]);
    expect(await textAfter({ text }, off("place", placeId))).toEqual([asked.text]);
    const byRole = { author: { ...asked.author, optedOut: true } };
    expect(await textAfter({ text, ...byRole }, nothing)).toEqual([asked.text]);
  });
});
