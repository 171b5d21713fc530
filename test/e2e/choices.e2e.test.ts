import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTexts } from "../../src/bot/words/wording.ts";
import { aClassification } from "../fakes/samples.ts";
import { type ATown, aTown } from "./a-town.ts";

const texts = createTexts();

let town: ATown;
beforeAll(async () => {
  town = await aTown();
  town.classifier.when("Where is", {
    type: "classified",
    classification: aClassification({ kind: "question" }),
    call: null,
  });
});
afterAll(async () => {
  town.expectOrder();
  await town.close();
});

/** Discord shows them the commands of staff, which they are not. */
function moderator() {
  const person = town.member();
  town.discord.giveRole(person.id, town.discord.addRole("Moderator", ["manageMessages"]));
  return person;
}

type Member = ReturnType<ATown["member"]>;
const general = () => town.channels.get("general") ?? "";

async function offered(by: Member, command: string, option: string, typed: string, at = general()) {
  const typing = by.autocomplete(command, { [option]: typed }, option, at);
  return (await typing.ack()).choices?.map(({ name, value }) => ({ name, value })) ?? [];
}

describe("choices while somebody types", () => {
  it("of /status are their own, by code or by a word of the title", async () => {
    const mine = await town.ask("How do I upload?");
    const theirs = await town.ask("How do I upload?");
    const { code, title: known } = (await town.ticketOf(mine.thread)).ticket;
    const title = known ?? "";
    const other = (await town.ticketOf(theirs.thread)).ticket.code;

    const all = await offered(mine.by, "status", "code", "");
    expect(all).toEqual([{ name: `${code} ${title}`, value: code }]);
    expect(await offered(mine.by, "status", "code", title.slice(3, 9).toUpperCase())).toEqual(all);
    expect(await offered(mine.by, "status", "code", other)).toEqual([]);

    const shown = await mine.by.command("status", { code: code.toLowerCase() }, general()).reply();
    expect(shown["content"]).toContain(`**${code}** ${title}`);
    const unknown = await mine.by.command("status", { code: other }, general()).reply();
    expect(unknown["content"]).toBe(texts.say("status.unknown", { code: other }));
  });

  it("of /ticket and /retract are all tickets, for staff alone", async () => {
    for (const command of ["ticket", "retract"]) {
      const codes = await offered(town.rita, command, "code", "SB-", town.review);
      expect(codes.map(({ value }) => value)).toEqual(expect.arrayContaining(["SB-1", "SB-2"]));
      expect(await offered(moderator(), command, "code", "SB-")).toEqual([]);
    }
  });

  it("of /gaps are the gaps that can still be filed", async () => {
    await town.ask("Where is the list of errors?");
    expect(await offered(town.rita, "gaps", "file", "g-", town.review)).toEqual([
      { name: expect.stringMatching(/^G-1 /), value: "G-1" },
    ]);
    expect(await offered(town.rita, "gaps", "file", "nothing like it", town.review)).toEqual([]);
    expect(await offered(moderator(), "gaps", "file", "g-")).toEqual([]);
  });
});
