import { ApplicationCommandOptionType, ApplicationCommandType } from "discord.js";
import { expect, it } from "vitest";
import { commandList } from "../../src/bot/commands/commands.ts";
import { commandStandings, registerCommands } from "../../src/bot/commands/register.ts";
import { createTestLog } from "./bot-harness.ts";

const WHERE = { applicationId: "1", serverId: "2" };

/** Discord as far as commands go: keeps them with what it adds of its own, and counts writes. */
function aDiscord(standing: readonly object[] = []) {
  const discord = {
    commands: standing.map(kept),
    writes: 0,
    get: async () => discord.commands,
    async put(_route: string, { body }: { body?: unknown } = {}) {
      discord.writes += 1;
      discord.commands = (Array.isArray(body) ? body : []).map(kept);
      return discord.commands;
    },
  };
  return discord;
}

let ids = 100;
function kept(command: object): object {
  const own = { id: String(++ids), application_id: "1", version: String(++ids), nsfw: false };
  return { ...own, name_localizations: null, contexts: null, ...command };
}

const register = (discord: ReturnType<typeof aDiscord>, commands = commandList()) =>
  registerCommands(discord, WHERE, commands, createTestLog());

it("tells Discord of all commands once, and of none again while nothing changed", async () => {
  const discord = aDiscord();
  expect(await register(discord)).toBe("changed");
  expect(await register(discord)).toBe("unchanged");
  expect(await register(discord, commandList().toReversed())).toBe("unchanged");
  expect(discord.writes).toBe(1);
});

it.each([
  ["a description", { description: "Another" }],
  ["who sees it", { default_member_permissions: "8" }],
  ["an option", { options: [{ ...anOption(), required: true }] }],
  ["a choice", { options: [{ ...anOption(), choices: [{ name: "b", value: "b" }] }] }],
  ["a limit", { options: [{ ...anOption(), max_length: 5 }] }],
])("tells Discord when %s changed", async (_what, change) => {
  const before = {
    type: ApplicationCommandType.ChatInput as const,
    name: "one",
    description: "One",
    options: [anOption()],
  };
  const discord = aDiscord([before]);
  expect(await register(discord, [before])).toBe("unchanged");
  expect(await register(discord, [{ ...before, ...change }])).toBe("changed");
  expect(discord.writes).toBe(1);
});

it("tells how each command stands", async () => {
  const [first, second] = commandList();
  if (!first || !second) throw new Error("there are commands");
  const other = { name: "old", type: 1, description: "Of an earlier release" };
  const discord = aDiscord([first, { ...second, default_member_permissions: "1" }, other]);
  const standings = await commandStandings(discord, WHERE, commandList());
  expect(standings.map(({ state }) => state).slice(0, 3)).toEqual([
    "registered",
    "different",
    "missing",
  ]);
  expect(standings.at(-1)).toEqual({ name: "old", type: 1, state: "unknown" });
});

function anOption() {
  return {
    type: ApplicationCommandOptionType.String as const,
    name: "which",
    description: "Which",
    choices: [{ name: "a", value: "a" }],
  };
}
