import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Database, openDatabase } from "../../../src/integrations/store/database.ts";
import { fillShelf } from "../../../src/integrations/vectors/fill-shelf.ts";
import { createNearVectors } from "../../../src/integrations/vectors/near-vectors.ts";
import { prepareVectors } from "../../../src/integrations/vectors/vector-schema.ts";
import { createVectorSpaces } from "../../../src/integrations/vectors/vector-spaces.ts";
import {
  createVectorTable,
  EXACT_UP_TO,
  type Shelf,
} from "../../../src/integrations/vectors/vector-table.ts";
import type { Contents, Item } from "../../../src/triage/same-asks/embedding.ts";
import { createManualClock } from "../../fakes/clock.ts";
import { describeWithService } from "../../services.ts";
import { emptySnapshot } from "../../snapshot.ts";
import { createFakeEmbedder, type FakeEmbedder, failure } from "./an-embedder.ts";

const SPACE = { model: "small", dimensions: 16 };
const OTHER = { model: "large", dimensions: 8 };

describe("vectors on PGlite", () => {
  vectorsOn(async () => openDatabase({ snapshot: await emptySnapshot() }));
});

describeWithService("postgresql", "vectors on PostgreSQL", (url) => {
  vectorsOn(() => openDatabase({ url }));
});

