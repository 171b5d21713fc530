import { Buffer } from "node:buffer";
import { expect, it } from "vitest";
import type { KeptImage } from "../../../src/triage/files/kept-image.ts";
import type { Attachment } from "../../../src/triage/model/post.ts";
import { ELSEWHERE, HERE, type Setting } from "./setting.ts";

const noted = (id: string): Attachment => ({
  name: `${id}.png`,
  contentType: "image/png",
  size: 9,
  text: null,
  image: { id, type: "image/png", width: 1, height: 1, animated: false, size: 3 },
});

/** Images go in with their post, and out with it. */
export function imagesContract(at: Setting): void {
  const opening = { type: "open", dueAt: 1, silence: null } as const;

  async function withImages(ids: readonly string[], overrides = {}, keptFor = 1_000) {
    const post = await at.posted({ attachments: ids.map(noted), ...overrides });
    const images = ids.map(
      (id, n): KeptImage => ({
        id,
        postId: post.id,
        type: "image/png",
        bytes: Uint8Array.of(0, 255, n),
        keepUntil: at.clock.now() + keptFor,
      }),
    );
    const { ticketId } = await at.store.tickets.savePost(HERE, post, opening, images);
    return { post, ticketId, images };
  }

  const kept = async (ids: readonly string[]) =>
    (await at.store.images.read(HERE, ids)).map(({ id }) => id);

  it("gives the bytes back as they are, in the order asked, in their community alone", async () => {
    const { ticketId } = await withImages(["a", "b"]);
    const [second, first] = await at.store.images.read(HERE, ["b", "none", "a"]);
    expect(second).toMatchObject({ id: "b", type: "image/png" });
    expect(Buffer.from(second?.bytes ?? []).toString("hex")).toBe("00ff01");
    expect(first?.id).toBe("a");
    expect(await at.store.images.read(ELSEWHERE, ["a"])).toEqual([]);
    expect(await at.store.images.read(HERE, [])).toEqual([]);
    const [post] = (await at.loads(ticketId)).posts;
    expect(post?.attachments).toEqual([noted("a"), noted("b")]);
  });

  it("keeps nothing of a post that it has already", async () => {
    const { post, images } = await withImages(["a"]);
    const twice = images.map((image) => ({ ...image, id: "again" }));
    await at.store.tickets.savePost(HERE, { ...post, id: at.ids() }, opening, twice);
    expect(await kept(["a", "again"])).toEqual(["a"]);
  });

  it("drops those that a change of the post no longer names, and all with a deletion", async () => {
    const { post, ticketId } = await withImages(["a", "b"]);
    await withImages(["other"]);
    await at.commits(ticketId, { posts: [{ id: post.id, title: "new" }] });
    expect(await kept(["a", "b"])).toEqual(["a", "b"]);
    await at.commits(ticketId, { posts: [{ id: post.id, attachments: [noted("b")] }] });
    expect(await kept(["a", "b"])).toEqual(["b"]);
    await at.commits(ticketId, { posts: [{ id: post.id, attachments: [], deletedAt: 9 }] });
    expect(await kept(["a", "b", "other"])).toEqual(["other"]);
  });

  it("forgets a person's images with the person", async () => {
    await withImages(["hers"], { authorSourceId: "ada" });
    await withImages(["his"], { authorSourceId: "bob" });
    await at.store.tickets.forget(HERE, "discord", "ada", 11);
    expect(await kept(["hers", "his"])).toEqual(["his"]);
  });

  it("hides and then deletes those whose time is over", async () => {
    await withImages(["old"], {}, 1_000);
    await withImages(["new"], {}, 2_000);
    const { images } = at.store;
    at.clock.advance(1_000);
    const now = at.clock.now();
    expect(await kept(["old", "new"])).toEqual(["new"]);
    expect(await images.expire(ELSEWHERE, now)).toBe(0);
    expect(await images.expire(HERE, now)).toBe(1);
    expect(await images.expire(HERE, now)).toBe(0);
    expect(await kept(["old", "new"])).toEqual(["new"]);
  });

  it("tells their author what is kept", async () => {
    const text = { name: "run.log", contentType: null, size: 5, text: "Error" };
    const lost = { ...text, name: "big.png", text: null, notKept: "too large" };
    const attachments = [noted("a"), text, lost];
    await withImages(["a"], { authorSourceId: "ada", attachments });
    const held = await at.store.privacy.holdings(HERE, "discord", "ada");
    expect(held.posts[0]?.files).toEqual([
      { name: "a.png", text: null, imageKept: true },
      { name: "run.log", text: "Error", imageKept: false },
      { name: "big.png", text: null, imageKept: false },
    ]);
    await at.store.images.expire(HERE, at.clock.now() + 1_000);
    const later = await at.store.privacy.holdings(HERE, "discord", "ada");
    expect(later.posts[0]?.files[0]).toMatchObject({ imageKept: false });
  });
}
