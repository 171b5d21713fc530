import { type APIEmbed, ChannelType } from "discord.js";
import { Act, type ActSetting, PlacePolicy } from "../../triage/model/policy.ts";
import type { SetupView } from "../../triage/setup/setup-desk.ts";
import { SETUP_STEPS } from "../../triage/setup/setup-walk.ts";
import { inWords } from "../discord/permissions.ts";
import type { Server } from "../discord/server.ts";
import { button, row } from "../render/buttons.ts";
import { inlineText } from "../render/defuse.ts";
import { excerpt } from "../render/excerpt.ts";
import { settingName } from "./setting-names.ts";
import { fitting, NEWEST } from "./setup-history.ts";
import { channelMenu, OPTIONS, type Row, roleMenu, wordMenu } from "./setup-parts.ts";
import { setupTexts as words } from "./setup-texts.ts";

export type SetupPage = {
  readonly embeds: readonly APIEmbed[];
  readonly components: readonly Row[];
};

const TEXT_CHANNELS = [ChannelType.GuildText, ChannelType.GuildAnnouncement];
const WATCHABLE = [...TEXT_CHANNELS, ChannelType.GuildForum];
const EXAMPLE = { lines: 4, width: 60 };

const place = (id: string) => `<#${id}>`;
const role = (id: string) => `<@&${id}>`;

/** A walk's page, for one admin's eyes. @param server as Discord tells it now */
export function setupPage(view: SetupView, server: Server): SetupPage {
  const { id, walk } = view;
  const at = SETUP_STEPS.indexOf(walk.step);
  const { lines, rows } = pageOf(view, server);
  const title = words.title(walk.step, at + 1, SETUP_STEPS.length);
  const step = (label: string, to: number) =>
    SETUP_STEPS[to] ? [button("setup-step", label, id, { version: to })] : [];
  return {
    embeds: [{ title, description: fitting(lines) }],
    components: [
      ...rows,
      row(
        ...step(words.buttons.back, at - 1),
        ...step(words.buttons.next, at + 1),
        ...(walk.step === "permissions" ? step(words.buttons.check, at) : []),
        ...(walk.step === "report"
          ? [button("setup-save", words.buttons.save, id, { style: "main" })]
          : []),
        ...(at === 0 ? [button("setup-history", words.buttons.history, NEWEST)] : []),
        button("setup-drop", words.buttons.drop, id),
      ),
    ],
  };
}

type Page = { readonly lines: readonly string[]; readonly rows: readonly Row[] };

function pageOf(view: SetupView, server: Server): Page {
  switch (view.walk.step) {
    case "channels":
      return channelsPage(view, server);
    case "review":
      return reviewPage(view, server);
    case "roles":
      return rolesPage(view, server);
    case "teams":
      return teamsPage(view);
    case "acts":
      return actsPage(view);
    case "permissions":
      return { lines: permissionLines(view, server), rows: [] };
    case "report":
      return reportPage(view, server);
  }
}

function channelsPage({ id, walk, places, likelyMeasured }: SetupView, server: Server): Page {
  const { channels } = words;
  const listed = Object.entries(places).map(([one, how]) =>
    server.findPlace(one) === null && how !== "off"
      ? `${place(one)} ${channels.gone}`
      : channels.line(place(one), how),
  );
  const { place: chosen } = walk;
  const forum = chosen !== null && server.isForum(chosen.id);
  const offered = PlacePolicy.options.filter((one) =>
    forum ? one === "forum" || one === "off" : one !== "forum",
  );
  const now = chosen ? (places[chosen.id] ?? "off") : "off";
  const options = offered.map((one) => ({
    value: one,
    label: one,
    description: channels.listening[one],
    default: one === now,
  }));
  const likely = Object.values(places).includes("likely-questions");
  return {
    lines: [
      channels.what,
      "",
      ...(listed.length > 0 ? listed : [channels.none]),
      ...(likely ? ["", `${channels.likely} ${likelyMeasured}`] : []),
    ],
    rows: [
      channelMenu("setup-place", id, words.selects.place, WATCHABLE, chosen?.id ?? null),
      ...(chosen
        ? wordMenu("setup-listening", id, words.selects.listening(chosen.name), options)
        : []),
    ],
  };
}

function reviewPage({ id, reviewPlaceId }: SetupView, server: Server): Page {
  const there = server.findPlace(reviewPlaceId) !== null;
  return {
    lines: [words.review.what, "", ...reviewTrouble(reviewPlaceId, server, true)],
    rows: [
      channelMenu(
        "setup-review",
        id,
        words.selects.review,
        TEXT_CHANNELS,
        there ? reviewPlaceId : null,
      ),
    ],
  };
}

/** What is wrong with the review channel; with `named` also which one it is. */
function reviewTrouble(id: string, server: Server, named: boolean): string[] {
  const { review } = words;
  if (id === "") return [review.none];
  if (server.findPlace(id) === null) return [review.gone];
  const open = server.isOpenToAll(id) ? [review.open] : [];
  return named ? [review.now(place(id)), ...open] : open;
}

