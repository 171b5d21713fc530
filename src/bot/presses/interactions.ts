import {
  type Client,
  Events,
  type Interaction,
  MessageFlags,
  type ModalSubmitInteraction,
  type REST,
} from "discord.js";
import type { Clock } from "../../triage/model/clock.ts";
import { UserError } from "../../triage/model/errors.ts";
import { submitCapture } from "../commands/capture.ts";
import { type Commands, createCommands } from "../commands/commands.ts";
import { fileByButton } from "../commands/gaps.ts";
import type { BotDeps, Person } from "../deps.ts";
import type { Log } from "../discord/log-type.ts";
import { isStaff, type RoleIds, whoClicked } from "../discord/people.ts";
import type { ReadMessage } from "../listen/read-message.ts";
import { createSetup } from "../setup/setup-presses.ts";
import { staffTexts } from "../words/staff-texts.ts";
import { createForms, isAcknowledged, isExpired, whisper } from "./answer.ts";
import { pressAsk } from "./ask-presses.ts";
import { type CustomId, type Desk, deskOf, parseCustomId, type Verb } from "./custom-id.ts";
import { mayHelp, pressDraft } from "./helper-presses.ts";
import { pressPrivacy } from "./privacy-presses.ts";
import { pressQueue } from "./queue-presses.ts";
import { pressReport, submitReport } from "./report-presses.ts";
import { createReporterPresses } from "./reporter-presses.ts";
import { createReviewPresses } from "./review-presses.ts";

export type InteractionsDeps = {
  readonly serverId: string;
  readonly deps: BotDeps;
  readonly readMessage: ReadMessage;
  readonly roleIds: () => Promise<RoleIds>;
  readonly rest: REST;
  readonly clock: Clock;
  readonly log: Log;
};

/** Desks that are open to everybody; the others are for staff, or for helpers. */
const PUBLIC: readonly Desk[] = ["reporter", "ask", "report", "privacy"];

/** Within the three seconds that Discord waits, and late enough for another process to be first. */
const LATE_MS = 1_500;

/** News that somebody asked for comes with a question, and is answered where it came. */
const IN_PRIVATE: readonly Verb[] = ["works", "broken"];

function isPrivateAnswer(interaction: Interaction): boolean {
  if (interaction.guildId !== null || !interaction.isButton()) return false;
  const verb = parseCustomId(interaction.customId)?.verb;
  return verb !== undefined && IN_PRIVATE.includes(verb);
}

/** Wires buttons, menus, forms and commands to the core. Roles are those held at the click. */
export function wireInteractions(client: Client, options: InteractionsDeps): Commands {
  const { serverId, deps, roleIds, clock, log } = options;
  const { texts } = deps;
  const forms = createForms(texts);
  const review = createReviewPresses({ deps, forms, clock });
  const reporter = createReporterPresses({ deps, forms });
  const setup = createSetup(options);
  const commands = createCommands({ ...options, setup });

  async function pressed(interaction: Interaction, id: CustomId, by: Person): Promise<void> {
    if (!interaction.isMessageComponent() && !interaction.isModalSubmit()) return;
    const desk = deskOf(id.verb);
    if (desk === "helper") {
      if (mayHelp(by)) return pressDraft(interaction, id, by, deps);
      return whisper(interaction, staffTexts.helpers.only);
    }
    if (!PUBLIC.includes(desk) && !isStaff(by)) {
      return whisper(interaction, texts.say("staff-only"));
    }
    if (interaction.isModalSubmit()) return submitted(interaction, id, by, desk);
    if (desk === "setup") return setup.press(interaction, id, by);
    if (desk === "queue" && (interaction.isButton() || interaction.isStringSelectMenu())) {
      return pressQueue(interaction, id, by, deps);
    }
    if (interaction.isStringSelectMenu()) return review.menu(interaction, id, by);
    if (!interaction.isButton()) return;
    switch (desk) {
      case "ask":
        return pressAsk(interaction, id, by, deps);
      case "report":
        return pressReport(interaction, id, by, deps);
      case "privacy":
        return pressPrivacy(interaction, id.verb, by, deps);
      case "gaps":
        return fileByButton(interaction, id.id, by, deps);
      case "reporter":
        return reporter.button(interaction, id, by);
      default:
        return review.button(interaction, id, by);
    }
  }

  async function submitted(
    form: ModalSubmitInteraction,
    id: CustomId,
    by: Person,
    desk: Desk,
  ): Promise<void> {
    if (desk === "reporter") return reporter.form(form, id, by);
    if (desk === "capture") return submitCapture(form, by, deps);
    // The others are opened from a message, which they change.
    if (!form.isFromMessage()) return;
    if (desk === "report") return submitReport(form, id, by, deps);
    return review.form(form, id, by);
  }

  async function handle(interaction: Interaction): Promise<void> {
    if (interaction.guildId !== serverId && !isPrivateAnswer(interaction)) return;
    const by = whoClicked(interaction, await roleIds());
    if (interaction.isMessageComponent() || interaction.isModalSubmit()) {
      const id = parseCustomId(interaction.customId);
      // A message of an earlier release, or of another bot that shares the token.
      if (!id) return whisper(interaction, texts.say("gone"));
      return pressed(interaction, id, by);
    }
    if (interaction.isAutocomplete()) return commands.suggest(interaction, by);
    if (interaction.isChatInputCommand() || interaction.isMessageContextMenuCommand()) {
      return commands.run(interaction, by);
    }
  }

  /** Another process answers at once, if there is one; else the person reads that it did not work. */
  function leaveToAnother(interaction: Interaction): void {
    log.warn({ interactionId: interaction.id }, "Left an interaction to another process");
    if (!interaction.isRepliable()) return;
    clock.after(LATE_MS, () => {
      whisper(interaction, texts.say("failed")).catch((error: unknown) => {
        if (isAcknowledged(error) || isExpired(error)) return;
        log.warn({ err: error }, "Could not say that an interaction failed");
      });
    });
  }

  client.on(Events.InteractionCreate, (interaction) => {
    if (deps.isInDoubt?.()) return leaveToAnother(interaction);
    handle(interaction).catch((error: unknown) => {
      const fields = { err: error, interactionId: interaction.id };
      // The person saw that it failed and presses again; nothing was decided.
      if (isExpired(error)) return log.warn(fields, "An interaction expired before its answer");
      const words = error instanceof UserError ? error.message : texts.say("failed");
      if (isAcknowledged(error)) log.warn(fields, "An interaction was acknowledged unheard");
      else log.error(fields, "An interaction failed");
      if (!interaction.isRepliable()) return;
      const said = whisper(interaction, words).catch((failure: unknown) => {
        if (!isAcknowledged(failure)) throw failure;
        // It takes no first answer any more, only a further one.
        return interaction.webhook.send({ content: words, flags: MessageFlags.Ephemeral });
      });
      said.catch((failure: unknown) =>
        log.warn({ err: failure }, "Could not say that an interaction failed"),
      );
    });
  });
  return commands;
}
