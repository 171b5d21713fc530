import type {
  ButtonInteraction,
  InteractionEditReplyOptions,
  ModalMessageModalSubmitInteraction,
} from "discord.js";
import { Kind } from "../../triage/model/classification.ts";
import { detailWords, WANTED } from "../../triage/model/details.ts";
import type { LookedUp } from "../../triage/people/report-desk.ts";
import type { Person, ReportDeps, WordDeps } from "../deps.ts";
import { button, row } from "../render/buttons.ts";
import { inlineText, quietLink } from "../render/defuse.ts";
import { fieldText, formOf } from "../render/form-fields.ts";
import { oneLine } from "../render/split.ts";
import { choicesOf, detailIn, type Texts } from "../words/wording.ts";
import { whisper } from "./answer.ts";
import { commandPost, placeOf } from "./command-post.ts";
import type { CustomId } from "./custom-id.ts";

type Found = Extract<LookedUp, { type: "found" }>;

/** The title stands in the embed: it is read back from there when the form comes. */
export function alikeMessage(
  { title, kind, details, alike }: Found,
  texts: Texts,
): InteractionEditReplyOptions {
  const lines = alike.map(({ title: other, url }, at) =>
    [`**${at + 1}.** ${inlineText(oneLine(other, 100))}`, url === null ? "" : quietLink(url)]
      .filter((part) => part !== "")
      .join(" "),
  );
  const asked = details.map((detail) => WANTED[kind].indexOf(detail)).join("_");
  return {
    content:
      alike.length > 0
        ? [texts.say("report.alike"), ...lines].join("\n")
        : texts.say("report.nothing-alike"),
    embeds: [{ title }],
    components: [
      row(
        ...alike.map(({ key }, at) =>
          button("report-same", texts.say("report.it-is", { number: at + 1 }), key),
        ),
        button(
          "report-write",
          texts.say(alike.length > 0 ? "button.none-of-these" : "button.write-report"),
          `${kind}_${asked}`,
          { style: "main" },
        ),
      ),
    ],
  };
}

/** Which details of which kind a button asks for. */
function readAsked(id: string): readonly string[] {
  const [kind, ...asked] = id.split("_");
  const wanted = WANTED[Kind.catch("bug").parse(kind)];
  return asked.flatMap((at) => wanted[Number.parseInt(at, 10)] ?? []);
}

export async function pressReport(
  interaction: ButtonInteraction,
  id: CustomId,
  by: Person,
  deps: ReportDeps & WordDeps,
): Promise<void> {
  const title = titleOf(interaction);
  if (title === "") return whisper(interaction, deps.texts.say("gone"));
  if (id.verb === "report-write") {
    const fields = readAsked(id.id).map((detail, at) => ({
      name: String(at),
      label: detailIn(deps.texts, detail),
      long: true,
      required: false,
      max: 2_000,
      ...choicesOf(deps.texts, detail),
    }));
    const what = { name: "what", label: deps.texts.say("report.what"), long: true, max: 3_000 };
    await interaction.showModal(
      formOf("report-form", id, deps.texts.say("report.form"), [what, ...fields]),
    );
    return;
  }
  await interaction.deferUpdate();
  const raw = { ...reportPost(interaction, by, ""), title };
  await settle(interaction, await deps.takeReport(raw, id.id), deps.texts);
}

export async function submitReport(
  interaction: ModalMessageModalSubmitInteraction,
  id: CustomId,
  by: Person,
  deps: ReportDeps & WordDeps,
): Promise<void> {
  await interaction.deferUpdate();
  const asked = readAsked(id.id);
  const { fields } = interaction;
  const details = asked.flatMap((detail, at) => {
    const text = fieldText(fields, String(at));
    return text === "" ? [] : [`${detailWords(detail)}: ${text}`];
  });
  const text = [fields.getTextInputValue("what").trim(), ...details].join("\n\n");
  const raw = { ...reportPost(interaction, by, text), title: titleOf(interaction) };
  await settle(interaction, await deps.takeReport(raw, null), deps.texts);
}

/** What was looked up is reported once, however often its buttons are pressed. */
function reportPost(
  interaction: ButtonInteraction | ModalMessageModalSubmitInteraction,
  by: Person,
  text: string,
) {
  const { id: sourceId } = interaction.message;
  return { ...commandPost(interaction, by, text), sourceId, placeId: placeOf(interaction) };
}

function titleOf({ message }: ButtonInteraction | ModalMessageModalSubmitInteraction): string {
  return message.embeds[0]?.title ?? "";
}

async function settle(
  interaction: ButtonInteraction | ModalMessageModalSubmitInteraction,
  taken: Awaited<ReturnType<ReportDeps["takeReport"]>>,
  texts: Texts,
): Promise<void> {
  const content =
    taken.type === "taken"
      ? texts.say("report.taken", { code: taken.code })
      : texts.say(taken.type === "daily-cap" ? "refused.daily-cap" : "report.not-taken");
  await interaction.editReply({ content, embeds: [], components: [] });
}
