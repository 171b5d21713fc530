import { Client, PermissionFlagsBits } from "discord.js";
import { describe, expect, it } from "vitest";
import { permissionsIn } from "../../src/bot/discord/permissions.ts";
import { createRandom } from "../faults/random.ts";

const SERVER = "1";
const BOT = "2";
const ROLES = [SERVER, "10", "11", "12"] as const;
const FLAGS = [
  "ViewChannel",
  "SendMessages",
  "SendMessagesInThreads",
  "ManageThreads",
  "AddReactions",
  "EmbedLinks",
] as const;

/** What discord.js makes of the same server, channel and member. */
function asTheLibrary(
  roles: readonly { id: string; permissions: string }[],
  held: readonly string[],
  overwrites: readonly { id: string; type: number; allow: string; deny: string }[],
): bigint {
  const client = new Client({ intents: [] });
  const user = { id: BOT, username: "bot", discriminator: "0", avatar: null, bot: true };
  const made = Reflect.get(client.guilds, "_add").call(client.guilds, {
    id: SERVER,
    owner_id: "3",
    roles: roles.map((role) => ({ ...role, name: role.id, position: 0 })),
    members: [{ user, roles: [...held] }],
    channels: [{ id: "20", type: 0, name: "help", permission_overwrites: [...overwrites] }],
  });
  return made.channels.resolve("20").permissionsFor(BOT).bitfield;
}

describe("permissionsIn", () => {
  const cases = Array.from({ length: 60 }, (_, seed) => seed);
  it.each(cases)("comes to what discord.js comes to (%i)", (seed) => {
    const { chance } = createRandom(seed);
    const some = () =>
      FLAGS.filter(() => chance(0.4))
        .reduce((sum, flag) => sum | PermissionFlagsBits[flag], 0n)
        .toString();
    const roles = ROLES.map((id) => ({ id, permissions: some() }));
    const [admin] = roles.slice(-1);
    if (admin && seed % 5 === 0) admin.permissions = String(PermissionFlagsBits.Administrator);
    const held = ROLES.slice(1).filter(() => chance(0.6));
    const overwrites = [...ROLES, BOT]
      .filter(() => chance(0.7))
      .map((id) => ({ id, type: id === BOT ? 1 : 0, allow: some(), deny: some() }));
    const ours = permissionsIn(SERVER, { id: BOT, roles: held }, roles, overwrites);
    expect(ours.bitfield).toBe(asTheLibrary(roles, held, overwrites));
  });

  it("leaves reading alone in a timeout, but for administrators", () => {
    const of = (permissions: bigint) =>
      permissionsIn(
        SERVER,
        { id: BOT, roles: [], isTimedOut: true },
        [{ id: SERVER, permissions: String(permissions) }],
        [],
      );
    const { ViewChannel, SendMessages, Administrator } = PermissionFlagsBits;
    expect(of(ViewChannel | SendMessages).bitfield).toBe(ViewChannel);
    expect(of(Administrator).has(SendMessages)).toBe(true);
  });
});
