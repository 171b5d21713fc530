import { describe, expect, it } from "vitest";
import { checkDocs } from "../../src/triage/answers/check-docs.ts";
import { fileGap, listGaps } from "../../src/triage/gaps/gap-desk.ts";
import type { RawPost } from "../../src/triage/model/post.ts";
import { COMMUNITY, createHouse } from "../fakes/house.ts";
import { aClassification, aDraft, aPassage, aRoute } from "../fakes/samples.ts";

const DOCS = aRoute({
  team: "docs",
  repository: "acme/sdk",
  labels: ["bug"],
  visibility: "public",
});
const PROXY = "How do I use a proxy with the client?";

function aHouse() {
  const house = createHouse({ policy: { rules: [{ when: { kind: ["docs"] }, route: DOCS }] } });
  const { passage } = house;
  const asks = (piece: string, title: string, ask = title) =>
    house.classifier.when(piece, {
      type: "classified",
      classification: aClassification({ kind: "question", title, ask, area: "sdk" }),
      call: null,
    });
  asks("", "Something else entirely");
  asks("proxy", PROXY);
  asks("corporate", "Client behind a corporate proxy", "How to use a proxy with the client?");
  asks("region", "Which regions keep data in the union?");
  asks("How do I upload", "How do I upload a large file?");
  house.passages.when("How do I upload", [[passage.id, 9]]);
  const none = {
    type: "none",
    because: "unanswered",
    reason: "the passages do not answer it",
    call: null,
  } as const;
  house.drafter.when("", none);
  const answers = (piece: string, from = passage, text = from.text) =>
    house.drafter.when(piece, {
      type: "drafted",
      call: null,
      draft: aDraft({ claims: [{ text, passageIds: [from.id], quote: from.text }] }),
    });
  answers("How do I upload");
  const deps = { ...house, quoter: house.drafter };
  return {
    ...house,
    answers,
    list: () => listGaps(COMMUNITY, deps),
    file: (code: string, by = "Rita") => fileGap(COMMUNITY, code, by, deps),
    check: () => checkDocs(COMMUNITY, deps),
    async asked(title: string, author?: string) {
      const posted = await house.post({
        title,
        text: "",
        ...(author ? { authorSourceId: author } : {}),
      });
      await house.advance(20_000);
      return posted;
    },
  };
}

