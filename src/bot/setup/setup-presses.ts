import type { AnySelectMenuInteraction, ButtonInteraction, REST } from "discord.js";
import { z } from "zod";
import type { Clock } from "../../triage/model/clock.ts";
import { Act, ActSetting, PlacePolicy } from "../../triage/model/policy.ts";
import type { Saved, SetupView } from "../../triage/setup/setup-desk.ts";
import { type Choice, SETUP_STEPS } from "../../triage/setup/setup-walk.ts";
import type { IntakeDeps, Person } from "../deps.ts";
import { readServer } from "../discord/server.ts";
import { isTextChannel } from "../listen/reader.ts";
import { startAtNow } from "../listen/start-at-now.ts";
import { whisper } from "../presses/answer.ts";
import type { CustomId, Verb } from "../presses/custom-id.ts";
import { button, row } from "../render/buttons.ts";
import { settingName } from "./setting-names.ts";
import type { SetupDeps } from "./setup-deps.ts";
import { historyLines, historyPage, NEWEST } from "./setup-history.ts";
import { type SetupPage, setupPage, setupTrouble } from "./setup-pages.ts";
import { setupTexts as words } from "./setup-texts.ts";

const HISTORY_SHOWN = 10;

type Needs = {
  readonly deps: SetupDeps & Pick<IntakeDeps, "policy" | "cursor" | "moveCursor">;
  readonly rest: REST;
  readonly serverId: string;
  readonly clock: Clock;
};

export type Setup = {
  /** The first page of a new walk. */
  begin(): Promise<Reply>;
  history(): Promise<Reply>;
  press(
    interaction: ButtonInteraction | AnySelectMenuInteraction,
    id: CustomId,
    by: Person,
  ): Promise<void>;
};

type Reply = ReturnType<typeof toReply>;

/** Who may set the bot up, asked for at every press. */
export function isAdmin({ roles }: Person): boolean {
  return roles.includes("admin");
}

/** `/setup`: pages on which an admin chooses, all of it put in force by Save or not at all. */
export function createSetup({ deps, rest, serverId, clock }: Needs): Setup {
  const server = () => readServer(rest, serverId);

  const shown = async (view: SetupView | null): Promise<Reply> =>
    view ? toReply(setupPage(view, await server())) : said(words.over);

  async function history(before: string | null): Promise<Reply> {
    const found = await deps.settingsHistory(before, HISTORY_SHOWN + 1);
    const more = found.length > HISTORY_SHOWN;
    return toReply(historyPage(found.slice(0, HISTORY_SHOWN), more));
  }

  /** What was written in a channel before it is listened to is never dug up. */
  async function startNewPlaces(view: SetupView): Promise<void> {
    const { places } = await deps.policy();
    for (const [id, listening] of Object.entries(view.places)) {
      if (listening === "off" || (places[id] ?? "off") !== "off") continue;
      await startAtNow(id, { ...deps, clock });
    }
  }

  async function save(id: string, by: Person): Promise<Reply> {
    const view = await deps.chooseInSetup(id, null);
    if (!view) return said(words.over);
    const trouble = setupTrouble(view, await server());
    if (trouble.length > 0) return shown(view);
    await startNewPlaces(view);
    return afterSave(id, await deps.saveSetup(id, by), view);
  }

  async function afterSave(id: string, saved: Saved, view: SetupView): Promise<Reply> {
    switch (saved.type) {
      case "saved":
        return said(
          [
            ...(saved.changed.length > 0
              ? [words.saved(saved.changed.map((key) => settingName(key) ?? key))]
              : []),
            ...saved.refused.map(words.refused),
          ].join("\n"),
        );
      case "nothing": {
        const reply = await shown(view);
        return { ...reply, content: words.nothing };
      }
      case "conflict": {
        const description = historyLines(saved.changes).join("\n");
        const { again, drop } = words.buttons;
        return {
          content: words.conflict,
          embeds: [{ description }],
          components: [row(button("setup-again", again, id), button("setup-drop", drop, id))],
        };
      }
      case "over":
        return said(words.over);
    }
  }

  return {
    begin: async () => shown(await deps.openSetup()),
    history: () => history(null),
    async press(interaction, { verb, id, version }, by) {
      if (!isAdmin(by)) return whisper(interaction, words.adminOnly);
      // Beside the walk, which goes on where it was.
      const aside = verb === "setup-history" && id === NEWEST;
      if (aside) await interaction.deferReply({ flags: "Ephemeral" });
      else await interaction.deferUpdate();
      await interaction.editReply(await after());

      async function after(): Promise<Reply> {
        switch (verb) {
          case "setup-save":
            return save(id, by);
          case "setup-drop":
            await deps.dropSetup(id);
            return said(words.dropped);
          case "setup-again":
            return shown(await deps.rereadSetup(id));
          case "setup-history":
            return history(id === NEWEST ? null : id);
          default:
            return shown(await deps.chooseInSetup(id, choiceOf(verb, version, interaction)));
        }
      }
    },
  };
}

