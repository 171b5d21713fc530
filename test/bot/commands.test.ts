import { ApplicationCommandOptionType } from "discord.js";
import { expect, it } from "vitest";
import { z } from "zod";
import { createCommands } from "../../src/bot/commands/commands.ts";
import { createTestDeps } from "./bot-harness.ts";

const PLACES = {
  forumId: "1",
  textId: "2",
  reviewId: "3",
  staffRoleId: "4",
  helperRoleId: "5",
} as const;

/** What only the person who types can know. */
const FREE = ["ask question", "report title", "retract words"];

const Option = z.object({
  type: z.number(),
  name: z.string(),
  autocomplete: z.boolean().default(false),
  choices: z.array(z.unknown()).default([]),
});

it("offers choices for every option that is chosen from a list", () => {
  const nothing = () => Promise.reject(new Error("no command is run"));
  const { data } = createCommands({
    deps: createTestDeps(PLACES),
    setup: { begin: nothing, history: nothing },
    readMessage: nothing,
  });
  const typed = data.flatMap((command) =>
    ("options" in command ? (command.options ?? []) : [])
      .map((option) => Option.parse(option))
      .filter(({ type }) => type === ApplicationCommandOptionType.String)
      .map((option) => ({ ...option, path: `${command.name} ${option.name}` })),
  );
  const offering = typed.filter((one) => one.autocomplete || one.choices.length > 0);
  expect(offering.map(({ path }) => path)).toEqual(
    expect.arrayContaining(["status code", "gaps file", "ticket code", "retract code"]),
  );
  const free = typed.filter((one) => !offering.includes(one)).map(({ path }) => path);
  expect(free.toSorted()).toEqual(FREE);
});
