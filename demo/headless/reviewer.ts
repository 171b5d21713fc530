import { z } from "zod";
import { parseCustomId, type Verb } from "../../src/bot/presses/custom-id.ts";
import type {
  InteractionHandle,
  Outcome,
} from "../../test/simulators/discord/interaction-handle.ts";
import type { OpenModal } from "../../test/simulators/discord/interactions.ts";
import type { Town } from "../town.ts";
import { type Button, buttonsOf } from "./buttons.ts";

const TextInput = z.object({
  type: z.literal(4),
  custom_id: z.string(),
  value: z.string().nullish(),
});

export type Temper = "approve" | "mixed" | "absent";

export type Reviewer = {
  /** Decides every card that stands open now. @returns how many it clicked on */
  work(): Promise<number>;
};

type Card = { readonly messageId: string; readonly buttons: readonly Button[] };

/** Real milliseconds that a click may take to be answered on a busy machine. */
const BUSY_MS = 30_000;

/** What a `mixed` reviewer does, and how often in a hundred. */
const HABITS = [
  ["send", 45],
  ["edit", 12],
  ["dismiss", 15],
  ["double click", 8],
  ["change kind", 10],
  ["retract", 10],
] as const;
type Habit = (typeof HABITS)[number][0];

/** A reviewer who works through the cards in Discord, by real clicks, as the seed has it. */
export function createReviewer(
  town: Pick<Town, "discord" | "channels" | "config" | "roles">,
  temper: Temper,
  random: () => number,
  patienceMs = BUSY_MS,
): Reviewer {
  const { discord, channels, config, roles } = town;
  const reviewChannel = channels.get(config.discord.review_channel) ?? "";
  const staff = config.discord.roles.staff.flatMap((name) => roles.get(name) ?? []);
  const rita = discord.addMember({ name: "Rita", roles: staff });
  const theo = discord.addMember({ name: "Theo", roles: staff });
  /** Cards as they were when last clicked: one that has not changed since is being worked on. */
  const clicked = new Map<string, string>();
  const retractLater: string[] = [];

  function openCards(): Card[] {
    return discord.messages(reviewChannel).flatMap((message) => {
      const messageId = String(message["id"]);
      const buttons = buttonsOf(message);
      const open = buttons.some(({ verb }) => verb === "dismiss");
      return open && clicked.get(messageId) !== stampOf(buttons) ? [{ messageId, buttons }] : [];
    });
  }

  function press(card: Card, verb: Verb, who = rita) {
    const found = card.buttons.find((button) => button.verb === verb);
    if (!found) return null;
    return who.click(card.messageId, found.customId);
  }

  async function decide(card: Card, habit: Habit): Promise<void> {
    switch (habit) {
      case "edit": {
        const modal = await opened(press(card, "edit"), patienceMs);
        if (!modal) return decide(card, "send");
        await rita.submitModal(modal, edited(modal)).ack(patienceMs);
        return;
      }
      case "dismiss":
        await press(card, "dismiss")?.ack(patienceMs);
        return;
      case "double click": {
        const both = [press(card, "send"), press(card, "send", theo)];
        await Promise.all(both.map((one) => one?.ack(patienceMs)));
        return;
      }
      case "change kind": {
        const menu = (await answered(press(card, "more"), patienceMs))?.replies[0];
        const labels = menu && selectOf(menu, "label");
        if (!labels) return decide(card, "send");
        const kinds = labels.values.filter((value) => value.startsWith("kind:"));
        const value = kinds[Math.floor(random() * kinds.length)] ?? "";
        await rita.select(String(menu["id"]), labels.customId, [value]).ack(patienceMs);
        return;
      }
      case "retract":
        retractLater.push(codeOf(card));
        await press(card, "send")?.ack(patienceMs);
        return;
      case "send":
        if (!(await press(card, "send")?.ack(patienceMs)))
          await press(card, "dismiss")?.ack(patienceMs);
        return;
    }
  }

  function codeOf({ messageId }: Card): string {
    return /SB-\d+/.exec(JSON.stringify(discord.message(messageId)?.["embeds"]))?.[0] ?? "";
  }

  return {
    async work() {
      if (temper === "absent") return 0;
      const cards = openCards();
      for (const card of cards) {
        clicked.set(card.messageId, stampOf(card.buttons));
        await decide(card, temper === "approve" ? "send" : draw(random));
      }
      return cards.length + (cards.length === 0 ? await takeBack() : 0);
    },
  };

  /** Once the rest is done, what was sent by mistake is taken back by command. */
  async function takeBack(): Promise<number> {
    const codes = retractLater.splice(0);
    for (const code of codes) {
      await rita
        .command("retract", { code, words: "That was for another ask." }, reviewChannel)
        .ack(patienceMs);
    }
    return codes.length;
  }
}

/** The form that a press opened; null when the bot said something else, as it does to a late click. */
async function opened(
  pressed: InteractionHandle | null,
  patienceMs: number,
): Promise<OpenModal | null> {
  return (await answered(pressed, patienceMs))?.modal ?? null;
}

async function answered(
  pressed: InteractionHandle | null,
  patienceMs: number,
): Promise<Outcome | undefined> {
  const heard = ({ modal, replies, updates }: Outcome) =>
    modal !== null || replies.length > 0 || updates > 0;
  return pressed?.until(heard, "answer", patienceMs);
}

function stampOf(buttons: readonly Button[]): string {
  return buttons.map((button) => button.customId).join(" ");
}

function draw(random: () => number): Habit {
  let left = random() * HABITS.reduce((sum, [, share]) => sum + share, 0);
  for (const [habit, share] of HABITS) {
    left -= share;
    if (left < 0) return habit;
  }
  return "send";
}

/** Every field of a form as it stands, its last one with a line added. */
function edited(modal: OpenModal): Record<string, string> {
  const fields = fieldsOf(modal);
  const last = fields.at(-1);
  return {
    ...Object.fromEntries(fields),
    ...(last ? { [last[0]]: `${last[1]}\n\nChecked by hand.`.slice(0, 3_900) } : {}),
  };
}

/** Text fields of a form, by custom id, with what stands in them. */
export function fieldsOf(modal: OpenModal): [customId: string, value: string][] {
  const found: [string, string][] = [];
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) for (const one of value) visit(one);
    if (value === null || typeof value !== "object" || Array.isArray(value)) return;
    const field = TextInput.safeParse(value);
    if (field.success) found.push([field.data.custom_id, field.data.value ?? ""]);
    else for (const one of Object.values(value)) visit(one);
  };
  visit(modal.components);
  return found;
}

function selectOf(message: Readonly<Record<string, unknown>>, verb: Verb) {
  const selects = JSON.stringify(message["components"] ?? []).matchAll(
    /"custom_id":"([^"]+)"[^[\]]*"options":(\[[^\]]*\])/g,
  );
  for (const [, customId = "", options = "[]"] of selects) {
    if (parseCustomId(customId)?.verb !== verb) continue;
    const parsed: { value: string }[] = JSON.parse(options);
    return { customId, values: parsed.map((option) => option.value) };
  }
  return null;
}
