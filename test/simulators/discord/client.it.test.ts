import { once } from "node:events";
import {
  ActionRowBuilder,
  ApplicationCommandType,
  ButtonBuilder,
  ButtonStyle,
  type Client,
  EmbedBuilder,
  type Interaction,
  type Message,
  MessageFlags,
  ModalBuilder,
  StringSelectMenuBuilder,
  TextInputBuilder,
  TextInputStyle,
  type ThreadChannel,
} from "discord.js";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { aClient, login } from "./connect.ts";
import { startDiscordSimulator } from "./server.ts";
import type { DiscordSimulator } from "./simulator.ts";

let sim: DiscordSimulator;
let client: Client<true>;

beforeAll(async () => {
  sim = await startDiscordSimulator({ checkAnswers: true });
});

afterAll(async () => {
  await client?.destroy();
  await sim.close();
});

function buttons(...ids: string[]) {
  const made = ids.map((id) =>
    new ButtonBuilder().setCustomId(id).setLabel(id).setStyle(ButtonStyle.Primary),
  );
  return new ActionRowBuilder<ButtonBuilder>().addComponents(made);
}

describe("a discord.js client", () => {
  let forumId: string;
  let reviewId: string;

  beforeAll(async () => {
    const staff = sim.addRole("Staff");
    forumId = sim.addForum({ name: "help", tags: ["bug", "question"] });
    reviewId = sim.addTextChannel({ name: "review", onlyRoles: [staff] });
    client = await login(aClient(sim), sim);
  });

  afterEach(() => {
    client.removeAllListeners("messageCreate");
    client.removeAllListeners("interactionCreate");
    client.removeAllListeners("threadCreate");
    expect(sim.stats()).toMatchObject({ violations: [], wrongAnswers: [], crashes: [] });
  });

  async function aCard(): Promise<Message> {
    const review = await client.channels.fetch(reviewId);
    if (!review?.isSendable()) throw new Error("no review channel");
    return review.send({ content: "A draft", components: [buttons("send", "edit")] });
  }

  it("finds the server, its channels and itself", async () => {
    const guild = await client.guilds.fetch(sim.guildId);
    expect(guild.channels.cache.map(({ name }) => name).toSorted()).toEqual(["help", "review"]);
    expect(client.user.id).toBe(sim.botUserId);
    expect(client.application.id).toBe(sim.applicationId);
  });

  it("hears a forum post and answers it", async () => {
    const ana = sim.addMember({ name: "Ana" });
    const heard = once(client, "messageCreate") as Promise<[Message]>;
    const opened = once(client, "threadCreate") as Promise<[ThreadChannel, boolean]>;
    const postId = await ana.createForumPost(forumId, {
      title: "It fails",
      content: "Since 2.0 it fails.",
      tags: ["bug"],
    });
    const [thread, isNew] = await opened;
    expect(isNew).toBe(true);
    expect(thread.appliedTags).toEqual([sim.tagId(forumId, "bug")]);
    const [message] = await heard;
    expect(message.id).toBe(postId);
    expect(message.channelId).toBe(postId);
    expect(message.content).toBe("Since 2.0 it fails.");
    expect(message.member?.displayName).toBe("Ana");

    await message.react("👀");
    const embed = new EmbedBuilder().setTitle("Seen").addFields({ name: "State", value: "new" });
    const answer = await message.reply({ embeds: [embed], allowedMentions: { parse: [] } });
    await answer.edit({ content: "Looking", embeds: [] });
    expect(sim.messages(postId)).toMatchObject([
      { id: postId, reactions: [{ emoji: { name: "👀" }, count: 1, me: true }] },
      { id: answer.id, content: "Looking", embeds: [], edited_timestamp: expect.any(String) },
    ]);
  });

  it("is clicked, opens a form and reads what was written", async () => {
    const staff = sim.addMember({ name: "Sam" });
    const role = sim.snapshot().guild["roles"] as { id: string; name: string }[];
    sim.giveRole(staff.id, role.find(({ name }) => name === "Staff")?.id ?? "");
    const card = await aCard();
    client.on("interactionCreate", async (interaction: Interaction) => {
      if (interaction.isButton()) {
        const input = new TextInputBuilder().setCustomId("text").setStyle(TextInputStyle.Paragraph);
        const row = new ActionRowBuilder<TextInputBuilder>().addComponents(input.setLabel("Text"));
        const modal = new ModalBuilder().setCustomId("edit:1").setTitle("Edit");
        await interaction.showModal(modal.addComponents(row));
      } else if (interaction.isModalSubmit() && interaction.isFromMessage()) {
        const text = interaction.fields.getTextInputValue("text");
        await interaction.update({ content: text, components: [] });
        await interaction.followUp({ content: "Done", flags: MessageFlags.Ephemeral });
      }
    });
    const modal = await staff.click(card.id, "edit").modal();
    expect(modal).toMatchObject({ customId: "edit:1", title: "Edit" });
    expect(() => staff.submitModal(modal, {})).toThrow("text must be filled in");
    const submitted = staff.submitModal(modal, { text: "A better draft" });
    expect(await submitted.updated()).toMatchObject({ content: "A better draft", components: [] });
    const reply = await submitted.reply();
    expect(reply).toMatchObject({ content: "Done", flags: MessageFlags.Ephemeral });
    expect(sim.messages(reviewId).some(({ id }) => id === reply["id"])).toBe(false);
    expect(() => staff.click(card.id, "send")).toThrow("no component send");
  });

  it("defers, replies where only one person sees it, and reads a menu", async () => {
    const card = await aCard();
    const menu = new StringSelectMenuBuilder()
      .setCustomId("kind")
      .addOptions({ label: "Bug", value: "bug" }, { label: "Docs", value: "docs" });
    await card.edit({
      components: [new ActionRowBuilder<StringSelectMenuBuilder>().addComponents(menu)],
    });
    client.on("interactionCreate", async (interaction: Interaction) => {
      if (!interaction.isStringSelectMenu()) return;
      await interaction.deferReply({ flags: MessageFlags.Ephemeral });
      await interaction.editReply(`Now ${interaction.values[0]}`);
    });
    const owner = sim.owner();
    expect(() => owner.select(card.id, "kind", ["none"])).toThrow("no value none");
    const reply = await owner.select(card.id, "kind", ["docs"]).reply();
    expect(reply).toMatchObject({ content: "Now docs", flags: MessageFlags.Ephemeral });
    expect(sim.snapshot().ephemerals[owner.id]).toHaveLength(1);
  });

  it("talks in private, buttons included", async () => {
    const ana = sim.addMember({ name: "Cy" });
    const user = await client.users.fetch(ana.id);
    const sent = await user.send({ content: "A key leaked", components: [buttons("understood")] });
    client.on("interactionCreate", async (interaction: Interaction) => {
      if (interaction.isButton()) await interaction.update({ content: "Thanks", components: [] });
    });
    const updated = await ana.click(sent.id, "understood").updated();
    expect(updated).toMatchObject({ content: "Thanks" });
    expect(sim.directMessages(ana.id)).toMatchObject([{ id: sent.id, content: "Thanks" }]);
    expect(() => sim.addMember({ name: "Di" }).click(sent.id, "understood")).toThrow("Unknown");
  });

  it("sees a staff channel only through the roles of those who may", async () => {
    const card = await aCard();
    const stranger = sim.addMember({ name: "Eve" });
    expect(() => stranger.click(card.id, "send")).toThrow("Unknown Message");
    expect(() => stranger.post(reviewId, "hello")).toThrow("Unknown Channel");
  });

  it("registers commands and is called by them", async () => {
    await client.application.commands.set([
      { name: "Send to triage", type: ApplicationCommandType.Message },
      {
        name: "signalbox",
        description: "Signalbox",
        defaultMemberPermissions: "32",
        options: [{ type: 1, name: "pause", description: "Pause", options: [] }],
      },
    ]);
    client.on("interactionCreate", async (interaction: Interaction) => {
      if (interaction.isMessageContextMenuCommand()) {
        await interaction.reply({ content: `Took: ${interaction.targetMessage.content}` });
      } else if (interaction.isChatInputCommand()) {
        await interaction.reply({
          content: interaction.options.getSubcommand(),
          withResponse: true,
        });
      }
    });
    const ana = sim.addMember({ name: "Bo" });
    const general = sim.addTextChannel({ name: "general" });
    const messageId = ana.post(general, "It is slow");
    const taken = await ana.messageCommand("Send to triage", messageId).reply();
    expect(taken).toMatchObject({ content: "Took: It is slow" });
    expect(() => ana.command("signalbox pause", {}, general)).toThrow("Missing Permissions");
    const paused = await sim.owner().command("signalbox pause", {}, general).reply();
    expect(paused).toMatchObject({ content: "pause" });
  });
});
