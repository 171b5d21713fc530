import { type REST, type RESTPostAPIApplicationGuildCommandsJSONBody, Routes } from "discord.js";
import { z } from "zod";
import type { Log } from "../discord/log-type.ts";

type Wanted = RESTPostAPIApplicationGuildCommandsJSONBody;
type Where = { readonly applicationId: string; readonly serverId: string };

const Registered = z.array(z.looseObject({ name: z.string(), type: z.number().default(1) }));

/** How a command stands with Discord. */
export type Standing = {
  readonly name: string;
  readonly type: number;
  readonly state: "registered" | "different" | "missing" | "unknown";
};

/** Each command as it stands with Discord: ours first, then what stands there and is not ours. */
export async function commandStandings(
  rest: Pick<REST, "get">,
  where: Where,
  commands: readonly Wanted[],
): Promise<Standing[]> {
  const route = Routes.applicationGuildCommands(where.applicationId, where.serverId);
  const there = Registered.parse(await rest.get(route));
  const ours = commands.map((command): Standing => {
    const { name, type = 1 } = command;
    const found = there.find((one) => one.name === name && one.type === type);
    if (!found) return { name, type, state: "missing" };
    const same = fingerprint(found) === fingerprint(command);
    return { name, type, state: same ? "registered" : "different" };
  });
  const known = new Set(ours.map(({ name, type }) => `${type} ${name}`));
  const others = there
    .filter(({ name, type }) => !known.has(`${type} ${name}`))
    .map(({ name, type }): Standing => ({ name, type, state: "unknown" }));
  return [...ours, ...others];
}

/** Tells Discord of the commands, if they differ from those that stand there. */
export async function registerCommands(
  rest: Pick<REST, "get" | "put">,
  where: Where,
  commands: readonly Wanted[],
  log: Log,
): Promise<"changed" | "unchanged"> {
  const standings = await commandStandings(rest, where, commands);
  const changed = standings.filter(({ state }) => state !== "registered");
  if (changed.length === 0) return "unchanged";
  const route = Routes.applicationGuildCommands(where.applicationId, where.serverId);
  await rest.put(route, { body: commands });
  log.info({ count: commands.length, changed: changed.length }, "Registered commands");
  return "changed";
}

/** What we set, in one order; Discord adds ids, versions and defaults of its own. */
function fingerprint(command: object): string {
  return JSON.stringify(normal(command));
}

function normal(command: object): Record<string, unknown> {
  const of: Record<string, unknown> = { ...command };
  const list = (key: string): readonly object[] => (Array.isArray(of[key]) ? of[key] : []);
  const values = (key: string) => (Array.isArray(of[key]) ? of[key].toSorted() : []);
  return {
    type: of["type"] ?? 1,
    name: of["name"],
    description: of["description"] ?? "",
    required: of["required"] ?? false,
    autocomplete: of["autocomplete"] ?? false,
    limits: ["min_length", "max_length", "min_value", "max_value"].map((key) => of[key] ?? null),
    channelTypes: values("channel_types"),
    choices: list("choices").map((choice) => {
      const { name, value }: Record<string, unknown> = { ...choice };
      return [name, value];
    }),
    permissions: of["default_member_permissions"] ?? null,
    options: list("options").map(normal),
  };
}
