import { describe, expect, it } from "vitest";
import { bits, has, isPublic, type Permission, permissionsIn } from "./permissions.ts";
import { aChannel, aRole, CHANNEL, createState, type Overwrite } from "./state.ts";

const GUILD = "1";
const STAFF = "7";

function aState() {
  const ids = [GUILD, "2", "3", "4"];
  const state = createState(() => ids.shift() ?? "", 0, {
    guild: "g",
    bot: "bot",
    botPermissions: bits(["viewChannel", "sendMessages"]),
    applicationFlags: 0,
  });
  state.roles.set(STAFF, aRole(STAFF, "Staff", 0n, 2, false));
  return state;
}

function overwrite(id: string, allow: Permission[], deny: Permission[] = []): [string, Overwrite] {
  const type = id === GUILD || id === STAFF ? 0 : 1;
  return [id, { id, type, allow: bits(allow), deny: bits(deny) }];
}

describe("permissionsIn", () => {
  const cases: { what: string; overwrites: [string, Overwrite][]; sees: boolean }[] = [
    { what: "no overwrite", overwrites: [], sees: true },
    { what: "hidden from all", overwrites: [overwrite(GUILD, [], ["viewChannel"])], sees: false },
    {
      what: "hidden from all but a role",
      overwrites: [overwrite(GUILD, [], ["viewChannel"]), overwrite(STAFF, ["viewChannel"])],
      sees: true,
    },
    {
      what: "allowed to a role, denied to the member",
      overwrites: [overwrite(STAFF, ["viewChannel"]), overwrite("3", [], ["viewChannel"])],
      sees: false,
    },
  ];

  it.each(cases)("with $what: sees $sees", ({ overwrites, sees }) => {
    const state = aState();
    const bot = state.members.get(state.bot.id);
    if (!bot) throw new Error("no bot");
    bot.roles.push(STAFF);
    const channel = aChannel({
      id: "9",
      type: CHANNEL.text,
      name: "c",
      overwrites: new Map(overwrites),
    });
    expect(has(permissionsIn(state, bot, channel), "viewChannel")).toBe(sees);
    expect(has(permissionsIn(state, bot, channel), "sendMessages")).toBe(sees);
  });

  it("lets the owner do everything, and strangers only what is public", () => {
    const state = aState();
    const owner = state.members.get(state.guild.ownerId);
    const overwrites = new Map([overwrite(GUILD, [], ["viewChannel"])]);
    const channel = aChannel({ id: "9", type: CHANNEL.text, name: "c", overwrites });
    expect(owner && has(permissionsIn(state, owner, channel), "manageThreads")).toBe(true);
    expect(isPublic(state, channel)).toBe(false);
  });
});
