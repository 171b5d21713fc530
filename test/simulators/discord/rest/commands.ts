import { z } from "zod";
import { apiError } from "../api-error.ts";
import { commandPayload } from "../guild-payloads.ts";
import { parseBody } from "../message-body.ts";
import type { SimCommand } from "../state.ts";
import type { World } from "../world.ts";
import { type Call, NO_CONTENT, ok, type Route } from "./call.ts";

const Command = z.object({
  name: z.string().min(1).max(32),
  type: z.int().min(1).max(3).nullish(),
  description: z.string().max(100).nullish(),
  options: z
    .array(z.looseObject({ name: z.string() }))
    .max(25)
    .nullish(),
  default_member_permissions: z.union([z.string(), z.int()]).nullish(),
  nsfw: z.boolean().nullish(),
});
type Command = z.infer<typeof Command>;

const everywhere = "/applications/:applicationId/commands";
const inGuild = "/applications/:applicationId/guilds/:guildId/commands";

export const commandRoutes: readonly Route[] = [everywhere, inGuild].flatMap((base) => [
  { method: "GET", path: base, handle: list },
  { method: "PUT", path: base, handle: overwrite },
  { method: "POST", path: base, handle: create },
  { method: "GET", path: `${base}/:commandId`, handle: get },
  { method: "PATCH", path: `${base}/:commandId`, handle: edit },
  { method: "DELETE", path: `${base}/:commandId`, handle: remove },
]);

function scopeOf({ world, param }: Call): string | null {
  if (param("applicationId") !== world.state.application.id) throw apiError("unknownApplication");
  const guildId = param("guildId");
  if (guildId !== "" && guildId !== world.state.guild.id) throw apiError("missingAccess");
  return guildId === "" ? null : guildId;
}

function commandsIn(world: World, guildId: string | null): SimCommand[] {
  return [...world.state.commands.values()].filter((command) => command.guildId === guildId);
}

function list(call: Call) {
  const commands = commandsIn(call.world, scopeOf(call));
  return ok(commands.map((command) => commandPayload(call.world, command)));
}

function overwrite(call: Call) {
  const { world } = call;
  const guildId = scopeOf(call);
  const wanted = parseBody(z.array(Command).max(130), call.body ?? []);
  const before = commandsIn(world, guildId);
  for (const { id } of before) world.state.commands.delete(id);
  const made = wanted.map((command) => {
    const same = before.find(
      (old) => old.name === command.name && old.type === (command.type ?? 1),
    );
    return keep(world, command, guildId, same?.id);
  });
  return ok(made.map((command) => commandPayload(world, command)));
}

function create(call: Call) {
  const guildId = scopeOf(call);
  const command = parseBody(Command, call.body);
  const same = commandsIn(call.world, guildId).find(
    (old) => old.name === command.name && old.type === (command.type ?? 1),
  );
  const kept = keep(call.world, command, guildId, same?.id);
  return { status: same ? 200 : 201, body: commandPayload(call.world, kept) };
}

function find(call: Call): SimCommand {
  const guildId = scopeOf(call);
  const command = call.world.state.commands.get(call.param("commandId"));
  if (command?.guildId !== guildId) throw apiError("unknownCommand");
  return command;
}

function get(call: Call) {
  return ok(commandPayload(call.world, find(call)));
}

function edit(call: Call) {
  const old = find(call);
  const change = parseBody(Command.partial(), call.body);
  const merged = { name: old.name, type: old.type, description: old.description, ...change };
  return ok(commandPayload(call.world, keep(call.world, merged, old.guildId, old.id)));
}

function remove(call: Call) {
  call.world.state.commands.delete(find(call).id);
  return NO_CONTENT;
}

function keep(world: World, command: Command, guildId: string | null, id?: string): SimCommand {
  const permissions = command.default_member_permissions;
  const kept: SimCommand = {
    id: id ?? world.nextId(),
    guildId,
    type: command.type ?? 1,
    name: command.name,
    description: command.description ?? "",
    options: command.options ?? [],
    defaultMemberPermissions: permissions == null ? null : String(permissions),
    nsfw: command.nsfw ?? false,
    version: world.nextId(),
  };
  world.state.commands.set(kept.id, kept);
  return kept;
}
