import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { MINUTE } from "../../src/triage/model/clock.ts";
import { markersIn } from "../../src/triage/text/marker.ts";
import { aClassification } from "../fakes/samples.ts";
import { type ATown, aTown } from "./a-town.ts";

const SDK = "acme/sdk";
const ROUTE = { team: "sdk", repository: SDK, visibility: "private", as: "advisory" } as const;

let town: ATown;
beforeAll(async () => {
  town = await aTown({
    settings: { routing: [{ when: { lane: ["security"] }, route: ROUTE }] },
  });
  town.classifier.when("I can read a stranger's files", {
    type: "classified",
    classification: aClassification({ kind: "bug", lane: "security", missing: [] }),
    call: null,
  });
});
afterAll(async () => {
  town.expectOrder();
  await town.close();
});

const reports = () => town.github.advisories(SDK);
const inReview = () => JSON.stringify(town.discord.messages(town.review));

describe("a report of a vulnerability", () => {
  it("alerts staff, reaches the maintainers in private, and nothing in public gives it away", async () => {
    const { thread } = await town.ask("I can read a stranger's files.");
    expect(inReview()).toContain("May be a security matter");
    expect(reports()).toEqual([]);
    await town.approve();
    expect(reports()).toHaveLength(1);
    expect(reports()[0]?.description).toContain("I can read a stranger's files.");
    expect(markersIn(reports()[0]?.description ?? "")).toHaveLength(1);
    expect(town.issues()).toEqual([]);
    const { ticket } = await town.ticketOf(thread);
    expect(ticket.state).toBe("with-team");
    const members = town.texts(thread).join();
    expect(members).not.toMatch(/acme|GHSA|security|vulnerab|private|advisor/i);
  });

  it("is made once though its answer is lost, and found by its marker", async () => {
    const before = reports().length;
    await town.ask("I can read a stranger's files, too.");
    town.github.faults.failNext("POST /repos/*/*/security-advisories/reports", {
      status: 502,
      when: "after",
    });
    await town.approve();
    await town.later(10 * MINUTE);
    expect(reports()).toHaveLength(before + 1);
    expect(town.cards()).toEqual([]);
  });

  it("comes back as a card where private reports are switched off, and never as an issue", async () => {
    const before = reports().length;
    town.github.configureRepository(SDK, { privateReporting: false });
    const { thread } = await town.ask("I can read a stranger's files again.");
    await town.approve();
    await town.later(MINUTE);
    expect((await town.ticketOf(thread)).proposal?.doubt).toContain(
      "acme/sdk takes no private reports from us: switch on private vulnerability reporting",
    );
    expect(town.issues()).toEqual([]);
    expect(town.said(thread)).toEqual([]);
    town.github.configureRepository(SDK, { privateReporting: true });
    await town.approve();
    expect(reports()).toHaveLength(before + 1);
  });

  it("stays with the maintainers though the periodic read finds no issue of it", async () => {
    const { thread } = await town.ask("I can read a stranger's files as well.");
    await town.approve();
    await town.later(10 * MINUTE);
    expect((await town.ticketOf(thread)).ticket.state).toBe("with-team");
  });
});
