import { z } from "zod";
import { apiError, invalidForm } from "./api-error.ts";
import { findModalProblems } from "./components.ts";
import {
  FIRST_RESPONSE_MS,
  INTERACTION,
  type Interaction,
  noteProgress,
  TOKEN_MS,
} from "./interactions.ts";
import { type MessageBody, parseBody, parseMessageBody, refuseEmpty } from "./message-body.ts";
import type { Json, SimMessage } from "./state.ts";
import type { World } from "./world.ts";
import {
  createMessage,
  EPHEMERAL,
  editMessage,
  LOADING,
  publishUpdate,
  type UploadedFile,
} from "./write-messages.ts";

const RESPONSE = {
  message: 4,
  deferredMessage: 5,
  deferredUpdate: 6,
  update: 7,
  autocomplete: 8,
  modal: 9,
} as const;

const Callback = z.object({ type: z.int(), data: z.looseObject({}).nullish() });

const Modal = z.object({
  custom_id: z.string().min(1).max(100),
  title: z.string().min(1).max(45),
  components: z.array(z.looseObject({ type: z.int() })),
});

const Choices = z.object({
  choices: z
    .array(
      z.object({
        name: z.string().min(1).max(100),
        value: z.union([z.string().min(1).max(100), z.number()]),
      }),
    )
    .max(25),
});

/** The first response to an interaction. Returns the message that it made or changed, if any. */
export function respond(
  world: World,
  interaction: Interaction,
  body: unknown,
  files: readonly UploadedFile[],
): SimMessage | null {
  const { type, data } = parseBody(Callback, body);
  if (interaction.response) throw apiError("alreadyAcknowledged");
  // People and networks are as fast as ever, however fast the clock runs.
  const deadline = FIRST_RESPONSE_MS * world.settings.clockRate;
  if (world.clock.now() - interaction.createdAt > deadline) {
    throw apiError("unknownInteraction");
  }
  refuseMismatch(interaction, type);
  const made = perform(world, interaction, type, data ?? {}, files);
  interaction.response = { type, at: world.clock.now() };
  noteProgress(interaction);
  return made;
}

function perform(
  world: World,
  interaction: Interaction,
  type: number,
  data: Json,
  files: readonly UploadedFile[],
): SimMessage | null {
  switch (type) {
    case RESPONSE.message: {
      const message = parseMessageBody(data);
      refuseEmpty(message, files.length);
      return reply(world, interaction, message, files);
    }
    case RESPONSE.deferredMessage: {
      const flags = (Number(data["flags"] ?? 0) & EPHEMERAL) | LOADING;
      return reply(world, interaction, { content: "", flags }, []);
    }
    case RESPONSE.deferredUpdate:
      interaction.originalId = interaction.sourceMessageId;
      return null;
    case RESPONSE.update: {
      interaction.originalId = interaction.sourceMessageId;
      return updateSource(world, interaction, data, files);
    }
    case RESPONSE.autocomplete:
      interaction.choices = parseBody(Choices, data).choices;
      return null;
    case RESPONSE.modal:
      openModal(world, interaction, data);
      return null;
    default:
      return null;
  }
}

// Updates need a message behind them, and a modal never follows a modal.
function refuseMismatch(interaction: Interaction, type: number): void {
  const updates = type === RESPONSE.update || type === RESPONSE.deferredUpdate;
  const wrong =
    !(Object.values(RESPONSE) as number[]).includes(type) ||
    (updates && interaction.sourceMessageId === null) ||
    (type === RESPONSE.modal && interaction.type === INTERACTION.modalSubmit) ||
    (type === RESPONSE.autocomplete) !== (interaction.type === INTERACTION.autocomplete);
  if (!wrong) return;
  const message = 'Value of field "type" is not allowed for this interaction.';
  throw invalidForm([{ path: ["type"], code: "BASE_TYPE_CHOICES", message }]);
}

