import { describe, expect, it } from "vitest";
import { quoting } from "../../src/triage/people/quoting.ts";
import { createHouse } from "../fakes/house.ts";
import { aClassification, aPassage, aRoute } from "../fakes/samples.ts";

const OWN = "My invoices at Carol's bakery vanish on upload.";

/** A report that was asked about and answered by form: a public issue waits for staff. */
async function anAnsweredReport() {
  const house = createHouse({
    policy: { fallback: aRoute({ repository: "acme/sdk", visibility: "public" }), undoMs: 0 },
  });
  const says = (piece: string, missing: string[]) =>
    house.classifier.when(piece, {
      type: "classified",
      classification: aClassification({ kind: "bug", ask: "Uploads vanish.", missing }),
      call: null,
    });
  says("", ["version"]);
  says("4.2.0", []);
  const { raw, taken } = await house.post({ title: "", text: OWN });
  await house.advance(house.policy.bundleMs);
  const ask = house.conversation.messages.findLast(({ say }) => say.say === "ask");
  const by = { sourceId: raw.authorSourceId, name: "Ada", roles: [] };
  const actionId = ask?.actionId ?? "";
  await house.press({
    actionId,
    by,
    event: "details",
    details: [{ name: "version", text: "sdk 4.2.0" }],
  });
  await house.advance(house.policy.bundleMs);
  const waiting = async () => {
    const { proposal } = await house.ticketOf(taken);
    if (proposal?.proposed.outcome !== "file") throw new Error("no issue waits");
    return { ...proposal, body: proposal.proposed.issue.body };
  };
  return { house, taken, by, actionId, waiting };
}

it("quotes a post in public once its reporter says so, and no longer when they take it back", async () => {
  const { house, taken, by, actionId, waiting } = await anAnsweredReport();
  const first = await waiting();
  expect(first.body).toContain("- SDK and version: sdk 4.2.0");
  expect(first.body).not.toContain("bakery");

  expect(await house.press({ actionId, by, event: "quote-me" })).toEqual({ type: "noted" });
  const second = await waiting();
  expect(second).toMatchObject({ state: "open", version: first.version + 1 });
  expect(second.body).toContain("> My invoices at Carol's bakery vanish on upload.");
  expect((await house.ticketOf(taken)).reporters).toMatchObject([{ consent: true }]);
  expect(await house.press({ actionId, by, event: "quote-me" })).toEqual({ type: "noted" });
  expect((await waiting()).version).toBe(second.version);

  await house.press({ actionId, by, event: "quote-me-not" });
  expect((await waiting()).body).not.toContain("bakery");
  await house.rule({ verdict: "send" });
  await house.advance(1_000);
  expect(house.tracker.issues[0]?.body).not.toContain("bakery");
});

it("is for whoever reported it alone", async () => {
  const { house, actionId, waiting } = await anAnsweredReport();
  const by = { sourceId: "passer-by", name: "Passer-by", roles: [] };
  expect(await house.press({ actionId, by, event: "quote-me" })).toEqual({ type: "not-yours" });
  expect((await waiting()).body).not.toContain("bakery");
});

describe("an issue on the docs that is written anew", () => {
  const passage = aPassage({
    text: "Pass `timeout` in seconds.",
    file: "docs/client.md",
    line: 42,
  });

  /** A docs matter whose public issue waits for staff. @param kind what the engine takes it for */
  async function aDocsReport(kind: "docs" | "bug") {
    const house = createHouse({
      policy: {
        fallback: aRoute({ repository: "acme/docs", visibility: "public" }),
        needed: { ...createHouse().policy.needed, bug: [] },
      },
      passages: [passage],
    });
    house.passages.when("", [[passage.id, 5]]);
    const classification = aClassification({ kind, ask: "The timeout is in ms.", missing: [] });
    house.classifier.when("", { type: "classified", classification, call: null });
    const { taken } = await house.post({ title: "", text: "The page says seconds: it is ms." });
    await house.advance(house.policy.bundleMs);
    const body = async () => {
      const { proposal } = await house.ticketOf(taken);
      if (proposal?.proposed.outcome !== "file") throw new Error("no issue waits");
      return proposal.proposed.issue.body;
    };
    return { house, taken, body };
  }

  const whole = (body: string) => {
    expect(body).toContain("- Source: `docs/client.md`, line 42");
    expect(body).toContain("Pass `timeout` in seconds.");
  };

  it("keeps the passage when its reporter lets themselves be quoted", async () => {
    const { house, taken, body } = await aDocsReport("docs");
    whole(await body());
    const known = await house.ticketOf(taken);
    const [reporter] = known.reporters;
    const step = { now: house.clock.now(), ids: house.ids, policy: house.policy };
    const change = quoting(known, reporter?.personId ?? "", true, step);
    const proposed = change?.proposal?.proposed;
    if (proposed?.outcome !== "file") throw new Error("no issue waits");
    whole(proposed.issue.body);
    expect(proposed.issue.body).toContain("> The page says seconds: it is ms.");
    expect(proposed.about).toEqual(passage);
  });

  it("names the passage once a reviewer says that it is on the docs", async () => {
    const { house, body } = await aDocsReport("bug");
    expect(await body()).not.toContain("docs/client.md");
    const change = { verdict: "change", lane: null, area: null, route: null } as const;
    await house.rule({ ...change, kind: "docs" });
    whole(await body());
    const route = aRoute({ repository: "acme/sdk", visibility: "private" });
    await house.settle();
    await house.rule({ ...change, kind: null, route });
    whole(await body());
    await house.settle();
    await house.rule({ ...change, kind: "bug" });
    expect(await body()).not.toContain("docs/client.md");
  });
});
