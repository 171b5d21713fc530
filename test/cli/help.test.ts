import { join } from "node:path";
import { Command } from "commander";
import { describe, expect, it } from "vitest";
import { COMMANDS } from "../../src/cli/commands.ts";
import { ROOT } from "../dockerfile.ts";

const WIDTH = 96;

/** A command's whole help, its examples included. */
function helpOf(command: Command): string {
  let text = "";
  new Command("signalbox").addCommand(command);
  command.configureOutput({
    writeOut: (piece) => {
      text += piece;
    },
    getOutHelpWidth: () => WIDTH,
  });
  command.outputHelp();
  return text.trimEnd();
}

const loaded = await Promise.all(
  Object.entries(COMMANDS).map(async ([name, load]) => [name, helpOf(await load())] as const),
);

describe("each command's help", () => {
  it.each(loaded)("of %s gives examples, and says what its exit codes mean", (name, help) => {
    expect(help).toContain(`Usage: signalbox ${name}`);
    expect(help).toMatch(/^Examples:\n {2}\S/m);
    expect(help).toMatch(new RegExp(`signalbox ${name}\\b`));
    expect(help).toMatch(/^Exit code: 0 \S/m);
  });

  it("is what docs/commands.md shows (vitest -u writes it anew)", async () => {
    const sections = loaded.map(([name, help]) => `## ${name}\n\n\`\`\`text\n${help}\n\`\`\`\n`);
    const page = `# Commands

\`npm run -s signalbox -- COMMAND\` in a checkout, \`node /app/src/cli.ts COMMAND\` in the image. Every command takes \`--help\`. Exit codes: 0 done, 1 problems were found, 2 bad input; what that means for each is said below. Commands that read or change the store ask the running program over its socket, and open the database themselves when it does not run.

${sections.join("\n")}`;
    await expect(page).toMatchFileSnapshot(join(ROOT, "docs/commands.md"));
  });
});