function vectorsOn(open: () => Promise<Database>) {
  let database: Database;
  let usable = true;
  let embedder: FakeEmbedder;
  let made = 0;
  let shelf: Shelf;
  const clock = createManualClock();
  const warnings: object[] = [];
  beforeAll(async () => {
    database = await open();
    usable = (await prepareVectors(database.pool)).type === "ready";
  });
  afterAll(() => database.close());
  beforeEach((context) => {
    if (!usable) context.skip("the server has no extension pgvector");
    embedder = createFakeEmbedder();
    warnings.length = 0;
    made += 1;
    // A community of its own for each test: nothing has to be cleared.
    shelf = { communityId: `c'${made}`, collection: "passages", space: SPACE };
  });

  const deps = () => ({
    table: createVectorTable(database.pool),
    spaces: createVectorSpaces(database.pool),
    embedder,
    clock,
    by: "me",
  });
  const fill = (items: readonly Item[], own: Shelf = shelf, by = "me") =>
    fillShelf(own, contentsOf(items), { ...deps(), by });
  const near = (own: Shelf = shelf) =>
    createNearVectors({
      ...deps(),
      shelf: own,
      queryTimeoutMs: 1_000,
      log: { warn: (fields) => void warnings.push(fields) },
    });
  const keysNear = async (query: string, top = 3) =>
    (await near().near(query, { top }))?.hits.map(({ key }) => key);

  it("are made once for each text, and kept", async () => {
    expect(await fill(ITEMS)).toMatchObject({ embedded: 3, unchanged: 0, tokens: 3, whole: true });
    expect(await fill(ITEMS)).toMatchObject({ embedded: 0, unchanged: 3, tokens: 0, whole: true });
    expect(embedder.requests).toBe(1);
    expect(await keysNear("aaab", 1)).toEqual(["1"]);
  });

  it("are made anew for what changed only, and go with what is gone", async () => {
    await fill(ITEMS);
    const changed = [anItem("1", "zzzz"), anItem("2", "mmmm"), anItem("4", "ffff")];
    expect(await fill(changed)).toMatchObject({ embedded: 2, unchanged: 1, removed: 1 });
    expect(embedder.sent.map(({ text }) => text).slice(3)).toEqual(["zzzz", "ffff"]);
    expect(await keysNear("zz")).toEqual(expect.arrayContaining(["1", "2", "4"]));
    expect(await keysNear("aaaa")).not.toContain("3");
  });

  it("are taken over for a text that stands under another key", async () => {
    await fill(ITEMS);
    const moved = ITEMS.map(({ text }, at) => anItem(`moved ${at}`, text));
    expect(await fill(moved)).toMatchObject({ embedded: 0, copied: 3, removed: 3 });
    expect(embedder.requests).toBe(1);
    expect(await keysNear("aaab", 1)).toEqual(["moved 0"]);
  });

  it("go on where the work was cut short", async () => {
    const many = Array.from({ length: 300 }, (_, at) => anItem(`${at}`, `text ${at}`));
    embedder.failFrom(3, failure("server-error"));
    expect(await fill(many)).toMatchObject({
      embedded: 256,
      whole: false,
      failure: { reason: "server-error" },
    });
    const [standing] = await deps().spaces.standings(shelf.communityId, "passages");
    expect(standing).toMatchObject({
      ready: 256,
      total: 300,
      whole: false,
      trouble: "server-error: as scripted",
    });
    embedder.failFrom(0, null);
    expect(await fill(many)).toMatchObject({ embedded: 44, unchanged: 256, whole: true });
    expect(embedder.sent).toHaveLength(300);
  });

  it("answer while they are being made, saying how far they have come", async () => {
    const many = Array.from({ length: 300 }, (_, at) => anItem(`${at}`, `text ${at}`));
    embedder.failFrom(3, failure("rate-limited"));
    await fill(many);
    embedder.failFrom(0, null);
    const found = await near().near("text 7", { top: 5 });
    expect(found?.coverage).toBeCloseTo(256 / 300);
    expect(await found?.holds(["7", "299"])).toEqual(new Set(["7"]));
  });

  it("of another model are made while the old ones serve, and then take their place", async () => {
    await fill(ITEMS);
    const next = { ...shelf, space: OTHER };
    const asked = async () => (await near(next).near("aaab", { top: 1 }))?.hits[0]?.key;
    embedder.failFrom(2, failure("timeout"));
    expect(await fill(ITEMS, next)).toMatchObject({ whole: false });
    embedder.failFrom(0, null);
    expect(await asked()).toBe("1");
    expect(embedder.sent.at(-1)).toEqual({ model: "small", text: "aaab" });
    expect(await fill(ITEMS, next)).toMatchObject({ embedded: 3, whole: true });
    expect(await asked()).toBe("1");
    expect(embedder.sent.at(-1)).toEqual({ model: "large", text: "aaab" });
    expect(await deps().table.count(shelf)).toBe(0);
  });

  it("are found among the origins that are asked for", async () => {
    await fill([anItem("1", "aaaa", "v1"), anItem("2", "aaaa b", "v2"), anItem("3", "zz", "v1")]);
    const found = await near().near("aaaa", { top: 2, origins: ["v1"] });
    expect(found?.hits.map(({ key }) => key)).toEqual(["1", "3"]);
  });

  it("of one community are not another's", async () => {
    await fill(ITEMS);
    expect(await near({ ...shelf, communityId: "elsewhere" }).near("aaaa", { top: 3 })).toBeNull();
    expect(await fill(ITEMS, { ...shelf, communityId: "elsewhere" })).toMatchObject({
      embedded: 3,
    });
  });

  it("are made by one process at a time, and by another when that one is gone", async () => {
    const { spaces } = deps();
    await spaces.lease(shelf, "the other", clock.now(), 60_000);
    expect(await fill(ITEMS)).toBeNull();
    clock.advance(60_001);
    expect(await fill(ITEMS)).toMatchObject({ embedded: 3 });
  });

  it("are not made for a text that is taken in no length, and are for all others", async () => {
    const long = `${"x ".repeat(600)}`;
    embedder.refuses = (text) => text.includes("x");
    const report = await fill([...ITEMS, anItem("4", long), anItem("5", "eeee")]);
    expect(report).toMatchObject({ embedded: 4, refused: 1, failure: null, whole: true });
  });

  it("are not asked for again and again when every text is refused", async () => {
    embedder.refuses = () => true;
    const many = Array.from({ length: 100 }, (_, at) => anItem(`${at}`, `text ${at}`));
    expect(await fill(many)).toMatchObject({ failure: { reason: "malformed" } });
    expect(embedder.requests).toBe(2);
  });

  it("never carry a secret to the endpoint", async () => {
    const secret = ["sk", "proj", "A1b2C3d4".repeat(5)].join("-");
    await fill([anItem("1", `use ${secret} as key`)]);
    await near().near(`why is ${secret} refused`, { top: 1 });
    expect(embedder.sent).toHaveLength(2);
    for (const { text } of embedder.sent) expect(text).not.toContain("A1b2C3d4");
  });

  it("of queries are kept, so that the same ask is embedded once", async () => {
    await fill(ITEMS);
    const vectors = near();
    await vectors.near("aaab", { top: 1 });
    await vectors.near("aaab", { top: 2 });
    expect(embedder.requests).toBe(2);
  });

  it("leave the search to words when the endpoint fails, and do not make everybody wait", async () => {
    await fill(ITEMS);
    embedder.failFrom(2, failure("timeout"));
    const vectors = near();
    expect(await vectors.near("one", { top: 1 })).toBeNull();
    expect(await vectors.near("two", { top: 1 })).toBeNull();
    expect(embedder.requests).toBe(2);
    expect(warnings).toEqual([{ collection: "passages", trouble: "timeout: as scripted" }]);
    const [standing] = await deps().spaces.standings(shelf.communityId, "passages");
    expect(standing?.trouble).toBe("timeout: as scripted");
    embedder.failFrom(0, null);
    clock.advance(30_000);
    expect(await vectors.near("two", { top: 1 })).not.toBeNull();
    const [later] = await deps().spaces.standings(shelf.communityId, "passages");
    expect(later?.trouble).toBeNull();
  });

  it("are found by cells once there are many, and nearly as well", async () => {
    const { table } = deps();
    const count = EXACT_UP_TO + 500;
    for (let from = 0; from < count; from += 500) {
      await table.put(
        shelf,
        Array.from({ length: 500 }, (_, at) => aVector(from + at)),
      );
    }
    const exact = await table.near(shelf, aVector(77).vector, { top: 20 });
    expect(await table.sortIntoCells(shelf, EXACT_UP_TO)).toBe(false);
    expect(await table.sortIntoCells(shelf, count)).toBe(true);
    expect(await table.sortIntoCells(shelf, count)).toBe(false);
    const byCells = await table.near(shelf, aVector(77).vector, { top: 20 });
    expect(byCells[0]?.key).toBe("77");
    const both = byCells.filter(({ key }) => exact.some((one) => one.key === key));
    expect(both.length).toBeGreaterThanOrEqual(18);
    await table.put(shelf, [{ ...aVector(77), key: "new", origin: "only this" }]);
    const later = await table.near(shelf, aVector(77).vector, { top: 2 });
    expect(later.map(({ key }) => key)).toContain("new");
    const narrowed = await table.near(shelf, aVector(3).vector, { top: 2, origins: ["only this"] });
    expect(narrowed.map(({ key }) => key)).toEqual(["new"]);
  });
}

const ITEMS = [anItem("1", "aaaa"), anItem("2", "mmmm"), anItem("3", "gggg")];

function anItem(key: string, text: string, origin: string | null = null): Item {
  return { key, text, origin };
}

function contentsOf(items: readonly Item[]): Contents {
  return {
    total: items.length,
    count: items.length,
    items: (from, most) => items.slice(from, from + most),
    gone: null,
    has: (key) => items.some((item) => item.key === key),
  };
}

/** Around one of forty middles, the same for the same number. */
function aVector(number: number) {
  const vector = Float32Array.from({ length: SPACE.dimensions }, (_, at) => {
    const middle = Math.sin((number % 40) * 31 + at * 17);
    return middle + 0.3 * Math.sin(number * 7.13 + at * 3.7);
  });
  const length = Math.hypot(...vector);
  return {
    key: `${number}`,
    hash: `${number}`,
    origin: null,
    vector: vector.map((v) => v / length),
  };
}