function reply(
  world: World,
  interaction: Interaction,
  body: MessageBody,
  files: readonly UploadedFile[],
): SimMessage {
  const channel = world.state.channels.get(interaction.channelId);
  if (!channel) throw apiError("unknownChannel");
  const isEphemeral = ((body.flags ?? 0) & EPHEMERAL) !== 0;
  const message = createMessage(world, channel, {
    author: world.state.bot,
    body,
    files,
    type: interaction.type === INTERACTION.command ? 20 : 19,
    interactionId: interaction.id,
    ...(isEphemeral ? { ephemeralFor: interaction.userId } : {}),
  });
  interaction.originalId ??= message.id;
  interaction.replyIds.push(message.id);
  return message;
}

function updateSource(
  world: World,
  interaction: Interaction,
  data: Json,
  files: readonly UploadedFile[],
): SimMessage {
  const source = world.state.messages.get(interaction.sourceMessageId ?? "");
  if (!source) throw apiError("unknownMessage");
  editMessage(world, source, parseMessageBody(data, source.flags), files);
  interaction.sourceUpdates += 1;
  return source;
}

function openModal(world: World, interaction: Interaction, data: Json): void {
  const problems = findModalProblems((data["components"] ?? []) as unknown[]);
  if (problems.length > 0) throw invalidForm(problems);
  const modal = parseBody(Modal, data);
  interaction.modal = {
    interactionId: interaction.id,
    customId: modal.custom_id,
    title: modal.title,
    components: modal.components,
  };
  const opened = { ...interaction.modal, userId: interaction.userId };
  world.bus.publish({ name: "MODAL_OPEN", data: opened, intent: 0, unheard: true });
}

/** The interaction of a webhook token that still works. */
export function interactionOfToken(world: World, token: string): Interaction {
  const interaction = world.interactions.byToken.get(token);
  if (!interaction) throw apiError("badWebhookToken");
  if (world.clock.now() - interaction.createdAt > TOKEN_MS) throw apiError("badWebhookToken");
  // Discord does not know the webhook before the interaction was answered.
  if (!interaction.response) throw apiError("unknownWebhook");
  return interaction;
}

/** One of the interaction's own messages; `@original` is the first. */
export function messageOfInteraction(
  world: World,
  interaction: Interaction,
  id: string,
): SimMessage {
  const wanted = id === "@original" ? interaction.originalId : id;
  const isOwn =
    wanted !== null && (wanted === interaction.originalId || interaction.replyIds.includes(wanted));
  const message = isOwn ? world.state.messages.get(wanted) : undefined;
  if (!message) throw apiError("unknownMessage");
  return message;
}

/** Edits one of the interaction's messages; the first edit of a deferred reply is the reply. */
export function editOfInteraction(
  world: World,
  interaction: Interaction,
  message: SimMessage,
  body: unknown,
  files: readonly UploadedFile[],
): void {
  const parsed = parseMessageBody(body, message.flags);
  const wasLoading = (message.flags & LOADING) !== 0;
  if (wasLoading) {
    refuseEmpty(parsed, files.length);
    message.flags &= ~LOADING;
  }
  editMessage(world, message, parsed, files, wasLoading);
  if (message.id === interaction.sourceMessageId) interaction.sourceUpdates += 1;
  noteProgress(interaction);
}

/** A further message; right after a deferral it takes the place of the loading one. */
export function followUp(
  world: World,
  interaction: Interaction,
  body: unknown,
  files: readonly UploadedFile[],
): SimMessage {
  const original = world.state.messages.get(interaction.originalId ?? "");
  if (original && (original.flags & LOADING) !== 0) {
    editOfInteraction(world, interaction, original, body, files);
    return original;
  }
  const parsed = parseMessageBody(body);
  refuseEmpty(parsed, files.length);
  const message = reply(world, interaction, parsed, files);
  noteProgress(interaction);
  return message;
}

export function deleteOfInteraction(world: World, message: SimMessage): void {
  world.state.messages.delete(message.id);
  message.components = [];
  publishUpdate(world, message);
}
