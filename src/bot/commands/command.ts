import type {
  AutocompleteInteraction,
  ChatInputCommandInteraction,
  MessageContextMenuCommandInteraction,
  RESTPostAPIApplicationGuildCommandsJSONBody,
} from "discord.js";
import type { Person } from "../deps.ts";
import type { Form } from "../render/form-fields.ts";

type Common = {
  readonly data: RESTPostAPIApplicationGuildCommandsJSONBody;
  readonly staffOnly: boolean;
};

export type ChatCommand = Common & {
  readonly type: "chat";
  /** Answers to this person alone; the caller has deferred the reply. */
  run(interaction: ChatInputCommandInteraction, by: Person): Promise<void>;
  /** Offers what an option can be chosen from, within three seconds. */
  suggest?(interaction: AutocompleteInteraction, by: Person): Promise<void>;
};

export type MessageCommand = Common & {
  readonly type: "message";
  run(interaction: MessageContextMenuCommandInteraction, by: Person): Promise<void>;
};

/** Opens a form at once; what is typed there comes back as a form of its own. */
export type FormCommand = Common & { readonly type: "form"; form(): Form };

export type Command = ChatCommand | MessageCommand | FormCommand;
