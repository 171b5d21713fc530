import { type Button, buttonsOf } from "../../demo/headless/buttons.ts";
import { fieldsOf } from "../../demo/headless/reviewer.ts";
import type { Services } from "../../demo/services.ts";
import type { InteractionHandle } from "../simulators/discord/interaction-handle.ts";
import type { Person } from "../simulators/discord/people.ts";
import type { Json } from "../simulators/discord/state.ts";
import type { Crowd } from "./crowd.ts";
import { aPost } from "./texts.ts";

/** A bot that is away answers nobody; people give up and go on. */
const PATIENCE_MS = 4_000;

type Deps = Pick<Services, "discord" | "channels" | "roles" | "config"> & {
  readonly crowd: Crowd;
  readonly random: () => number;
};

/**
 * People who type commands, press buttons and fill in forms while all the rest goes on. Each call
 * is one of them doing one thing to its end.
 */
export function createPresses(deps: Deps): () => Promise<void> {
  const { discord, channels, roles, config, crowd, random } = deps;
  const general = channels.get("general") ?? "";
  const review = channels.get(config.discord.review_channel) ?? "";
  const staff = discord.addMember({ name: "Stef", roles: [roles.get("DevRel") ?? ""] });
  const oneOf = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
  const somebody = () => oneOf(crowd.members);

  async function ask(): Promise<void> {
    const by = somebody();
    // The command takes a sentence, not a word.
    const question = `I wonder: ${aPost(random).text}`.slice(0, 1_000);
    const answer = await answered(by.command("ask", { question }, general));
    const helped = answer && buttonsOf(answer).find(({ verb }) => verb === "ask-helped");
    if (answer && helped) await answered(by.click(String(answer["id"]), helped.customId));
  }

  async function report(): Promise<void> {
    const by = somebody();
    // Some posts are headed by one word, which the command does not take.
    const title = `Trouble with it: ${aPost(random).title}`.slice(0, 100);
    const shown = await answered(by.command("report", { title }, general));
    const write = shown && buttonsOf(shown).find(({ verb }) => verb === "report-write");
    if (!shown || !write) return;
    await fillIn(by, by.click(String(shown["id"]), write.customId));
  }

  async function pressInThread(): Promise<void> {
    const at = oneOf(crowd.recent);
    if (!at) return;
    const choices = discord
      .messages(at.id)
      .flatMap((message) => buttonsOf(message).map((button) => ({ message, button })));
    const chosen = oneOf(choices);
    if (chosen) await pressOn(discord.as(at.authorId), chosen.message, chosen.button);
  }

  async function pressOn(by: Person, message: Json, { verb, customId }: Button): Promise<void> {
    const handle = by.click(String(message["id"]), customId);
    if (verb === "details" || verb === "correct") await fillIn(by, handle);
    else await answered(handle);
  }

  async function markAnswer(): Promise<void> {
    const [where, answer] = oneOf([...crowd.answers].slice(-50)) ?? [];
    const by = discord.as(crowd.openers.get(where ?? "") ?? staff.id);
    if (answer) await answered(by.messageCommand("This answered it", answer));
  }

  async function sendIn(): Promise<void> {
    const message = oneOf(discord.messages(general).slice(-30));
    if (message) await answered(staff.messageCommand("Send to triage", String(message["id"])));
  }

  const listed = (name: string) => answered(staff.command(name, {}, review));
  const kinds: readonly (readonly [share: number, act: () => Promise<unknown>])[] = [
    [20, ask],
    [10, report],
    [30, pressInThread],
    [10, () => answered(somebody().command("status", {}, general))],
    [4, () => answered(somebody().command("privacy", {}, general))],
    [6, markAnswer],
    [5, sendIn],
    [6, () => listed("queue")],
    [4, () => listed("next")],
    [5, () => listed("gaps")],
  ];
  const total = kinds.reduce((sum, [share]) => sum + share, 0);

  return async () => {
    let left = random() * total;
    const [, act] = kinds.find(([share]) => {
      left -= share;
      return left < 0;
    }) ?? [0, ask];
    try {
      await act();
    } catch (error) {
      // Their client says no: what they wanted to press is gone, or the thread is archived.
      if (!(error instanceof Error) || !/ApiError/.test(error.name)) throw error;
    }
  };
}

/** What the bot says to a press; null when nothing comes. */
async function answered(pressed: InteractionHandle): Promise<Json | null> {
  return pressed.reply(PATIENCE_MS).catch(() => null);
}

async function fillIn(by: Person, pressed: InteractionHandle): Promise<void> {
  const modal = await pressed.modal(PATIENCE_MS).catch(() => null);
  if (!modal) return;
  const fields = fieldsOf(modal).map(([id, value]) => [id, value || "Version 2.4.1, each time."]);
  await answered(by.submitModal(modal, Object.fromEntries(fields)));
}
