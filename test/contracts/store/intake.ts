import { expect, it } from "vitest";
import { ELSEWHERE, HERE, type Setting } from "./setting.ts";

export function intakeContract(at: Setting): void {
  it("knows a person again, and not across communities", async () => {
    const { tickets } = at.store;
    const id = await tickets.personId(HERE, "discord", "ada");
    expect(await tickets.personId(HERE, "discord", "ada")).toBe(id);
    expect(await tickets.personId(HERE, "discord", "bob")).not.toBe(id);
    expect(await tickets.personId(ELSEWHERE, "discord", "ada")).not.toBe(id);
    const both = await Promise.all([1, 2].map(() => tickets.personId(HERE, "discord", "eve")));
    expect(both[0]).toBe(both[1]);
  });

  it("saves a post once, however often and however many at a time it comes", async () => {
    const post = await at.posted();
    const save = () =>
      at.store.tickets.savePost(
        HERE,
        { ...post, id: at.ids() },
        { type: "open", dueAt: at.clock.now(), silence: null },
      );
    const results = await Promise.all([save(), save(), save()]);
    expect(results.map(({ saved }) => saved).toSorted()).toEqual([false, false, true]);
    expect(new Set([...results, await save()].map(({ ticketId }) => ticketId)).size).toBe(1);
    expect((await at.store.reports.figures(HERE)).tickets).toBe(1);
  });

  it("keeps the post as it came, opens a ticket and makes the author its reporter", async () => {
    const { post, ticketId } = await at.opens({
      text: 'Zeile 1\n"quoted" \u{1F642} \\ {}',
      tags: ["bug"],
      removed: [{ type: "email", count: 2 }],
      attachments: [{ name: "log.txt", contentType: "text/plain", size: 12, text: "boom" }],
    });
    const known = await at.loads(ticketId);
    expect(known.posts).toEqual([post]);
    expect(known.ticket).toMatchObject({
      code: "SB-1",
      version: 1,
      state: "gathering",
      conversationId: post.conversationId,
      openingSourceId: post.sourceId,
      dueAt: at.clock.now() + 20_000,
      createdAt: at.clock.now(),
    });
    expect(known.reporters).toEqual([
      {
        personId: post.personId,
        sourceId: "ada",
        name: "ada",
        consent: false,
        notify: true,
        since: post.postedAt,
      },
    ]);
    expect(known).toMatchObject({ classification: null, proposal: null, actions: [], issue: null });
    expect(await at.store.tickets.story(HERE, ticketId)).toEqual([
      { at: at.clock.now(), what: "opened", detail: post.permalink },
    ]);
  });

  it("takes any text, half an emoji and NUL included", async () => {
    const text = `a\0b${"\u{1F642}".slice(0, 1)}c`;
    const log = { name: text, contentType: null, size: 1, text };
    const { ticketId } = await at.opens({ title: text, text, attachments: [log], tags: [text] });
    await at.commits(ticketId, {
      ticket: { title: text },
      story: [{ at: 0, what: text, detail: text }],
    });
    expect((await at.loads(ticketId)).posts[0]?.text).toMatch(/^a.?b.?c$/u);
  });

  it("counts codes up in each community by itself", async () => {
    const ids = [await at.opens(), await at.opens(), await at.opens({}, ELSEWHERE)];
    const codes = [
      (await at.loads(ids[0]?.ticketId ?? "")).ticket.code,
      (await at.loads(ids[1]?.ticketId ?? "")).ticket.code,
      (await at.loads(ids[2]?.ticketId ?? "", ELSEWHERE)).ticket.code,
    ];
    expect(codes).toEqual(["SB-1", "SB-2", "SB-1"]);
    expect(await at.store.tickets.load(ELSEWHERE, ids[0]?.ticketId ?? "")).toBeNull();
  });

  it("joins a later post to the ticket and outdates a triage that is under way", async () => {
    const { post, ticketId } = await at.opens();
    const { version } = (await at.loads(ticketId)).ticket;
    const second = await at.posted({
      conversationId: post.conversationId,
      title: "",
      text: "And on 2.4.2 too.",
      postedAt: post.postedAt + 1_000,
    });
    const dueAt = at.clock.now() + 40_000;
    const join = { type: "join", ticketId, dueAt } as const;
    expect(await at.store.tickets.savePost(HERE, second, join)).toEqual({ saved: true, ticketId });
    const known = await at.loads(ticketId);
    expect(known.posts).toEqual([post, second]);
    expect(known.ticket).toMatchObject({ state: "gathering", dueAt });
    expect(known.reporters).toHaveLength(1);
    const late = { story: [], ticket: { state: "proposed" as const } };
    expect(await at.store.tickets.commit(HERE, ticketId, version, late)).toBe(false);
  });

  it("only attaches a post that comes with no due time", async () => {
    const { post, ticketId } = await at.opens();
    await at.commits(ticketId, { ticket: { state: "answered", dueAt: null } });
    const thanks = await at.posted({ conversationId: post.conversationId, text: "Thanks!" });
    const join = { type: "join", ticketId, dueAt: null } as const;
    await at.store.tickets.savePost(HERE, thanks, join);
    const known = await at.loads(ticketId);
    expect(known.ticket).toMatchObject({ state: "answered", dueAt: null, version: 3 });
    expect(known.posts).toHaveLength(2);
  });

  it("leaves the state of a ticket that may not gather again", async () => {
    const { post, ticketId } = await at.opens();
    await at.commits(ticketId, { ticket: { state: "with-team", dueAt: null } });
    const more = await at.posted({ conversationId: post.conversationId, authorSourceId: "bob" });
    const join = { type: "join", ticketId, dueAt: at.clock.now() } as const;
    await at.store.tickets.savePost(HERE, more, join);
    const known = await at.loads(ticketId);
    expect(known.ticket.state).toBe("with-team");
    expect(known.reporters.map(({ sourceId }) => sourceId).toSorted()).toEqual(["ada", "bob"]);
  });

  it("orders posts of one moment by the length of their source ids, then as text", async () => {
    const { post, ticketId } = await at.opens({ sourceId: "99" });
    for (const sourceId of ["101", "100"]) {
      const more = await at.posted({ sourceId, conversationId: post.conversationId });
      await at.store.tickets.savePost(HERE, more, { type: "join", ticketId, dueAt: 0 });
    }
    const { posts } = await at.loads(ticketId);
    expect(posts.map(({ sourceId }) => sourceId)).toEqual(["99", "100", "101"]);
  });

  it("sees the open bundle of the same author, and the latest ticket of the conversation", async () => {
    const { post, ticketId } = await at.opens();
    const same = await at.posted({ conversationId: post.conversationId });
    const around = await at.store.tickets.surroundings(HERE, same);
    expect(around.gathering?.id).toBe(ticketId);
    expect(around.inConversation?.ticket.id).toBe(ticketId);
    expect(around.inConversation?.reporterIds).toEqual([post.personId]);

    const other = await at.posted({
      conversationId: post.conversationId,
      authorSourceId: "bob",
    });
    const aroundOther = await at.store.tickets.surroundings(HERE, other);
    expect(aroundOther.gathering).toBeNull();
    expect(aroundOther.inConversation?.ticket.id).toBe(ticketId);

    await at.commits(ticketId, { ticket: { state: "proposed" } });
    expect((await at.store.tickets.surroundings(HERE, same)).gathering).toBeNull();
  });

  it("bundles by place where there is no conversation yet", async () => {
    const { ticketId } = await at.opens({ conversationId: null, placeId: "help" });
    const here = await at.posted({ conversationId: null, placeId: "help" });
    const there = await at.posted({ conversationId: null, placeId: "general" });
    const { tickets } = at.store;
    expect((await tickets.surroundings(HERE, here)).gathering?.id).toBe(ticketId);
    expect(await tickets.surroundings(HERE, there)).toEqual({
      gathering: null,
      inConversation: null,
    });
    expect((await tickets.surroundings(ELSEWHERE, here)).gathering).toBeNull();
  });

  it("knows what it has as a post or a skip, and what is lost", async () => {
    const { post } = await at.opens();
    const skip = {
      source: "discord",
      sourceId: "77",
      placeId: "forum",
      reason: "bot",
      at: at.clock.now(),
    };
    const { tickets, reports } = at.store;
    await tickets.saveSkip(HERE, skip);
    await tickets.saveSkip(HERE, { ...skip, reason: "again" });
    expect(await tickets.isKnown(HERE, "discord", post.sourceId)).toBe(true);
    expect(await tickets.isKnown(HERE, "discord", "77")).toBe(true);
    expect(await tickets.isKnown(HERE, "discord", "78")).toBe(false);
    expect(await tickets.isKnown(ELSEWHERE, "discord", "77")).toBe(false);
    expect(await reports.lost(HERE, "discord", ["78", post.sourceId, "77", "79"])).toEqual([
      "78",
      "79",
    ]);
    expect((await reports.figures(HERE)).skips).toEqual({ bot: 1 });
  });

  it("never moves a cursor back", async () => {
    const { tickets } = at.store;
    expect(await tickets.cursor(HERE, "forum")).toBeNull();
    await tickets.moveCursor(HERE, "forum", "99");
    await tickets.moveCursor(HERE, "forum", "100");
    await tickets.moveCursor(HERE, "forum", "98");
    await tickets.moveCursor(HERE, "forum", "099");
    expect(await tickets.cursor(HERE, "forum")).toBe("100");
    await tickets.moveCursor(HERE, "forum", "101");
    expect(await tickets.cursor(HERE, "forum")).toBe("101");
    expect(await tickets.cursor(HERE, "help")).toBeNull();
  });

  it("lists the messages that tickets rest on, the newest first and so many", async () => {
    const { tickets } = at.store;
    const old = await at.opens({ postedAt: 1_000 });
    const first = await at.opens({ postedAt: 2_000, title: "It hangs", tags: ["bug"] });
    const second = await at.opens({ postedAt: 3_000 });
    await at.opens({ postedAt: 4_000, sourceId: "command-1" });
    await at.opens({ postedAt: 4_500, sourceId: "form-1" });
    const withdrawn = await at.opens({ postedAt: 5_000 });
    const gone = await at.opens({ postedAt: 6_000 });
    await at.commits(withdrawn.ticketId, { ticket: { state: "withdrawn" } });
    await at.commits(gone.ticketId, { posts: [{ id: gone.post.id, deletedAt: 7_000 }] });
    const standing = (since: number, limit: number, until = 9_000) =>
      tickets.standingPosts(HERE, "discord", { since, until }, limit);
    const { sourceId, placeId, conversationId } = first.post;
    expect(await standing(2_000, 10)).toEqual([
      expect.objectContaining({ sourceId: second.post.sourceId }),
      { sourceId, placeId, conversationId, title: "It hangs", tags: ["bug"] },
    ]);
    expect(await standing(0, 10)).toHaveLength(3);
    expect((await standing(0, 1))[0]?.sourceId).toBe(second.post.sourceId);
    expect((await standing(0, 1, 2_999))[0]?.sourceId).toBe(first.post.sourceId);
    expect((await standing(0, 1, 3_000))[0]?.sourceId).toBe(second.post.sourceId);
    expect((await standing(0, 10)).at(-1)?.sourceId).toBe(old.post.sourceId);
    expect(
      await tickets.standingPosts(ELSEWHERE, "discord", { since: 0, until: 9_000 }, 10),
    ).toEqual([]);
  });

  it("finds what stands in a place, and not what was withdrawn there", async () => {
    const { tickets } = at.store;
    const here = await at.opens({ placeId: "lounge" });
    const withdrawn = await at.opens({ placeId: "lounge" });
    await at.opens({ placeId: "other" });
    await at.commits(withdrawn.ticketId, { ticket: { state: "withdrawn" } });
    const found = await tickets.find(HERE, { placeId: "lounge" });
    expect(found.map(({ id }) => id)).toEqual([here.ticketId]);
  });

  it("forgets that a message was skipped once it is sent in", async () => {
    const { tickets, reports } = at.store;
    const post = await at.posted();
    const { source, sourceId, placeId } = post;
    const skip = { source, sourceId, placeId, reason: "written by staff", at: 1_000 };
    await tickets.saveSkip(HERE, skip);
    expect((await reports.figures(HERE)).skips).toEqual({ "written by staff": 1 });
    await tickets.savePost(HERE, post, { type: "open", dueAt: at.clock.now(), silence: null });
    expect((await reports.figures(HERE)).skips).toEqual({});
    expect(await tickets.isKnown(HERE, source, sourceId)).toBe(true);
  });
}