describe("gaps in the docs", () => {
  it("gather questions that found no answer, alike ones together, by distinct people", async () => {
    const house = aHouse();
    await house.asked("proxy?", "ada");
    await house.asked("Behind a corporate network", "bob");
    await house.asked("corporate again", "ada");
    await house.asked("which region?", "eve");
    await house.asked("How do I upload?", "ada");
    const gaps = await house.list();
    expect(gaps.map(({ code, title, askers, asks }) => [code, title, askers, asks.length])).toEqual(
      [
        ["G-1", PROXY, 2, 3],
        ["G-2", "Which regions keep data in the union?", 1, 1],
      ],
    );
    expect(gaps[0]?.words.slice(0, 2).toSorted()).toEqual(["client", "proxy"]);
    expect(gaps[0]?.nearest).toBeNull();
    expect(await house.list()).toEqual(gaps);
  });

  it("leave out what the docs could not have answered", async () => {
    const house = aHouse();
    house.drafter.when("proxy", {
      type: "failed",
      reason: "timeout",
      detail: "",
      retryAfterMs: null,
    });
    house.passages.when("proxy", [[house.passage.id, 1]]);
    await house.asked("proxy?");
    house.classifier.when("invoice", {
      type: "classified",
      classification: aClassification({ kind: "question", lane: "account" }),
      call: null,
    });
    await house.asked("my invoice");
    await house.post({ title: "old proxy?", postedAt: house.clock.now() - 7 * 3_600_000 });
    await house.advance(20_000);
    expect(await house.list()).toEqual([]);
  });

  it("hold answers that a reviewer wrote anew, not those with a word changed", async () => {
    const house = aHouse();
    await house.asked("How do I upload?");
    await house.rule({ verdict: "edit", title: null, text: `${house.passage.text} Really.` });
    await house.settle();
    expect(await house.list()).toEqual([]);
    await house.asked("How do I upload more?");
    await house.rule({ verdict: "edit", title: null, text: "Ask for the bulk tool instead." });
    await house.settle();
    const [gap] = await house.list();
    expect(gap?.asks).toMatchObject([{ reason: "rewritten" }]);
    expect(gap?.nearest).toMatchObject({ file: house.passage.file, line: house.passage.line });
  });

  it("hold pages whose answers are called wrong", async () => {
    const house = aHouse();
    const { raw } = await house.asked("How do I upload?");
    await house.rule({ verdict: "send" });
    await house.advance(10_000);
    const [answer] = house.conversation.publicIn(raw.conversationId ?? "");
    const by = { sourceId: raw.authorSourceId, name: "Ada" };
    await house.press({ actionId: answer?.actionId ?? "", event: "wrong", by });
    const [gap] = await house.list();
    expect(gap).toMatchObject({
      asks: [{ reason: "marked-wrong" }],
      nearest: { url: house.passage.url },
    });
  });

  const reply = (
    house: ReturnType<typeof aHouse>,
    { raw }: Awaited<ReturnType<typeof house.asked>>,
    text: string,
    roles: RawPost["author"]["roles"],
    optedOut = false,
  ) =>
    house.post({
      conversationId: raw.conversationId,
      conversationOwnerId: raw.authorSourceId,
      authorSourceId: "theo",
      opens: false,
      text,
      author: { bot: false, roles: [...roles], optedOut },
    });
  const ANSWER = "Set HTTPS_PROXY before you start the client; it is read once.";

  it("hold what staff answered where the docs had nothing, and propose it as a patch", async () => {
    const house = aHouse();
    const page = aPassage({
      id: "net",
      pageTitle: "Client",
      text: "Use the proxy option.",
      line: 3,
    });
    const asked = await house.asked("proxy?", "ada");
    house.passages.add(page, PROXY);
    const { raw } = await reply(house, asked, `${ANSWER} Write to ops@mail.acme-net.dev.`, [
      "staff",
    ]);
    const [gap] = await house.list();
    expect(gap?.asks.map(({ reason, answeredBy }) => [reason, answeredBy])).toEqual([
      ["unanswered", null],
      ["answered-outside", "staff"],
    ]);
    expect(gap).toMatchObject({ askers: 1, answer: `${ANSWER} Write to [redacted: email].` });

    house.docsFiles.read = async () => "# Client\n\nUse the proxy option.\n";
    await house.file("G-1");
    await house.settle();
    const body = house.tracker.issues[0]?.body ?? "";
    expect(body).toContain("staff answered it in the thread");
    expect(body).toContain(`\`\`\`diff\n--- a/uploads.md\n+++ b/uploads.md\n@@ -1,3 +1,7 @@`);
    expect(body).toContain(`+## ${PROXY}\n+\n+${ANSWER}`);
    expect(body).not.toContain("### Outline");

    await reply(house, asked, "Glad that it works now, so this thread is closed.", ["staff"]);
    expect((await house.list())[0]?.answer).toContain(ANSWER);
    await house.edit({ ...raw, text: `${ANSWER} Twice.` });
    expect((await house.list())[0]?.answer).toBe(`${ANSWER} Twice.`);
    await house.remove({ conversationId: raw.conversationId, sourceIds: [raw.sourceId] });
    expect((await house.list())[0]).toMatchObject({ answer: null });
  });

  it("keep no words of a helper's, only that one answered", async () => {
    const house = aHouse();
    await reply(house, await house.asked("proxy?"), ANSWER, ["helper"]);
    const [gap] = await house.list();
    expect(gap?.asks[1]).toMatchObject({ reason: "answered-outside", answeredBy: "helper" });
    expect(gap?.answer).toBeNull();
  });

  it.each<[string, string, RawPost["author"]["roles"], boolean]>([
    ["a member's answer", ANSWER, [], false],
    [
      "a question back",
      "Which version of the client do you have there, and where does it run?",
      ["staff"],
      false,
    ],
    ["a word in passing", "Looking into it.", ["staff"], false],
    ["an answer of somebody who wants no bot", ANSWER, ["staff"], true],
  ])("do not count %s as the docs' business", async (_, text, roles, optedOut) => {
    const house = aHouse();
    await reply(house, await house.asked("proxy?"), text, roles, optedOut);
    expect((await house.list())[0]?.asks.map(({ reason }) => reason)).toEqual(["unanswered"]);
  });

  it("leave out what staff answered although the docs had a draft", async () => {
    const house = aHouse();
    await reply(house, await house.asked("How do I upload?"), ANSWER, ["staff"]);
    expect(await house.list()).toEqual([]);
  });

  it("hold what only a help centre answers, and close when the docs do", async () => {
    const house = aHouse();
    house.policy.docs = {
      sources: [{ name: "help", products: [], versions: [], outside: true }],
      places: {},
      solved: false,
    };
    const help = aPassage({ id: "help", source: "help", page: "help.md", text: ANSWER });
    house.passages.add(help, "proxy");
    house.answers("proxy", help);
    await house.asked("proxy?");
    const [gap] = await house.list();
    expect(gap).toMatchObject({ answer: ANSWER, asks: [{ answeredBy: "help-centre" }] });
    const again = aPassage({ ...help, id: "help-2", text: `${ANSWER} Truly.` });
    house.passages.add(again, "proxy");
    house.answers("proxy", again);
    expect((await house.check())?.closed).toEqual([]);
    const page = aPassage({ id: "net", page: "net.md", text: ANSWER });
    house.passages.add(page, "proxy");
    house.answers("proxy", page);
    expect((await house.check())?.closed).toEqual(["G-1"]);
  });

  it("name every page that contradicts another", async () => {
    const house = aHouse();
    const batch = aPassage({
      id: "batch",
      page: "batch.md",
      file: "batch.md",
      text: "Output files are kept for 30 days after the batch ended.",
    });
    const files = aPassage({
      id: "files",
      page: "files.md",
      file: "files.md",
      text: "Output files of batches expire 14 days after the batch ended.",
    });
    house.passages.add(batch, "never");
    house.passages.add(files, "never");
    house.passages.when("region", [
      ["batch", 9],
      ["files", 8],
    ]);
    house.answers("region", batch);
    await house.asked("which region?");
    const [gap] = await house.list();
    expect(gap?.asks).toMatchObject([{ reason: "contradiction" }]);
    expect(gap?.cited.map(({ file }) => file)).toEqual(["batch.md", "files.md"]);
    await house.file("G-1");
    await house.settle();
    expect(house.tracker.issues[0]?.body).toContain("### Pages that say it");

    const mended = { ...files, id: "files-2", text: files.text.replace("14", "30") };
    house.passages.remove("files");
    house.passages.add(mended, "never");
    house.passages.when("region", [
      ["batch", 9],
      ["files-2", 8],
    ]);
    expect((await house.check())?.closed).toEqual(["G-1"]);
  });

  it("are filed once with the docs team, however many press", async () => {
    const house = aHouse();
    const { raw, taken } = await house.asked("proxy?", "ada");
    await house.asked("corporate?", "bob");
    house.passages.add(
      aPassage({ id: "net", pageTitle: "Client", text: "Use the proxy option.", line: 40 }),
      PROXY,
    );
    const both = await Promise.all([house.file("g-1"), house.file("G-1", "Theo")]);
    expect(both[0]).toEqual({ type: "filing", repository: "acme/sdk" });
    await house.settle();
    const [issue, ...more] = house.tracker.issues;
    expect(more).toEqual([]);
    expect(issue?.title).toBe(`Docs: ${PROXY}`);
    expect(issue?.body).toContain("2 people asked, in 2 posts");
    expect(issue?.body).toContain("Source: `uploads.md`, line 40");
    expect(issue?.body).toContain("### Outline");
    expect((await house.list())[0]).toMatchObject({ filing: "filed", issueUrl: issue?.ref.url });
    expect(await house.file("G-1")).toMatchObject({ type: "filed-already" });
    expect(await house.file("G-9")).toEqual({ type: "unknown" });
    // It is the docs team's issue, not the asker's: nothing is said in their thread.
    expect(house.conversation.publicIn(raw.conversationId ?? "")).toEqual([]);
    expect((await house.ticketOf(taken)).ticket).toMatchObject({
      state: "resting",
      issueNodeId: null,
    });
  });

  it("close themselves when a re-index answers their questions, and say so", async () => {
    const house = aHouse();
    await house.asked("proxy?", "ada");
    await house.asked("proxy please", "bob");
    await house.file("G-1");
    await house.settle();
    expect((await house.check())?.closed).toEqual([]);
    expect(await house.check()).toBeNull();

    const page = aPassage({
      id: "net",
      url: "https://docs.example/proxy",
      text: "Set HTTPS_PROXY.",
    });
    house.passages.add(page, "proxy");
    house.answers("proxy", page);
    expect(await house.check()).toMatchObject({ closed: ["G-1"], again: [] });
    await house.settle();
    expect(await house.list()).toEqual([]);
    const [closed] = await house.gaps.closed(COMMUNITY, 1);
    expect(closed?.closedBecause).toBe("the docs answer it now: https://docs.example/proxy");
    const story = await house.gaps.story(COMMUNITY, closed?.id ?? "");
    expect(story.map(({ what }) => what)).toEqual(["asked", "asked", "filed", "closed"]);
    expect(house.conversation.messages.map(({ say }) => say.say)).toContain("gap-closed");
    const nodeId = house.tracker.issues[0]?.ref.nodeId ?? "";
    expect(house.commentsOn(nodeId).join()).toContain("https://docs.example/proxy");
  });

  it("stay open for the questions that are left, and while the answer is an old passage", async () => {
    const house = aHouse();
    await house.asked("proxy?", "ada");
    await house.asked("corporate?", "bob");
    const page = aPassage({ id: "net", text: "Set HTTPS_PROXY." });
    house.passages.add(page, "proxy?");
    house.answers("proxy?", page);
    expect((await house.check())?.closed).toEqual([]);
    expect(await house.list()).toMatchObject([{ askers: 1, asks: [{}] }]);

    await house.asked("How do I upload?");
    await house.rule({ verdict: "edit", title: null, text: "Ask for the bulk tool instead." });
    await house.settle();
    house.passages.add(aPassage({ id: "more", text: "Nothing." }), "nobody asks");
    expect((await house.check())?.closed).toEqual([]);
    expect((await house.list()).map(({ asks }) => asks[0]?.reason)).toContain("rewritten");
  });
});