function rolesPage({ id, roleIds }: SetupView, server: Server): Page {
  const { roles } = words;
  const there = (ids: readonly string[]) => ids.filter((one) => server.findRole(one) !== null);
  const listed = (["staff", "helper", "opted-out", "admin"] as const).map((as) => {
    const names = roleIds[as].map((one) => (server.findRole(one) ? role(one) : roles.gone));
    return roles.line(roles.names[as], names.join(" ") || roles.none);
  });
  const { staff, helper, optedOut } = words.selects;
  return {
    lines: [roles.what, "", ...listed, ...staffTrouble(roleIds.staff, server)],
    rows: [
      roleMenu("setup-staff", id, staff, there(roleIds.staff), 1),
      roleMenu("setup-helper", id, helper, there(roleIds.helper), 0),
      roleMenu("setup-opted-out", id, optedOut, there(roleIds["opted-out"]), 0),
    ],
  };
}

function staffTrouble(staff: readonly string[], server: Server): string[] {
  return staff.some((one) => server.findRole(one) !== null) ? [] : [words.roles.noStaff];
}

/** What has to be mended before anything may be saved. */
export function setupTrouble(view: SetupView, server: Server): string[] {
  return [
    ...reviewTrouble(view.reviewPlaceId, server, false),
    ...staffTrouble(view.roleIds.staff, server),
  ];
}

function teamsPage({ id, teams }: SetupView): Page {
  const listed = teams.map(({ name, trusted, repositories }) => {
    const where = repositories.map((one) => `${one.repository} (${one.visibility})`).join(", ");
    return words.teams.line(inlineText(name), trusted, where || words.teams.nowhere);
  });
  const options = teams.map(({ name, trusted }) => ({
    value: name,
    label: name,
    default: trusted,
  }));
  return {
    lines: [words.teams.what, "", ...(listed.length > 0 ? listed : [words.teams.none])],
    // Of more than a menu holds, those left out would lose their trust by any choice.
    rows:
      options.length > OPTIONS
        ? []
        : wordMenu("setup-trusted", id, words.selects.trusted, options, true),
  };
}

function actsPage({ id, walk, acts, actSettings, earned }: SetupView): Page {
  const { act } = walk;
  const setting = (one: ActSetting) => ({
    value: one,
    label: words.acts.setting[one],
    default: act !== null && acts[act] === one,
  });
  const offers = earned.map(({ act: may, area, because }) => ({
    value: `${may} ${area}`.slice(0, 100),
    label: words.acts.earned(may, area),
    description: because,
    default: walk.promote.some((one) => one.act === may && one.area === area),
  }));
  return {
    lines: [
      words.acts.what,
      "",
      ...Act.options.map((one) => words.acts.line(one, acts[one])),
      ...(earned.length === 0 ? ["", words.acts.nothingEarned] : []),
    ],
    rows: [
      ...wordMenu(
        "setup-act",
        id,
        words.selects.act,
        Act.options.map((one) => ({
          value: one,
          label: words.acts.act[one],
          description: one,
          default: one === act,
        })),
      ),
      ...(act
        ? wordMenu("setup-act-setting", id, words.selects.actSetting(act), actSettings.map(setting))
        : []),
      ...wordMenu("setup-earned", id, words.selects.earned, offers, true),
    ],
  };
}

function permissionLines({ places, reviewPlaceId, acts }: SetupView, server: Server): string[] {
  const { permissions } = words;
  const deletes = acts["delete-message"] === "auto";
  const watched = Object.entries(places).filter(([, how]) => how !== "off");
  const checks = [
    ...watched.map(([id]) => ({ id, missing: server.lacking(id, "watched", deletes) })),
    ...(reviewPlaceId === ""
      ? []
      : [{ id: reviewPlaceId, missing: server.lacking(reviewPlaceId, "review") }]),
  ];
  const lines = checks.map(({ id, missing }) => {
    if (missing === null) return permissions.gone(place(id));
    if (missing.length > 0) return permissions.lacks(place(id), inWords(missing));
    return permissions.ok(place(id));
  });
  const open = reviewPlaceId !== "" && server.isOpenToAll(reviewPlaceId);
  const lacking = checks.some(({ missing }) => missing === null || missing.length > 0);
  return [
    permissions.what,
    "",
    ...(server.timedOutUntil === null ? [] : [permissions.timedOut]),
    ...lines,
    ...(open ? [permissions.open(place(reviewPlaceId))] : []),
    "",
    ...(lacking ? [permissions.mend] : []),
    ...(open ? [permissions.mendOpen] : []),
    ...(lacking || open ? [] : [permissions.allWell]),
  ];
}

function reportPage(view: SetupView, server: Server): Page {
  const { report, mode, changed, id, walk } = view;
  const texts = words.report;
  const { days = 7, outcomes = {}, examples = [] } = report ?? {};
  const counts = Object.entries(outcomes).toSorted(([, a], [, b]) => b - a);
  const found = [
    texts.what(days),
    ...counts.map(([outcome, n]) => texts.count(outcome, n)),
    ...examples.flatMap(({ code, title, outcome, words: said }) => [
      "",
      texts.example(code, inlineText(title), outcome),
      ...excerpt(said, EXAMPLE.lines, EXAMPLE.width).shown,
    ]),
  ];
  const modes = (["shadow", "live"] as const).map((one) => ({
    value: one,
    label: texts.mode[one],
    default: one === mode,
  }));
  const keys = [...changed, ...(walk.promote.length > 0 ? ["acts_by_area"] : [])];
  return {
    lines: [
      ...(counts.length === 0 ? [texts.none(days)] : found),
      "",
      mode === "live" ? texts.nowLive : texts.nowShadow,
      texts.changed(keys.map((key) => settingName(key) ?? key)),
      ...setupTrouble(view, server),
    ],
    rows: wordMenu("setup-mode", id, words.selects.mode, modes),
  };
}
