/** What Discord answers instead of doing what it was asked. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly status: number;
  readonly code: number;
  readonly errors: unknown;

  constructor(status: number, code: number, message: string, errors?: unknown) {
    super(message);
    this.status = status;
    this.code = code;
    this.errors = errors;
  }

  body(): unknown {
    const base = { message: this.message, code: this.code };
    return this.errors === undefined ? base : { ...base, errors: this.errors };
  }
}

// Status, code and text as the live API gives them; its documentation words a few differently.
const KNOWN = {
  unauthorized: [401, 0, "401: Unauthorized"],
  notFound: [404, 0, "404: Not Found"],
  methodNotAllowed: [405, 0, "405: Method Not Allowed"],
  unknownApplication: [404, 10002, "Unknown Application"],
  unknownChannel: [404, 10003, "Unknown Channel"],
  unknownGuild: [404, 10004, "Unknown Guild"],
  unknownMember: [404, 10007, "Unknown Member"],
  unknownMessage: [404, 10008, "Unknown Message"],
  unknownOverwrite: [404, 10009, "Unknown Permission Overwrite"],
  unknownRole: [404, 10011, "Unknown Role"],
  unknownUser: [404, 10013, "Unknown User"],
  unknownEmoji: [400, 10014, "Unknown Emoji"],
  unknownWebhook: [404, 10015, "Unknown Webhook"],
  unknownInteraction: [404, 10062, "Unknown interaction"],
  unknownCommand: [404, 10063, "Unknown application command"],
  tooManyReactions: [400, 30010, "Maximum number of reactions reached (20)"],
  tooManyThreadMembers: [400, 30033, "Maximum number of thread participants reached (1000)"],
  notYetStarted: [
    400,
    40058,
    "Cannot message this thread until after the post author has sent an initial message.",
  ],
  alreadyAcknowledged: [400, 40060, "Interaction has already been acknowledged."],
  tagRequired: [400, 40067, "A tag is required to create a forum post in this channel"],
  missingAccess: [403, 50001, "Missing Access"],
  notOnDirectMessage: [400, 50003, "Cannot execute action on a DM channel"],
  notTheAuthor: [403, 50005, "Cannot edit a message authored by another user"],
  emptyMessage: [400, 50006, "Cannot send an empty message"],
  cannotMessageUser: [403, 50007, "Cannot send messages to this user"],
  notATextChannel: [400, 50008, "Cannot send messages in a non-text channel"],
  missingPermissions: [403, 50013, "Missing Permissions"],
  slowMode: [429, 20016, "This action cannot be performed due to slowmode rate limit"],
  systemMessage: [403, 50021, "Cannot execute action on a system message"],
  wrongChannelType: [400, 50024, "Cannot execute action on this channel type"],
  badWebhookToken: [401, 50027, "Invalid Webhook Token"],
  tooOldToBulkDelete: [400, 50034, "You can only bulk delete messages that are under 14 days old."],
  threadArchived: [400, 50083, "Thread is archived"],
  badBulkCount: [400, 50016, "Provided too few or too many messages to delete."],
  threadAlreadyExists: [400, 160004, "A thread has already been created for this message"],
  threadLocked: [400, 160005, "Thread is locked"],
  tooManyActiveThreads: [400, 160006, "Maximum number of active threads reached"],
} as const satisfies Record<string, readonly [number, number, string]>;

export function apiError(name: keyof typeof KNOWN): ApiError {
  const [status, code, message] = KNOWN[name];
  return new ApiError(status, code, message);
}

export type FieldError = {
  readonly path: readonly (string | number)[];
  readonly code: string;
  readonly message: string;
};

/** 50035 with Discord's nested `errors`: `{ content: { _errors: [...] } }`. */
export function invalidForm(problems: readonly FieldError[]): ApiError {
  const tree: Record<string, unknown> = {};
  for (const { path, code, message } of problems) {
    let here = tree;
    for (const part of path) {
      here[part] ??= {};
      here = here[part] as Record<string, unknown>;
    }
    const list = (here["_errors"] ?? []) as unknown[];
    here["_errors"] = [...list, { code, message }];
  }
  return new ApiError(400, 50035, "Invalid Form Body", tree);
}
