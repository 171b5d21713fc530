import { ApplicationCommandType, type ModalSubmitInteraction } from "discord.js";
import { ELSEWHERE } from "../../triage/intake/elsewhere.ts";
import type { CallResult, CommandDeps, Person } from "../deps.ts";
import { commandPost } from "../presses/command-post.ts";
import { inlineText } from "../render/defuse.ts";
import { formOf } from "../render/form-fields.ts";
import { staffTexts } from "../words/staff-texts.ts";
import type { FormCommand } from "./command.ts";
import { LISTED_FOR_STAFF } from "./staff.ts";

const words = staffTexts.commands.capture;

/** `/capture`: a post from elsewhere, with its address and on whose behalf; nothing of it is public. */
export const captureCommand: FormCommand = {
  type: "form",
  staffOnly: true,
  data: {
    type: ApplicationCommandType.ChatInput,
    name: "capture",
    description: "Take in a post from elsewhere; nothing is said in public about it",
    default_member_permissions: LISTED_FOR_STAFF,
  },
  form: () =>
    formOf("capture-form", { id: "new", version: 0 }, words.form, [
      { name: "url", label: words.url, max: 500 },
      { name: "behalf", label: words.behalf, required: false, max: 100 },
      { name: "title", label: words.title, required: false, max: 200 },
      { name: "text", label: words.text, long: true },
    ]),
};

export async function submitCapture(
  interaction: ModalSubmitInteraction,
  by: Person,
  deps: Pick<CommandDeps, "capture">,
): Promise<void> {
  await interaction.deferReply({ flags: "Ephemeral" });
  const value = (name: string) => interaction.fields.getTextInputValue(name).trim();
  const url = addressIn(value("url"));
  if (url === null) {
    await interaction.editReply(words.noAddress);
    return;
  }
  const behalf = value("behalf");
  const raw = {
    ...commandPost(interaction, by, value("text")),
    source: ELSEWHERE,
    sourceId: url,
    title: value("title"),
    authorSourceId: behalf === "" ? url : behalf,
    authorName: behalf === "" ? words.somebody : behalf,
    permalink: url,
    author: { bot: false, roles: [], optedOut: false },
  };
  await interaction.editReply(answerTo(await deps.capture(raw)));
}

/** The address without what differs from visit to visit; null when it is none. */
function addressIn(text: string): string | null {
  const url = URL.parse(text);
  if (url?.protocol !== "https:" && url?.protocol !== "http:") return null;
  url.hash = "";
  for (const name of [...url.searchParams.keys()]) {
    if (name.startsWith("utm_")) url.searchParams.delete(name);
  }
  return url.href;
}

function answerTo(result: CallResult): string {
  switch (result.type) {
    case "opened":
      return words.opened(result.code);
    case "known":
      return words.known(result.code);
    case "skipped":
      return words.skipped(inlineText(result.reason));
  }
}