describe("open drafts after a re-index", () => {
  it("are triaged again when a page that they cite changed", async () => {
    const house = aHouse();
    const { taken } = await house.asked("How do I upload?");
    await house.check();
    const before = (await house.ticketOf(taken)).proposal;
    const page = aPassage({ id: "passage-2", text: "Files over 1 GB need a part size of 64 MB." });
    house.passages.remove(house.passage.id);
    house.passages.add(page, "How do I upload");
    house.answers("How do I upload", page);
    expect(await house.check()).toMatchObject({ again: ["SB-1"] });
    await house.settle();
    const { proposal } = await house.ticketOf(taken);
    expect(proposal).toMatchObject({ state: "open", version: (before?.version ?? 0) + 1 });
    expect(house.openCards()).toMatchObject([{ body: `${page.text} [1]` }]);
  });

  it("are left alone when their pages stand, and closed when nothing answers any more", async () => {
    const house = aHouse();
    const { taken } = await house.asked("How do I upload?");
    house.passages.add(aPassage({ id: "other" }), "nobody asks");
    expect(await house.check()).toMatchObject({ again: [] });
    house.passages.remove(house.passage.id);
    expect(await house.check()).toMatchObject({ again: ["SB-1"] });
    await house.settle();
    expect(house.openCards()).toEqual([]);
    const [card] = [...house.conversation.cards.values()];
    expect(card?.card.closed).toMatch(/a cited page changed/i);
    expect((await house.ticketOf(taken)).decision?.outcome).toBe("leave");
  });
});
