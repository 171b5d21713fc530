import { afterAll, beforeAll, expect, it } from "vitest";
import { buttonsOf } from "../../demo/headless/buttons.ts";
import { createTexts } from "../../src/bot/words/wording.ts";
import { SECOND } from "../../src/triage/model/clock.ts";
import { aCandidate, aClassification } from "../fakes/samples.ts";
import { type ATown, aTown } from "./a-town.ts";

const texts = createTexts();

let town: ATown;
beforeAll(async () => {
  town = await aTown();
});
afterAll(async () => {
  town.expectOrder();
  await town.close();
});

type Member = ReturnType<ATown["member"]>;
type Shown = Awaited<ReturnType<typeof reports>>;

const general = () => town.channels.get("general") ?? "";
const reports = (by: Member, title: string, where = general()) =>
  by.command("report", { title }, where).reply();

function press(by: Member, message: Shown, verb: string) {
  const button = buttonsOf(message).find((one) => one.verb === verb);
  if (!button) throw new Error(`no button ${verb} on ${JSON.stringify(message)}`);
  return by.click(String(message["id"]), button.customId);
}

const codeIn = (message: Readonly<Record<string, unknown>>) =>
  /SB-\d+/.exec(String(message["content"]))?.[0] ?? "";

const threads = () =>
  town.discord.snapshot().threads.filter(({ name }) => /^SB-\d+/.test(String(name)));

it("takes a report by a line and a form, files it, and tells its reporter in a new thread", async () => {
  const by = town.member();
  const shown = await reports(by, "It hangs when I upload");
  expect(shown["content"]).toBe(texts.say("report.nothing-alike"));
  const modal = await press(by, shown, "report-write").modal();
  const labels = JSON.stringify(modal);
  expect(labels).toContain("The SDK and its version");
  const done = await by
    .submitModal(modal, { what: "It hangs at 99 percent.", "0": "sdk 4.2.0" })
    .updated();
  const code = codeIn(done);
  expect(done).toMatchObject({
    content: texts.say("report.taken", { code }),
    embeds: [],
    components: [],
  });

  await town.later(20 * SECOND);
  expect(threads()).toEqual([]);
  await town.approve();
  await town.later(SECOND);
  const issue = town.issues().at(-1);
  expect(issue?.body).toContain("sdk 4.2.0");
  const [thread] = threads();
  expect(thread?.["name"]).toContain(code);
  expect(town.texts(String(thread?.["id"]))).toHaveLength(1);
  expect(town.texts(String(thread?.["id"]))[0]).toContain("with the team");
  const status = await by.command("status", {}, general()).reply();
  expect(status["content"]).toContain(`**${code}**`);
});

it("offers what looks like it, and notes that it is the same", async () => {
  const by = town.member();
  const issue = { nodeId: "I_9", repository: "acme/sdk", number: 9, url: "https://gh.example/9" };
  const hidden = { ...issue, nodeId: "I_8", url: "https://gh.example/8" };
  const alike = [
    aCandidate({ title: "Upload stalls", target: { type: "issue", issue, visibility: "public" } }),
    aCandidate({
      title: "secret",
      target: { type: "issue", issue: hidden, visibility: "private" },
    }),
  ];
  // Looked for by the line itself first, and then by the title that the engine gave it.
  for (const words of ["Uploads stop", aClassification().title]) town.sameAsks.when(words, alike);
  const shown = await reports(by, "It hangs: Uploads stop half way");
  expect(shown["content"]).toContain("**1.** Upload stalls <https://gh.example/9>");
  expect(shown["content"]).not.toContain("secret");
  expect(buttonsOf(shown).map(({ verb }) => verb)).toEqual(["report-same", "report-write"]);
  const done = await press(by, shown, "report-same").updated();
  await town.later(20 * SECOND);
  const { store, communityId } = town.signalbox();
  const [ticket] = await store.tickets.find(communityId, { code: codeIn(done) });
  const known = ticket && (await store.tickets.load(communityId, ticket.id));
  expect(known?.proposal?.proposed).toMatchObject({ outcome: "link" });
  await town.approve("dismiss");
});

it("names a thread by its code alone where the report is not for everybody's eyes", async () => {
  const lanes = { "somebody else's files": "security", "my invoice": "account" } as const;
  for (const [words, lane] of Object.entries(lanes)) {
    town.classifier.when(words, {
      type: "classified",
      classification: aClassification({ kind: "bug", lane, title: `A title about ${words}` }),
      call: null,
    });
    const by = town.member();
    const shown = await reports(by, `I see ${words} here`);
    const modal = await press(by, shown, "report-write").modal();
    const code = codeIn(await by.submitModal(modal, { what: "It is there." }).updated());
    await town.later(20 * SECOND);
    await town.approve();
    const named = threads().filter(({ name }) => String(name).startsWith(code));
    expect(named.map(({ name }) => name)).toEqual([code]);
  }
});

it("opens a post of its own where the command was typed in a forum", async () => {
  const by = town.member();
  const { thread } = await town.ask("lol");
  const shown = await reports(by, "It hangs on a train", thread);
  const modal = await press(by, shown, "report-write").modal();
  await by.submitModal(modal, { what: "It hangs.", "0": "" }).updated();
  await town.later(20 * SECOND);
  await town.approve();
  await town.later(SECOND);
  const forum = town.channels.get("help");
  const [post] = threads().filter((one) => one["parent_id"] === forum);
  expect(town.texts(String(post?.["id"]))).toEqual([
    expect.stringContaining(texts.say("report.opened")),
    expect.stringContaining("with the team"),
  ]);
});
