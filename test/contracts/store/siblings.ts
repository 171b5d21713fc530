import { expect, it } from "vitest";
import { HERE, type Setting } from "./setting.ts";

export function siblingsContract(at: Setting): void {
  it("opens a ticket beside another, with its posts and reporters and a part of its own", async () => {
    const { post, ticketId } = await at.opens({ text: "One. Two." });
    const part = (text: string, leads: boolean) => ({
      text,
      postIds: [post.id],
      messages: 1,
      leads,
    });
    const id = at.ids();
    const written = await at.store.tickets.commit(HERE, ticketId, 1, {
      ticket: { part: part("One.", true), dueAt: at.clock.now() },
      siblings: [{ id, part: part("Two.", false) }],
      story: [{ at: at.clock.now(), what: "split", detail: "2 asks" }],
    });
    expect(written).toBe(true);
    const [first, second] = [await at.loads(ticketId), await at.loads(id)];
    expect(first.posts).toMatchObject([{ id: post.id, text: "One.", title: "" }]);
    expect(second.posts).toMatchObject([{ id: post.id, text: "Two.", title: "" }]);
    expect(second.reporters).toEqual(first.reporters);
    expect(second.ticket).toMatchObject({
      code: "SB-2",
      version: 1,
      state: "gathering",
      conversationId: first.ticket.conversationId,
      placeId: first.ticket.placeId,
      openingSourceId: first.ticket.openingSourceId,
      dueAt: at.clock.now(),
      publicMessages: 0,
    });
    expect(await at.store.tickets.story(HERE, id)).toMatchObject([{ what: "opened" }]);
    const both = await at.store.tickets.find(HERE, { postSourceId: post.sourceId });
    expect(both.map((ticket) => ticket.id).toSorted()).toEqual([ticketId, id].toSorted());
  });

  it("opens none when the ticket has moved on", async () => {
    const { post, ticketId } = await at.opens({ text: "One. Two." });
    const part = { text: "Two.", postIds: [post.id], messages: 1, leads: false };
    const written = await at.store.tickets.commit(HERE, ticketId, 7, {
      siblings: [{ id: at.ids(), part }],
      story: [],
    });
    expect(written).toBe(false);
    expect(await at.store.tickets.find(HERE, { postSourceId: post.sourceId })).toHaveLength(1);
  });

  it("forgets the part with the person who wrote it", async () => {
    const { post, ticketId } = await at.opens({ text: "One. Two." });
    const part = { text: "One.", postIds: [post.id], messages: 1, leads: true };
    await at.store.tickets.commit(HERE, ticketId, 1, { ticket: { part }, story: [] });
    await at.store.tickets.forget(HERE, post.source, post.authorSourceId, at.clock.now());
    expect((await at.loads(ticketId)).ticket.part?.text).toBe("");
  });

  it("empties a part with the rest of what was derived from its posts", async () => {
    const { post, ticketId } = await at.opens({ text: "One. Two." });
    const part = { text: "One.", postIds: [post.id], messages: 1, leads: true };
    await at.store.tickets.commit(HERE, ticketId, 1, { ticket: { part }, story: [] });
    await at.store.tickets.commit(HERE, ticketId, 2, { emptied: true, story: [] });
    expect((await at.loads(ticketId)).ticket.part?.text).toBe("");
  });
}
