// @ts-check
/**
 * What the page knows: the records that the server streams, and where the visitor stands.
 *
 * @typedef {import("../view.ts").UserView} User
 * @typedef {import("../view.ts").ChannelView} Channel
 * @typedef {import("../view.ts").MessageView} Message
 * @typedef {import("../view.ts").IssueView} Issue
 * @typedef {import("../view.ts").RepositoryView & { order: number }} Repository
 * @typedef {{ messageId?: string, issue?: string, label: string, hint: string }} Press
 */

/** @type {Map<string, any>} */
const records = new Map();
/** @type {Map<string, number>} how often each record changed, as its version */
const versions = new Map();
/** @type {Set<(changed: ReadonlySet<string>) => void>} */
const listeners = new Set();

export const ui = {
  /** The person who is played in Discord, and on GitHub. */
  me: "",
  teamMember: "",
  channelId: "",
  repository: "",
  /** Number of the issue that is shown; null for the list. */
  issue: /** @type {number | null} */ (null),
  /** The button that the visitor presses next. */
  press: /** @type {Press | null} */ (null),
  pane: /** @type {"discord" | "github"} */ ("discord"),
  channelsOpen: false,
  replyTo: /** @type {string | null} */ (null),
  /** The last message that was read, by channel. */
  read: /** @type {Record<string, string>} */ ({}),
  dismissed: /** @type {Set<string>} */ (new Set()),
  /** Records that changed lately and are shown so, with when that ends. */
  fresh: /** @type {Map<string, number>} */ (new Map()),
  /** Reactions that somebody played here made: the world only tells how many there are. */
  reacted: /** @type {Set<string>} */ (new Set()),
  /** What went wrong at a message's buttons, until the next press. */
  failed: /** @type {Map<string, string>} */ (new Map()),
};

/** @param {{ set: Record<string, any>, gone: string[] }} changes */
export function applyChanges({ set, gone }) {
  const changed = new Set([...Object.keys(set), ...gone]);
  for (const [key, value] of Object.entries(set)) records.set(key, value);
  for (const key of gone) records.delete(key);
  for (const key of changed) versions.set(key, (versions.get(key) ?? 0) + 1);
  index();
  for (const listener of listeners) listener(changed);
}

