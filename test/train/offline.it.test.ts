import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, it } from "vitest";

const root = join(import.meta.dirname, "../..");
const shared = process.env["SIGNALBOX_SHARED"] ?? join(root, "../shared");
const missing = !existsSync(join(shared, "data/issues-nlbse24/issues_train.csv"));
const shipped = join(root, "src/integrations/offline/weights");

it.skipIf(missing)(
  `train:offline reproduces the shipped weights byte for byte${missing ? " (skipped: no data sets)" : ""}`,
  { timeout: 600_000 },
  async () => {
    const out = mkdtempSync(join(tmpdir(), "signalbox-weights-"));
    try {
      const train = join(root, "train/offline/main.ts");
      await promisify(execFile)(process.execPath, [train, "--out", out, "--shared", shared]);
      for (const name of ["weights.bin", "manifest.json"]) {
        const made = readFileSync(join(out, name));
        expect(made.equals(readFileSync(join(shipped, name))), name).toBe(true);
      }
    } finally {
      rmSync(out, { recursive: true, force: true });
    }
  },
);
