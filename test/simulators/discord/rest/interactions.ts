import { apiError } from "../api-error.ts";
import type { Interaction } from "../interactions.ts";
import { messagePayload } from "../message-payloads.ts";
import {
  deleteOfInteraction,
  editOfInteraction,
  followUp,
  interactionOfToken,
  messageOfInteraction,
  respond,
} from "../responses.ts";
import type { Json, SimMessage } from "../state.ts";
import type { World } from "../world.ts";
import { deleteMessages, EPHEMERAL, LOADING } from "../write-messages.ts";
import { type Call, NO_CONTENT, ok, type Route } from "./call.ts";

const hook = "/webhooks/:applicationId/:token";

export const interactionRoutes: readonly Route[] = [
  {
    method: "POST",
    path: "/interactions/:interactionId/:token/callback",
    open: true,
    handle: callback,
  },
  { method: "POST", path: hook, open: true, handle: create },
  { method: "GET", path: `${hook}/messages/:messageId`, open: true, handle: get },
  { method: "PATCH", path: `${hook}/messages/:messageId`, open: true, handle: edit },
  { method: "DELETE", path: `${hook}/messages/:messageId`, open: true, handle: remove },
];

function callback({ world, param, query, body, files }: Call) {
  const interaction = world.interactions.byId.get(param("interactionId"));
  if (interaction?.token !== param("token")) throw apiError("unknownInteraction");
  const message = respond(world, interaction, body, files);
  if (query.get("with_response") !== "true") return NO_CONTENT;
  return ok(callbackPayload(world, interaction, message));
}

function callbackPayload(world: World, interaction: Interaction, message: SimMessage | null): Json {
  const about = {
    id: interaction.id,
    type: interaction.type,
    ...(message === null
      ? {}
      : {
          response_message_id: message.id,
          response_message_loading: (message.flags & LOADING) !== 0,
          response_message_ephemeral: (message.flags & EPHEMERAL) !== 0,
        }),
  };
  if (message === null) return { interaction: about };
  const type = interaction.response?.type;
  return { interaction: about, resource: { type, message: messagePayload(world, message) } };
}

function locate(call: Call): { interaction: Interaction; message: SimMessage } {
  const interaction = authorise(call);
  const message = messageOfInteraction(call.world, interaction, call.param("messageId"));
  return { interaction, message };
}

function authorise({ world, param }: Call): Interaction {
  if (param("applicationId") !== world.state.application.id) throw apiError("unknownWebhook");
  return interactionOfToken(world, param("token"));
}

function create(call: Call) {
  const message = followUp(call.world, authorise(call), call.body, call.files);
  return ok(messagePayload(call.world, message));
}

function get(call: Call) {
  return ok(messagePayload(call.world, locate(call).message));
}

function edit(call: Call) {
  const { interaction, message } = locate(call);
  editOfInteraction(call.world, interaction, message, call.body, call.files);
  return ok(messagePayload(call.world, message));
}

function remove(call: Call) {
  const { message } = locate(call);
  const channel = call.world.state.channels.get(message.channelId);
  if (message.ephemeralFor !== null) deleteOfInteraction(call.world, message);
  else if (channel) deleteMessages(call.world, channel, [message.id]);
  return NO_CONTENT;
}
