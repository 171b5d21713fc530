import { type Button, buttonsOf } from "./headless/buttons.ts";
import type { Town } from "./town.ts";

/** Of so many cards one is dismissed instead. */
const DISMISSED_EVERY = 7;

/** A reviewer who worked through the week's cards by real clicks, before the visitor came. */
export function createHistoryStaff(town: Town, memberId: string) {
  const { discord, channels, config } = town;
  const review = channels.get(config.discord.review_channel) ?? "";
  /** Cards as they were when clicked: one that has not changed since is being worked on. */
  const clicked = new Map<string, string>();
  let decided = 0;

  function openCards(): { messageId: string; buttons: readonly Button[] }[] {
    return discord.messages(review).flatMap((message) => {
      const messageId = String(message["id"]);
      const buttons = buttonsOf(message);
      const isOpen = buttons.some(({ verb }) => verb === "dismiss");
      // Whether silence was right is left to the visitor.
      if (buttons.some(({ verb }) => verb === "judge-right")) return [];
      return isOpen && clicked.get(messageId) !== stampOf(buttons) ? [{ messageId, buttons }] : [];
    });
  }

  return {
    /** Decides open cards, the oldest first, until only `leave` are left. @returns how many */
    async work(leave = 0): Promise<number> {
      const cards = openCards();
      const due = cards.slice(0, Math.max(0, cards.length - leave));
      for (const { messageId, buttons } of due) {
        clicked.set(messageId, stampOf(buttons));
        decided += 1;
        const verb = decided % DISMISSED_EVERY === 0 ? "dismiss" : "send";
        const found = buttons.find((one) => one.verb === verb) ?? buttons.at(0);
        if (found) await discord.as(memberId).click(messageId, found.customId).ack();
      }
      return due.length;
    },
  };
}

function stampOf(buttons: readonly Button[]): string {
  return buttons.map((button) => button.customId).join(" ");
}
