import { resolve } from "node:path";
import { createDiscordRest } from "../../bot/discord/discord-rest.ts";
import { inviteLink } from "../../bot/discord/permissions.ts";
import { listServers, readServer, type Server } from "../../bot/discord/server.ts";
import { checkIntents } from "../../bot/discord/start-checks.ts";
import { systemClock } from "../../triage/model/clock.ts";
import { UserError } from "../../triage/model/errors.ts";
import type { PlacePolicy, Route } from "../../triage/model/policy.ts";
import type { Answers } from "./answers.ts";
import { findDocs } from "./find-docs.ts";
import type { Prompts } from "./prompts.ts";

export const REPOSITORY = /^[^/\s]+\/[^/\s]+$/;

/**
 * Asks for what cannot be guessed. With a token Discord is asked first, so that servers, channels
 * and roles are chosen and not typed.
 */
export async function interview(
  prompts: Prompts,
  installation: {
    readonly token: string | undefined;
    readonly apiUrl: string;
    /** Where the configuration will be. */
    readonly folder: string;
  },
): Promise<Answers> {
  const token =
    installation.token ??
    (await prompts.secret(
      "The bot's token (used now and written nowhere; empty to go on without)",
    ));
  const server = token ? await findServer(prompts, token, installation.apiUrl) : null;
  return {
    ...(server ? await chooseIn(server, prompts) : await typeNames(prompts)),
    engine:
      (await prompts.choose("Who classifies and drafts?", [
        { value: "offline", hint: "no key, no cost, quotes the docs" },
        { value: "openai", hint: "needs OPENAI_API_KEY and costs money" },
      ])) === "openai"
        ? "openai"
        : "offline",
    fallback: await askRepository(prompts),
    docs: await askDocs(prompts, installation.folder),
  };
}

async function findServer(prompts: Prompts, token: string, url: string): Promise<Server> {
  const rest = createDiscordRest({ token, url, clock: systemClock });
  const applicationId = await checkIntents(rest);
  const link = inviteLink(applicationId);
  prompts.tell(`Invite the bot with exactly the permissions that it needs:\n${link}`);
  for (;;) {
    const names = await listServers(rest);
    const [only] = names;
    if (only !== undefined && names.length === 1) return readServer(rest, only);
    if (names.length > 1) {
      const name = await prompts.choose(
        "Which server?",
        names.map((value) => ({ value })),
      );
      return readServer(rest, name);
    }
    const again = await prompts.confirm("The bot is in no server yet. Invited it?", true);
    if (!again) throw new UserError(`Invite the bot first: ${link}`);
  }
}

type Names = Pick<Answers, "server" | "channels" | "reviewChannel" | "staffRoles">;

async function chooseIn(server: Server, prompts: Prompts): Promise<Names> {
  const kindOf = (forum: boolean) => (forum ? "forum" : "text channel");
  const choices = server.places.map(({ name, forum }) => ({ value: name, hint: kindOf(forum) }));
  const watched = await prompts.chooseSome("Which channels hold questions and reports?", choices);
  const texts = choices.filter(({ value, hint }) => hint !== "forum" && !watched.includes(value));
  if (texts.length === 0) {
    throw new UserError(
      "There is no text channel left for reviews: create one that only staff see.",
    );
  }
  const forums = new Set(server.places.filter(({ forum }) => forum).map(({ name }) => name));
  return {
    server: server.name,
    channels: Object.fromEntries(
      watched.map((name): [string, PlacePolicy] => [name, forums.has(name) ? "forum" : "mention"]),
    ),
    reviewChannel: await prompts.choose("Where do drafts wait for review (staff only)?", texts),
    staffRoles: await prompts.chooseSome(
      "Which roles may review?",
      server.roles.map((value) => ({ value })),
    ),
  };
}

async function typeNames(prompts: Prompts): Promise<Names> {
  const check = (value: string) => (value.trim() === "" ? "Needed." : undefined);
  const server = await prompts.text("Name of the Discord server", { check });
  const forum = await prompts.text("Forum channel with questions and reports", {
    initial: "help",
    check,
  });
  const reviewChannel = await prompts.text("Channel where drafts wait for review (staff only)", {
    initial: "review",
    check,
  });
  const role = await prompts.text("Role that may review", { initial: "Staff", check });
  return { server, channels: { [forum]: "forum" }, reviewChannel, staffRoles: [role] };
}

async function askRepository(
  prompts: Prompts,
): Promise<Pick<Route, "repository" | "visibility"> | null> {
  const repository = await prompts.text(
    "Repository for issues that no rule routes (OWNER/NAME; empty for none)",
    { check: (value) => (value === "" || REPOSITORY.test(value) ? undefined : "OWNER/NAME") },
  );
  if (repository === "") return null;
  const open = await prompts.confirm(`Is ${repository} public?`, true);
  return { repository, visibility: open ? "public" : "private" };
}

async function askDocs(prompts: Prompts, folder: string): Promise<Answers["docs"]> {
  const given = await prompts.text("Folder with your docs, for cited answers (empty for none)", {
    check: (value) =>
      value === "" || findDocs(folder, value) !== null
        ? undefined
        : `There is no ${resolve(value)}.`,
  });
  const path = given === "" ? null : findDocs(folder, given);
  if (path === null) return null;
  const baseUrl = await prompts.text("Their public address (empty for none)", {
    check: (value) => (value === "" || URL.canParse(value) ? undefined : "An address, or nothing."),
  });
  return { path, baseUrl: baseUrl === "" ? null : baseUrl };
}
