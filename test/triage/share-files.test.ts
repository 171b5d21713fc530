import { describe, expect, it } from "vitest";
import { PortError } from "../../src/triage/model/errors.ts";
import type { ReporterEvent } from "../../src/triage/people/reporter-desk.ts";
import { createHouse } from "../fakes/house.ts";
import { aClassification, aRoute } from "../fakes/samples.ts";

// Put together here, so that it stands in no file.
const KEY = ["sk", "proj", "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8s9T0"].join("-");
const LOG = `started with ${KEY}\nError: ECONNRESET in part 7 (req_0123456789abcdef)\n@carol fixes #1\n`;

async function filed({ visibility = "public", text = LOG as string | null } = {}) {
  const route = aRoute({ repository: "acme/sdk", visibility: visibility as "public" | "private" });
  const house = createHouse({ policy: { fallback: route, undoMs: 0 } });
  if (visibility === "private") house.tracker.turn("private");
  house.classifier.when("", {
    type: "classified",
    classification: aClassification({ kind: "bug", ask: "It hangs.", missing: [] }),
    call: null,
  });
  const attachments = [{ name: "run.log", contentType: "text/plain", size: 9, text }];
  const { raw, taken } = await house.post({ text: "It hangs. sdk 4.2.0", attachments });
  await house.advance(house.policy.bundleMs);
  await house.rule({ verdict: "send" });
  await house.advance(1_000);
  const [issue] = house.tracker.issues;
  const notice = house.conversation.messages.findLast(({ say }) => say.say === "filed");
  let seen = 0;
  /** As by the buttons: what is shared is what was shown last. */
  const press = async (event: "see-files" | "share-files", sourceId = raw.authorSourceId) => {
    const result = await house.press({
      actionId: notice?.actionId ?? "",
      event,
      by: { sourceId, name: "Ada" },
      seen,
    } as ReporterEvent);
    if (result.type === "files") seen = result.seen;
    return result;
  };
  return { house, issue, notice, press, raw, taken };
}

describe("files of a report that is filed in public", () => {
  it("stay out, are announced word for word, and go along on their author's word", async () => {
    const { house, issue, notice, press } = await filed();
    expect(issue?.body).not.toContain("ECONNRESET");
    expect(notice?.say).toMatchObject({ files: ["run.log"] });
    const shown = await press("see-files");
    expect(shown).toMatchObject({ type: "files", repository: "acme/sdk" });
    const excerpt = shown.type === "files" ? shown.excerpt : "";
    expect(excerpt).toContain("Error: ECONNRESET in part 7 ([request id])");
    expect(excerpt).not.toContain(KEY);
    expect(house.commentsOn(issue?.ref.nodeId ?? "")).toEqual([]);

    expect(await press("share-files")).toEqual({ type: "noted" });
    await house.settle();
    const [comment = "", ...more] = house.commentsOn(issue?.ref.nodeId ?? "");
    expect(comment).toContain("shares run.log");
    expect(comment).toContain(excerpt.trim());
    expect(comment).not.toContain(KEY);
    expect(more).toEqual([]);
    // A second time there is nothing left.
    expect(await press("see-files")).toEqual({ type: "noted" });
    expect(await press("share-files")).toEqual({ type: "gone" });
    await house.settle();
    expect(house.commentsOn(issue?.ref.nodeId ?? "")).toHaveLength(1);
  });

  it("are shown again before they are shared when another came meanwhile", async () => {
    const { house, issue, press, raw } = await filed();
    await press("see-files");
    const text = "Error: ENOSPC in /home/ada\n";
    await house.post({
      ...raw,
      sourceId: "later",
      text: "One more.",
      conversationId: raw.conversationId,
      attachments: [{ name: "more.log", contentType: "text/plain", size: 9, text }],
    });
    await house.settle();
    const nodeId = issue?.ref.nodeId ?? "";
    const shared = () => house.commentsOn(nodeId).filter((one) => one.includes("shares"));
    const shown = await press("share-files");
    expect(shown.type === "files" ? shown.excerpt : "").toContain("ENOSPC");
    await house.settle();
    expect(shared()).toEqual([]);
    expect(await press("share-files")).toEqual({ type: "noted" });
    await house.settle();
    expect(shared()).toHaveLength(1);
  });

  it("may be shared again when GitHub refused them the first time", async () => {
    const { house, issue, press } = await filed();
    const comments = () => house.commentsOn(issue?.ref.nodeId ?? "");
    house.tracker.failNext("comment", new PortError("comment", "never", new Error("403")));
    await press("see-files");
    await press("share-files");
    await house.settle();
    expect(comments()).toEqual([]);

    expect(await press("see-files")).toMatchObject({ type: "files" });
    expect(await press("share-files")).toEqual({ type: "noted" });
    await house.settle();
    expect(comments()).toHaveLength(1);
    expect(await press("share-files")).toEqual({ type: "gone" });
  });

  it("are nobody else's to share", async () => {
    const { press } = await filed();
    expect(await press("see-files", "somebody")).toEqual({ type: "not-yours" });
    expect(await press("share-files", "somebody")).toEqual({ type: "not-yours" });
  });

  it("are gone with the post", async () => {
    const { house, press, raw } = await filed();
    await house.edit({ ...raw, attachments: [] });
    expect(await press("share-files")).toEqual({ type: "gone" });
  });

  it("go with the issue where only the team reads it", async () => {
    const { issue, notice, press } = await filed({ visibility: "private" });
    expect(issue?.body).toContain("ECONNRESET");
    expect(issue?.body).not.toContain(KEY);
    expect(notice?.say).not.toHaveProperty("files");
    expect(await press("share-files")).toEqual({ type: "gone" });
  });

  it("are not spoken of where there are none", async () => {
    const { notice } = await filed({ text: null });
    expect(notice?.say).not.toHaveProperty("files");
  });
});