/** @param {(changed: ReadonlySet<string>) => void} listener */
export function onChange(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The visitor went somewhere: everything is drawn again. */
export function redraw() {
  for (const listener of listeners) listener(new Set());
}

/** @type {Map<string, Message[]>} */
let messagesOf = new Map();
/** @type {Channel[]} */
let channels = [];
/** @type {User[]} */
let users = [];
/** @type {Issue[]} */
let issues = [];
/** @type {Repository[]} */
let repositories = [];

/** Snowflakes order by length, then as text. @param {string} a @param {string} b */
export function byId(a, b) {
  return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
}

function index() {
  messagesOf = new Map();
  channels = [];
  users = [];
  issues = [];
  repositories = [];
  for (const [key, value] of records) {
    if (key.startsWith("message:")) {
      const list = messagesOf.get(value.channelId);
      if (list) list.push(value);
      else messagesOf.set(value.channelId, [value]);
    } else if (key.startsWith("channel:")) channels.push(value);
    else if (key.startsWith("user:")) users.push(value);
    else if (key.startsWith("issue:")) issues.push(value);
    else if (key.startsWith("repository:")) repositories.push(value);
  }
  for (const list of messagesOf.values()) list.sort((a, b) => byId(a.id, b.id));
  channels.sort((a, b) => a.position - b.position || byId(a.id, b.id));
  repositories.sort(
    (a, b) =>
      Number(a.visibility === "private") - Number(b.visibility === "private") || a.order - b.order,
  );
  issues.sort((a, b) => b.number - a.number);
}

export const state = {
  keys: () => [...records.keys()],
  ready: () => records.has("meta"),
  meta: () => records.get("meta"),
  guild: () => records.get("guild") ?? { id: "", name: "", botId: "", roles: [] },
  counters: () => records.get("counters"),
  status: () =>
    /** @type {import("../view.ts").Status} */ (
      records.get("status") ?? { phase: "ready", share: 1, label: "" }
    ),
  commands: () => /** @type {import("../view.ts").CommandView[]} */ (records.get("commands") ?? []),
  appLogin: () => records.get("app")?.login ?? "",
  users: () => users,
  /** @param {string} id @returns {User | undefined} */
  user: (id) => records.get(`user:${id}`),
  /** @param {string} name */
  userNamed: (name) =>
    users.find((user) => user.name.toLowerCase() === name.toLowerCase() && !user.bot),
  channels: () => channels,
  /** @param {string} id @returns {Channel | undefined} */
  channel: (id) => records.get(`channel:${id}`),
  /** @param {string} name @param {string} [type] */
  channelNamed: (name, type) =>
    channels.find(
      (one) => one.name === name && one.type !== "thread" && (!type || one.type === type),
    ),
  /** @param {string} id @returns {Message | undefined} */
  message: (id) => records.get(`message:${id}`),
  /** As somebody sees them: what only another person may see is left out. @param {string} channelId @param {string} [viewer] */
  messages: (channelId, viewer) =>
    (messagesOf.get(channelId) ?? []).filter(
      ({ ephemeralFor, id }) =>
        ephemeralFor === null || (ephemeralFor === (viewer ?? ui.me) && !ui.dismissed.has(id)),
    ),
  /** @param {string} parentId newest activity first */
  threads: (parentId) =>
    channels
      .filter(({ type, parentId: parent }) => type === "thread" && parent === parentId)
      .sort((a, b) => byId(lastMessageId(b.id), lastMessageId(a.id))),
  /** The direct message channel of a person with the bot. @param {string} userId */
  dm: (userId) => channels.find(({ type, dmWith }) => type === "dm" && dmWith === userId),
  repositories: () => repositories,
  /** @param {string} name */
  repository: (name) => repositories.find((one) => one.name === name),
  /** @param {string} repository */
  issues: (repository) => issues.filter((issue) => issue.repository === repository),
  allIssues: () => issues,
  /** @param {string} repository @param {number} number @returns {Issue | undefined} */
  issue: (repository, number) => records.get(`issue:${repository}#${number}`),
  /** @param {string} key */
  version: (key) => versions.get(key) ?? 0,
};

/** @param {string} channelId */
export function lastMessageId(channelId) {
  const list = messagesOf.get(channelId);
  return list?.[list.length - 1]?.id ?? channelId;
}

/** @param {User | undefined} user */
export function isStaff(user) {
  return user?.roles.some((role) => ["Admin", "DevRel", "Staff"].includes(role)) ?? false;
}

/** Whether a person may look into a channel. @param {Channel | undefined} channel @param {User | undefined} user @returns {boolean} */
export function maySee(channel, user) {
  if (!channel) return false;
  if (channel.type === "dm") return channel.dmWith === user?.id;
  if (channel.staffOnly && !seesHidden(channel, user)) return false;
  return channel.type === "thread" ? maySee(state.channel(channel.parentId ?? ""), user) : true;
}

/** @param {Channel} channel @param {User | undefined} user */
function seesHidden(channel, user) {
  return may(user, "administrator") || user?.roles.some((role) => channel.seenBy.includes(role));
}

const PERMISSION = { administrator: 1n << 3n, manageMessages: 1n << 13n, manageThreads: 1n << 34n };

/** @param {User | undefined} user @param {keyof typeof PERMISSION} what */
export function may(user, what) {
  return (BigInt(user?.permissions ?? 0) & PERMISSION[what]) !== 0n;
}

/** The commands that Discord offers to somebody. @param {"slash" | "message"} type @param {User | undefined} user */
export function commandsFor(type, user) {
  const granted = BigInt(user?.permissions ?? 0);
  return state.commands().filter((command) => {
    if (command.type !== type) return false;
    const needed = BigInt(command.permissions ?? 0);
    return (
      may(user, "administrator") || (command.permissions !== "0" && (granted & needed) === needed)
    );
  });
}

/** Words from a path that `post` sends. @param {string} path @param {unknown} body @returns {Promise<any>} */
export async function post(path, body) {
  const response = await fetch(path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  const answer = await response.json().catch(() => ({ error: `HTTP ${response.status}` }));
  if (!response.ok) {
    const error = new Error(answer.error ?? `HTTP ${response.status}`);
    throw Object.assign(error, { silent: answer.silent === true });
  }
  return answer;
}