/** What was chosen; null for what is not offered any more, which changes nothing. */
function choiceOf(
  verb: Verb,
  version: number,
  interaction: ButtonInteraction | AnySelectMenuInteraction,
): Choice | null {
  if (interaction.isChannelSelectMenu()) {
    const [channel] = [...interaction.channels.values()];
    const place = channel && { id: channel.id, name: ("name" in channel && channel.name) || "" };
    if (!place) return null;
    if (verb === "setup-place") return { choose: "place", place };
    return isTextChannel(channel) ? { choose: "review", place } : null;
  }
  if (interaction.isRoleSelectMenu()) {
    const as = ROLE_VERBS.get(verb);
    // Nobody means everybody when they say who reviews, or whom the bot leaves alone.
    const chosen = [...interaction.roles.values()].filter(({ id }) => id !== interaction.guildId);
    const roles = chosen.map(({ id, name }) => ({ id, name }));
    if (!as || (as === "staff" && roles.length === 0)) return null;
    return { choose: "roles", as, roles };
  }
  if (interaction.isStringSelectMenu()) return wordsChosen(verb, interaction.values);
  const step = SETUP_STEPS[version];
  return verb === "setup-step" && step ? { choose: "step", step } : null;
}

const ROLE_VERBS = new Map<Verb, "staff" | "helper" | "opted_out">([
  ["setup-staff", "staff"],
  ["setup-helper", "helper"],
  ["setup-opted-out", "opted_out"],
]);

function wordsChosen(verb: Verb, values: readonly string[]): Choice | null {
  const [value] = values;
  switch (verb) {
    case "setup-listening": {
      const listening = PlacePolicy.safeParse(value).data;
      return listening ? { choose: "listening", listening } : null;
    }
    case "setup-trusted":
      return { choose: "trusted", teams: values };
    case "setup-act": {
      const act = Act.safeParse(value).data;
      return act ? { choose: "act", act } : null;
    }
    case "setup-act-setting": {
      const setting = ActSetting.safeParse(value).data;
      return setting ? { choose: "act-setting", setting } : null;
    }
    case "setup-earned":
      return { choose: "earned", earned: values.flatMap(earnedOf) };
    case "setup-mode": {
      const mode = z.enum(["shadow", "live"]).safeParse(value).data;
      return mode ? { choose: "mode", mode } : null;
    }
    default:
      return null;
  }
}

function earnedOf(value: string) {
  const space = value.indexOf(" ");
  const act = Act.safeParse(value.slice(0, space)).data;
  return act ? [{ act, area: value.slice(space + 1) }] : [];
}

function toReply({ embeds, components }: SetupPage) {
  return { content: "", embeds: [...embeds], components: [...components] };
}

function said(content: string): Reply {
  return { content, embeds: [], components: [] };
}
