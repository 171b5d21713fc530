import { readFileSync } from "node:fs";
import { z } from "zod";

const Inputs = z.object({ inputs: z.array(z.object({ sha256: z.string() })) });

/** Hashes of the files that the shipped weights were trained on. */
export function trainingInputs(): ReadonlySet<string> {
  const manifest = new URL("../integrations/offline/weights/manifest.json", import.meta.url);
  const { inputs } = Inputs.parse(JSON.parse(readFileSync(manifest, "utf8")));
  return new Set(inputs.map(({ sha256 }) => sha256));
}
