import { readFileSync } from "node:fs";
import { join } from "node:path";

export const ROOT = join(import.meta.dirname, "..");

export type Instruction = { readonly name: string; readonly argument: string };

/** The instructions of each stage of the Dockerfile, in order, with continued lines joined. */
export function readStages(): Instruction[][] {
  const lines = readFileSync(join(ROOT, "Dockerfile"), "utf8")
    .replaceAll(/\\\n\s*/g, "")
    .split("\n")
    .filter((line) => line.trim() !== "" && !line.startsWith("#"));
  const stages: Instruction[][] = [];
  for (const line of lines) {
    const [, name = "", argument = ""] = /^(\w+)\s+(.*)$/.exec(line) ?? [];
    if (name === "FROM") stages.push([]);
    stages.at(-1)?.push({ name, argument });
  }
  return stages;
}

/** Arguments of the instructions with this name. */
export function argumentsOf(stage: readonly Instruction[], name: string): string[] {
  return stage.filter((one) => one.name === name).map(({ argument }) => argument);
}

/** The list that an instruction such as CMD holds. */
export function listOf(stage: readonly Instruction[], name: string): string[] {
  return JSON.parse(argumentsOf(stage, name).at(-1) ?? "[]");
}
