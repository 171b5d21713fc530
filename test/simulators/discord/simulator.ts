import type { SpecViolation } from "../spec-check.ts";
import type { SimEvent } from "./bus.ts";
import type { NewMember } from "./community.ts";
import type { RestFaults } from "./faults.ts";
import type { Gateway } from "./gateway.ts";
import type { LimitsProfile } from "./limits.ts";
import type { Person } from "./people.ts";
import type { Permission } from "./permissions.ts";
import type { Snapshot } from "./snapshot.ts";
import type { Clock } from "./snowflakes.ts";
import type { Json } from "./state.ts";
import type { Counters, Settings } from "./world.ts";

export type DiscordSimulatorOptions = Partial<Settings> & {
  readonly clock?: Clock;
  readonly limits?: LimitsProfile;
  readonly guildName?: string;
  readonly botName?: string;
  /** What the bot's own role may do in the server; by default what a triage bot asks for. */
  readonly botPermissions?: readonly Permission[];
  /** Hold the simulator's own answers against the description too; for its own tests. */
  readonly checkAnswers?: boolean;
};

export type ChannelOptions = {
  readonly name: string;
  readonly topic?: string;
  /** Only these roles and the bot see it. */
  readonly onlyRoles?: readonly string[];
};

export type DiscordSimulator = {
  readonly token: string;
  readonly guildId: string;
  readonly botUserId: string;
  readonly applicationId: string;
  /** For discord.js: `rest: { api, version: "10" }`. */
  readonly restBase: string;
  readonly gatewayUrl: string;
  /** Where addresses of attachments begin. */
  readonly cdnBase: string;
  addMember(draft: NewMember): Person;
  removeMember(memberId: string): void;
  /** Returns the role's id. */
  addRole(name: string, permissions?: readonly Permission[]): string;
  deleteRole(roleId: string): void;
  giveRole(memberId: string, roleId: string): void;
  removeRole(memberId: string, roleId: string): void;
  setDmsClosed(memberId: string, closed: boolean): void;
  /** Moderators let a member read alone for a while (until then, or until null), by no clock of its own. */
  timeOut(memberId: string, until: number | null): void;
  /** Returns the channel's id, as do the other two. */
  addForum(
    options: ChannelOptions & { tags?: readonly (string | { name: string; moderated: boolean })[] },
  ): string;
  addTextChannel(options: ChannelOptions): string;
  /** Takes a channel away with all that hangs on it. */
  removeChannel(channelId: string): void;
  /** People may write there once in so many seconds; bots and moderators as often as ever. */
  setSlowMode(channelId: string, seconds: number): void;
  /** Who sees a channel from now on: these roles and the bot, or, with null, everybody. */
  showOnlyTo(channelId: string, roles: readonly string[] | null): void;
  /** What the bot may not do in a channel, beside what its role cannot. */
  denyBot(channelId: string, permissions: readonly Permission[]): void;
  /** What a mirror or a news feed posts under a name of its own. Returns the message's id. */
  postAsWebhook(channelId: string, name: string, content: string): string;
  /** "Ana joined the server" and the like, by message type. Returns the message's id. */
  postSystemMessage(channelId: string, memberId: string, type: number): string;
  setBotPermissions(permissions: readonly Permission[]): void;
  /** What a role may do in the server; everybody's has the server's id. */
  setRolePermissions(roleId: string, permissions: readonly Permission[]): void;
  /** Somebody takes the bot out of the server, and invites it again. */
  removeBot(): void;
  inviteBot(): void;
  /** The server alone is down for a while; the gateway's session goes on. */
  beginOutage(): void;
  endOutage(): void;
  as(memberId: string): Person;
  owner(): Person;
  tagId(forumId: string, name: string): string;
  /** Messages of a channel or thread, oldest first, in Discord's shape. */
  messages(channelId: string): readonly Json[];
  message(messageId: string): Json | undefined;
  directMessages(memberId: string): readonly Json[];
  threads(parentId?: string): readonly Json[];
  snapshot(): Snapshot;
  /** Hears of every change, also of what the gateway does not tell. Returns how to stop. */
  onChange(listener: (event: SimEvent) => void): () => void;
  /** Discord tells of a thread that has been there, as when somebody lets the bot into it. */
  letIntoThread(threadId: string): void;
  /** Lets time do its work where nobody looks: threads left alone are archived. */
  settle(): void;
  stats(): DiscordStats;
  /** Every interaction so far, oldest first, and how long the bot took to respond. */
  interactions(): readonly SeenInteraction[];
  /** When something happened while no client listened, in milliseconds of the simulator's clock. */
  missedAt(): readonly number[];
  readonly faults: Gateway["faults"] & Pick<RestFaults, "failNext">;
  close(): Promise<void>;
};

export type SeenInteraction = {
  /** What was pressed or typed: the command's name or the component's custom id. */
  readonly what: string;
  /** Milliseconds of real time until the first response; null while there is none. */
  readonly ackedAfterMs: number | null;
  /** By the simulator's clock. */
  readonly pressedAt: number;
  /** Whether a client was connected when it was pressed. */
  readonly heard: boolean;
};

export type DiscordStats = Counters & {
  /** Null when no description was found to check against. */
  readonly requestsChecked: number | null;
  readonly violations: readonly SpecViolation[];
  readonly undescribed: readonly string[];
  /** What was wrong with the simulator's own answers, when they are checked. */
  readonly wrongAnswers: readonly string[];
  /** What failed inside the simulator itself. */
  readonly crashes: readonly string[];
  readonly identifies: number;
  /** As which shard of how many each session began. */
  readonly shards: readonly (readonly [number, number])[];
  readonly connections: number;
  readonly requests: number;
};
