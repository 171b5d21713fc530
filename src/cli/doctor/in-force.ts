import type { Config } from "../../config/schema.ts";
import type { PlacePolicy } from "../../triage/model/policy.ts";
import type { SetUp } from "../../triage/setup/community-settings.ts";

/** A channel or role that is meant: by what it is looked up, how it is called, and where it is set. */
export type Meant = { readonly ref: string; readonly name: string; readonly setIn: string };

export const ROLE_KINDS = ["admin", "staff", "helper", "opted_out"] as const;

/** Channels and roles as they are in force: what admins chose stands over the file. */
export type InForce = {
  readonly channels: readonly (Meant & { readonly listening: PlacePolicy })[];
  readonly review: Meant;
  readonly announcements: Meant | null;
  /** For reminders; null when there is none. */
  readonly team: Meant | null;
  readonly roles: Readonly<Record<(typeof ROLE_KINDS)[number], readonly Meant[]>>;
};

const IN_DISCORD = "/setup";

/** @param findPlace finds a channel's id by the name that the file uses */
export function inForce(
  discord: Config["discord"],
  setUp: Partial<SetUp>,
  findPlace: (nameOrId: string) => string | null,
): InForce {
  const chosen = setUp["discord.channels"] ?? {};
  const ofFile = (key: string) => (name: string) => ({ ref: name, name, setIn: key });
  const fromFile = Object.entries(discord.channels)
    .filter(([name]) => chosen[findPlace(name) ?? ""] === undefined)
    .map(([name, listening]) => ({ ...ofFile("discord.channels")(name), listening }));
  const review = setUp["discord.review_channel"];
  const roles = (kind: (typeof ROLE_KINDS)[number]) => {
    const set = kind === "admin" ? undefined : setUp[`discord.roles.${kind}`];
    return (
      set?.map(({ id, name }) => ({ ref: id, name, setIn: IN_DISCORD })) ??
      discord.roles[kind].map(ofFile(`discord.roles.${kind}`))
    );
  };
  const { announcements_channel: announcements, team_channel: team } = discord;
  return {
    channels: [
      ...fromFile,
      ...Object.entries(chosen).map(([id, { name, listening }]) => ({
        ref: id,
        name,
        setIn: IN_DISCORD,
        listening,
      })),
    ],
    review: review
      ? { ref: review.id, name: review.name, setIn: IN_DISCORD }
      : ofFile("discord.review_channel")(discord.review_channel),
    announcements:
      announcements === undefined ? null : ofFile("discord.announcements_channel")(announcements),
    team: team === undefined ? null : ofFile("discord.team_channel")(team),
    roles: {
      admin: roles("admin"),
      staff: roles("staff"),
      helper: roles("helper"),
      opted_out: roles("opted_out"),
    },
  };
}
