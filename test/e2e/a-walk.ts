import { buttonsOf } from "../../demo/headless/buttons.ts";
import type { Verb } from "../../src/bot/presses/custom-id.ts";
import { SETUP_STEPS } from "../../src/triage/setup/setup-walk.ts";
import type { ATown } from "./a-town.ts";

type Json = Readonly<Record<string, unknown>>;

export const shownIn = (message: Json) => JSON.stringify([message["content"], message["embeds"]]);

/** A walk through `/setup` as its admin takes it: what is shown now, and what they press. */
export async function beginWalk(by: ReturnType<ATown["member"]>, channelId: string) {
  let shown = await by.command("setup", {}, channelId).reply();

  function idOf(verb: Verb, version?: number): string {
    const found = buttonsOf(shown).find(
      ({ customId, verb: one }) =>
        one === verb && (version === undefined || customId.endsWith(`:${version}`)),
    );
    if (!found) throw new Error(`no ${verb} on ${JSON.stringify(shown)}`);
    return found.customId;
  }

  const at = () => Number(/Set up, (\d)/.exec(shownIn(shown))?.[1]) - 1;

  const walk = {
    text: () => shownIn(shown),
    shown: () => shown,
    async press(verb: Verb, version?: number) {
      shown = await by.click(String(shown["id"]), idOf(verb, version)).updated();
    },
    async choose(verb: Verb, ...values: readonly string[]) {
      shown = await by.select(String(shown["id"]), idOf(verb), values).updated();
    },
    /** To the page of that number, from 0. */
    async go(step: number) {
      for (let n = 0; n < SETUP_STEPS.length && at() !== step; n += 1) {
        await walk.press("setup-step", at() < step ? at() + 1 : at() - 1);
      }
    },
  };
  return walk;
}
