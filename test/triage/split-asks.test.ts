import { describe, expect, it } from "vitest";
import { COMMUNITY, createHouse } from "../fakes/house.ts";
import { aClassification } from "../fakes/samples.ts";

const CRASH = "1. The upload crashes at 99 percent";
const WISH = "2. The export needs a progress bar";
const TEXT = `With 3.1 on macOS:\n${CRASH}\n${WISH}`;

const classified = (
  overrides: Parameters<typeof aClassification>[0],
  asks: readonly string[] = [],
) =>
  ({
    type: "classified",
    classification: aClassification({ ask: overrides?.title ?? "", evidence: [], ...overrides }),
    call: null,
    asks,
  }) as const;

/** The later of two answers that fit is the fake's: what holds one ask only is judged alone. */
function aHouse(lane: "open" | "account" = "open") {
  const house = createHouse({ policy: { filedFrom: { "model-behavior": 1, feature: 1 } } });
  house.classifier.when(
    "crashes",
    classified({ kind: "bug", missing: [], title: "Upload crashes" }),
  );
  house.classifier.when(
    "progress bar",
    classified({ kind: "feature", missing: [], title: "Progress bar" }),
  );
  house.classifier.when(TEXT, classified({ kind: "bug", lane, missing: [] }, [CRASH, WISH]));
  const tickets = (conversationId: string | null) =>
    house.tickets.find(COMMUNITY, { conversationId: conversationId ?? "" });
  const cases = async (conversationId: string | null) => {
    const found = await tickets(conversationId);
    return Promise.all(found.map(({ id }) => house.ticketOf({ type: "ticket", ticketId: id })));
  };
  return { ...house, cases };
}

async function split() {
  const house = aHouse();
  const { raw } = await house.post({ title: "Two problems", text: TEXT });
  await house.advance(20_000);
  return { ...house, raw, found: await house.cases(raw.conversationId) };
}

describe("one post with two asks", () => {
  it("becomes two tickets that share post, thread and reporter, each with its card", async () => {
    const { found, openCards } = await split();
    expect(found.map(({ ticket }) => ticket.title).toSorted()).toEqual([
      "Progress bar",
      "Upload crashes",
    ]);
    expect(new Set(found.flatMap(({ posts }) => posts.map(({ id }) => id))).size).toBe(1);
    expect(
      new Set(found.flatMap(({ reporters }) => reporters.map((one) => one.personId))).size,
    ).toBe(1);
    expect(openCards()).toHaveLength(2);
    for (const { posts } of found) {
      expect(posts[0]?.text).toContain("With 3.1 on macOS:");
      expect(posts[0]?.text.includes(CRASH)).not.toBe(posts[0]?.text.includes(WISH));
    }
  });

  it("is said no more about than one ask would be, and marked by the first", async () => {
    const { found, rule, advance, conversation, raw, marksOf } = await split();
    for (let n = 0; n < found.length; n++) {
      await rule({ verdict: "send" });
      await advance(10_000);
    }
    const said = conversation.publicIn(raw.conversationId ?? "");
    expect(said.map(({ say }) => say.say)).toEqual(["filed", "filed"]);
    expect(found.map(({ ticket }) => ticket.part?.messages)).toEqual([1, 1]);
    expect(marksOf(raw)).toBe("with-the-team");
  });

  it("files of each only its own words", async () => {
    const { found, rule, advance, tracker } = await split();
    for (let n = 0; n < found.length; n++) {
      await rule({ verdict: "send" });
      await advance(10_000);
    }
    const issues = tracker.issues.map(({ title, body }) => `${title}\n${body}`);
    expect(issues).toHaveLength(2);
    for (const issue of issues) {
      expect(/upload crashes/i.test(issue)).not.toBe(/progress bar/i.test(issue));
    }
  });

  it("stays one ticket when it is a matter of one account", async () => {
    const house = aHouse("account");
    const { raw } = await house.post({ title: "Two problems", text: TEXT });
    await house.advance(20_000);
    expect(await house.cases(raw.conversationId)).toHaveLength(1);
  });

  it("is looked at again where it was edited, and there only", async () => {
    const { found, edit, advance, raw, cases } = await split();
    await edit({ ...raw, text: TEXT.replace("99 percent", "100 percent, it crashes") });
    const states = (await cases(raw.conversationId)).map(({ ticket }) => ticket.state);
    expect(states.toSorted()).toEqual(["gathering", "proposed"]);
    await advance(20_000);
    expect(await cases(raw.conversationId)).toHaveLength(found.length);
  });

  it("is withdrawn whole when its post is deleted", async () => {
    const { remove, raw, cases, advance } = await split();
    await remove({ conversationId: raw.conversationId, sourceIds: [raw.sourceId] });
    await advance(0);
    for (const { ticket, posts } of await cases(raw.conversationId)) {
      expect(ticket.state).toBe("withdrawn");
      expect(JSON.stringify({ ticket, posts })).not.toMatch(/99 percent|progress bar/);
    }
  });
});

describe("a follow-up in the thread", () => {
  it("updates a ticket rather than opening another", async () => {
    const { found, post, raw, advance, cases } = await split();
    const { conversationId, authorSourceId } = raw;
    await post({
      conversationId,
      authorSourceId,
      conversationOwnerId: authorSourceId,
      title: "",
      opens: false,
      text: "The progress bar may be plain.",
    });
    await advance(20_000);
    const after = await cases(conversationId);
    expect(after).toHaveLength(found.length);
    const texts = after.map(({ posts }) => posts.map(({ text }) => text));
    expect(texts.filter((list) => list.includes("The progress bar may be plain."))).toHaveLength(1);
  });
});
