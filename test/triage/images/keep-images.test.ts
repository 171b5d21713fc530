import { describe, expect, it } from "vitest";
import { cardImages } from "../../../src/triage/files/card-images.ts";
import { DAY } from "../../../src/triage/model/clock.ts";
import type { RawPost, ReadImage } from "../../../src/triage/model/post.ts";
import { COMMUNITY, createHouse } from "../../fakes/house.ts";
import { aGif, aJpeg, aPng, GPS_WORDS } from "../../fakes/images.ts";
import { aClassification } from "../../fakes/samples.ts";

const aFile = (name: string) => ({ name, contentType: "image/png", size: 9, text: null });

/** A post whose files are these; a string stands for why one could not be read. */
function withFiles(...files: readonly (Uint8Array | string)[]): Partial<RawPost> {
  return {
    attachments: files.map((_, at) => aFile(`${at}.png`)),
    readImages: async () =>
      files.map(
        (file, at): ReadImage =>
          typeof file === "string" ? { at, refused: file } : { at, bytes: file },
      ),
  };
}

const idsOf = (known: {
  posts: readonly { attachments: readonly { image?: { id: string } }[] }[];
}) => known.posts.flatMap(({ attachments }) => attachments.flatMap(({ image }) => image?.id ?? []));

describe("images of a post", () => {
  it("are kept cleaned, whatever they are called, and what is none is noted", async () => {
    const house = createHouse();
    const files = [aJpeg(), "too large", Buffer.from("PNG, it says"), aGif({ frames: 2 })];
    const { taken } = await house.post(withFiles(...files));
    const known = await house.ticketOf(taken);
    expect(known.posts[0]?.attachments).toEqual([
      {
        ...aFile("0.png"),
        image: expect.objectContaining({ type: "image/jpeg", width: 8, animated: false }),
      },
      { ...aFile("1.png"), notKept: "too large" },
      { ...aFile("2.png"), notKept: "no PNG, JPEG, WebP or GIF" },
      { ...aFile("3.png"), image: expect.objectContaining({ type: "image/gif", animated: true }) },
    ]);
    const kept = await house.images.read(COMMUNITY, idsOf(known));
    expect(kept).toHaveLength(2);
    for (const { bytes } of kept) {
      expect(Buffer.from(bytes).toString("latin1")).not.toContain(GPS_WORDS);
    }
  });

  it("are not even read when the admin did not agree, or the post is not taken in", async () => {
    let reads = 0;
    const counted = {
      ...withFiles(aPng()),
      readImages: async () => {
        reads += 1;
        return [];
      },
    };
    const off = createHouse({
      policy: { images: { use: "off", perPost: 4, mostBytes: 9, keepMs: 9 } },
    });
    const { taken } = await off.post(counted);
    expect(taken.type).toBe("ticket");
    const house = createHouse();
    await house.post({ ...counted, author: { bot: true, roles: [], optedOut: false } });
    await house.post({ ...counted, author: { bot: false, roles: [], optedOut: true } });
    await house.post({ ...counted, placeId: "elsewhere" });
    expect(reads).toBe(0);
  });

  it("are not read beside a credential, so that its author hears of it at once", async () => {
    const house = createHouse();
    const key = ["sk", "proj", "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8s9T0"].join("-");
    const never = async () => {
      throw new Error("read all the same");
    };
    const posted = { ...withFiles(aPng()), readImages: never, text: `My key is ${key}.` };
    const known = await house.ticketOf((await house.post(posted)).taken);
    expect(known.posts[0]?.attachments[0]).toMatchObject({
      notKept: expect.stringContaining("a credential stood in the post"),
    });
    expect(known.posts[0]?.attachments[0]).not.toHaveProperty("image");
  });

  it("are counted on the card and shown behind it, with what is missing", async () => {
    const house = createHouse();
    house.classifier.when("", {
      type: "classified",
      classification: aClassification({ kind: "bug" }),
      call: null,
    });
    const posted = withFiles(aPng(), aJpeg(), "gone, or its link has expired");
    await house.post({ ...posted, text: "It hangs. sdk 4.2.0" });
    await house.advance(house.policy.bundleMs);
    const [card] = house.openCards();
    expect(card?.facts).toContain("2 screenshots");
    const shown = await cardImages(COMMUNITY, card?.cardId ?? "", house);
    expect(shown?.images.map(({ type }) => type)).toEqual(["image/png", "image/jpeg"]);
    expect(shown?.notes).toEqual(["2.png was not kept: gone, or its link has expired."]);
    house.clock.advance(91 * DAY);
    const later = await cardImages(COMMUNITY, card?.cardId ?? "", house);
    expect(later?.images).toEqual([]);
    expect(later?.notes[0]).toBe("2 no longer kept: the time for which they are is over.");
    expect(await cardImages(COMMUNITY, "nobody's", house)).toBeNull();
  });

  it("go when an edit puts a credential beside them", async () => {
    const house = createHouse();
    const { raw, taken } = await house.post(withFiles(aPng()));
    const ids = idsOf(await house.ticketOf(taken));
    expect(await house.images.read(COMMUNITY, ids)).toHaveLength(1);
    const key = ["sk", "proj", "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8s9T0"].join("-");
    await house.edit({ ...raw, text: `My key is ${key}.` });
    expect(await house.images.read(COMMUNITY, ids)).toEqual([]);
    const [file] = (await house.ticketOf(taken)).posts[0]?.attachments ?? [];
    expect(file).not.toHaveProperty("image");
    expect(file?.notKept).toContain("a credential stood in the post");
  });

  it("go when an edit takes them away, and all of them with the post", async () => {
    const house = createHouse();
    const { raw, taken } = await house.post(withFiles(aPng(), aJpeg()));
    const ids = idsOf(await house.ticketOf(taken));
    const kept = async () => (await house.images.read(COMMUNITY, ids)).map(({ id }) => id);
    expect(await kept()).toEqual(ids);
    await house.edit({ ...raw, attachments: raw.attachments.slice(1) });
    expect(await kept()).toEqual(ids.slice(1));
    await house.edit({ ...raw, text: "It still hangs.", attachments: raw.attachments.slice(1) });
    expect(await kept()).toEqual(ids.slice(1));
    await house.remove({ conversationId: raw.conversationId, sourceIds: [raw.sourceId] });
    expect(await kept()).toEqual([]);
  });
});
