import { type Client, Events, type Interaction, MessageFlags, type REST } from "discord.js";
import type { Clock } from "../../triage/model/clock.ts";
import { UserError } from "../../triage/model/errors.ts";
import { submitCapture } from "../commands/capture.ts";
import { type Commands, createCommands } from "../commands/commands.ts";
import { fileByButton } from "../commands/gaps.ts";
import type { BotDeps, Person } from "../deps.ts";
import type { Log } from "../discord/log-type.ts";
import { isStaff, type RoleIds, whoClicked } from "../discord/people.ts";
import type { ReadMessage } from "../listen/read-message.ts";
import { createSetup, SETUP_VERBS } from "../setup/setup-presses.ts";
import { staffTexts } from "../words/staff-texts.ts";
import { createForms, isAcknowledged, isExpired, whisper } from "./answer.ts";
import { ASK_VERBS, pressAsk } from "./ask-presses.ts";
import { type CustomId, parseCustomId, type Verb } from "./custom-id.ts";
import { HELPER_VERBS, mayHelp, pressDraft } from "./helper-presses.ts";
import { PRIVACY_VERBS, pressPrivacy } from "./privacy-presses.ts";
import { pressQueue, QUEUE_VERBS } from "./queue-presses.ts";
import { pressReport, REPORT_VERBS, submitReport } from "./report-presses.ts";
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

/** Verbs of public messages, for whoever asked; all others are for staff. */
const PUBLIC: readonly Verb[] = [
  "helped",
  "solved",
  "wrong",
  "person",
  "details",
  "details-form",
  "correct",
  "correct-form",
  "withdraw",
  "withdraw-sure",
  "works",
  "broken",
  "tell-me",
  "tell-me-not",
  "read-note",
  "see-files",
  "share-files",
  ...ASK_VERBS,
  ...PRIVACY_VERBS,
  ...REPORT_VERBS,
];

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
    const isPublic = PUBLIC.includes(id.verb);
    if (!interaction.isMessageComponent() && !interaction.isModalSubmit()) return;
    if (HELPER_VERBS.includes(id.verb)) {
      if (mayHelp(by)) return pressDraft(interaction, id, by, deps);
      return whisper(interaction, staffTexts.helpers.only);
    }
    if (!isPublic && !isStaff(by)) return whisper(interaction, texts.say("staff-only"));
    if (QUEUE_VERBS.includes(id.verb)) {
      if (interaction.isButton() || interaction.isStringSelectMenu()) {
        return pressQueue(interaction, id, by, deps);
      }
    }
    if (SETUP_VERBS.includes(id.verb)) {
      return interaction.isModalSubmit() ? undefined : setup.press(interaction, id, by);
    }
    if (interaction.isButton()) {
      if (ASK_VERBS.includes(id.verb)) return pressAsk(interaction, id, by, deps);
      if (REPORT_VERBS.includes(id.verb)) return pressReport(interaction, id, by, deps);
      if (PRIVACY_VERBS.includes(id.verb)) return pressPrivacy(interaction, id.verb, by, deps);
      if (id.verb === "file-gap") return fileByButton(interaction, id.id, by, deps);
      return isPublic ? reporter.button(interaction, id, by) : review.button(interaction, id, by);
    }
    if (interaction.isStringSelectMenu()) return review.menu(interaction, id, by);
    if (!interaction.isModalSubmit()) return;
    if (id.verb === "report-form") {
      if (interaction.isFromMessage()) return submitReport(interaction, id, by, deps);
      return;
    }
    if (isPublic) return reporter.form(interaction, id, by);
    if (id.verb === "capture-form") return submitCapture(interaction, by, deps);
    if (interaction.isFromMessage()) return review.form(interaction, id, by);
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

  client.on(Events.InteractionCreate, (interaction) => {
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
