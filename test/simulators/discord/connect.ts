import { Client, type ClientOptions, GatewayIntentBits, Partials } from "discord.js";
import type { DiscordSimulator } from "./simulator.ts";

const INTENTS = [
  GatewayIntentBits.Guilds,
  GatewayIntentBits.GuildMembers,
  GatewayIntentBits.GuildMessages,
  GatewayIntentBits.GuildMessageReactions,
  GatewayIntentBits.DirectMessages,
  GatewayIntentBits.MessageContent,
];

/** A real discord.js client that talks to the simulator; not yet logged in. */
export function aClient(sim: DiscordSimulator, overrides: Partial<ClientOptions> = {}): Client {
  return new Client({
    intents: INTENTS,
    partials: [Partials.Channel, Partials.Message, Partials.Reaction],
    // A client waits five seconds between two sessions, which the live service asks for.
    ws: { buildIdentifyThrottler: async () => ({ waitForIdentify: async () => undefined }) },
    rest: { api: sim.restBase, version: "10", ...overrides.rest },
    ...overrides,
  });
}

/** Logs in and waits until the client knows the server. */
export async function login(client: Client, sim: DiscordSimulator): Promise<Client<true>> {
  const ready = new Promise<Client<true>>((done) => client.once("clientReady", done));
  await client.login(sim.token);
  return ready;
}
