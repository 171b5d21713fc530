import { type REST, type RESTPostAPIApplicationGuildCommandsJSONBody, Routes } from "discord.js";
import { z } from "zod";
import type { Log } from "../log-type.ts";

const Registered = z.array(z.record(z.string(), z.unknown()));

/** Tells Discord of the commands, if they differ from those that stand there. */
export async function registerCommands(
  rest: REST,
  where: { readonly applicationId: string; readonly serverId: string },
  commands: readonly RESTPostAPIApplicationGuildCommandsJSONBody[],
  log: Log,
): Promise<"changed" | "unchanged"> {
  const route = Routes.applicationGuildCommands(where.applicationId, where.serverId);
  const standing = Registered.parse(await rest.get(route));
  if (fingerprint(standing) === fingerprint(commands)) return "unchanged";
  await rest.put(route, { body: commands });
  log.info({ count: commands.length }, "Registered commands");
  return "changed";
}

/** What we set, in one order; Discord adds ids, versions and defaults of its own. */
function fingerprint(commands: readonly object[]): string {
  const known = commands.map(normal);
  return JSON.stringify(known.toSorted((a, b) => (String(a["name"]) < String(b["name"]) ? -1 : 1)));
}

function normal(command: object): Record<string, unknown> {
  const of: Record<string, unknown> = { ...command };
  const options: readonly object[] = Array.isArray(of["options"]) ? of["options"] : [];
  return {
    type: of["type"] ?? 1,
    name: of["name"],
    description: of["description"] ?? "",
    required: of["required"] ?? false,
    autocomplete: of["autocomplete"] ?? false,
    maxLength: of["max_length"] ?? null,
    permissions: of["default_member_permissions"] ?? null,
    options: options.map(normal),
  };
}
