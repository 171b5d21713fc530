import { constants, existsSync } from "node:fs";
import { access, stat, statfs } from "node:fs/promises";
import { createServer } from "node:net";
import { dirname } from "node:path";
import { docsPlaces } from "../../docs.ts";
import { loadIndex } from "../../integrations/docs/open-index.ts";
import { countPages } from "../../integrations/docs/page-sources.ts";
import { findRunning } from "../operator/open.ts";
import type { Setup } from "../setup.ts";
import { type Finding, reporter } from "./finding.ts";

const GIGABYTE = 2 ** 30;
const SCARCE = 2 * GIGABYTE;
const TOO_LITTLE = GIGABYTE / 4;

/** The docs that the config names, and the index made of them. */
export async function checkDocs(setup: Setup): Promise<Finding[]> {
  const { ok, warning, failure } = reporter("docs");
  const places = docsPlaces(setup.config, setup.configFile);
  const findings: Finding[] = [];
  for (const { source, from } of places) {
    if (from.type !== "path") continue;
    const { path } = from;
    const found = await stat(path).catch(() => null);
    if (!found) {
      findings.push(
        failure(
          `${source.name}: there is no ${path}.`,
          "Correct the path under docs in the config.",
        ),
      );
    } else if ((await countPages(path)) === 0) {
      findings.push(
        warning(
          `${source.name}: ${path} holds no page.`,
          "Name a folder with Markdown, MDX, reStructuredText, notebooks or OpenAPI files.",
        ),
      );
    }
  }
  const index = await loadIndex(setup.dataDir).catch(() => null);
  if (index) findings.push(ok(`The index holds ${index.pages.length} pages.`));
  else if (places.length > 0) findings.push(ok("The index is made at the first start."));
  else {
    findings.push(
      warning(
        "The config names no docs: no answer is drafted, questions are left to people.",
        "Add your docs under docs in the config.",
      ),
    );
  }
  return findings;
}

/** Whether the console's port is free, or ours. */
export async function checkConsole({ config, dataDir }: Setup): Promise<Finding[]> {
  const { ok, failure } = reporter("console");
  const { host, port } = config.console;
  const where = `${host}:${port}`;
  if (await findRunning({ dataDir })) return [ok(`The running program answers on ${where}.`)];
  const trouble = await tryListening(host, port);
  if (trouble === null) return [ok(`${where} is free for webhooks and health checks.`)];
  if (trouble === "EADDRINUSE" && (await isSignalbox(host, port))) {
    return [ok(`A running Signalbox answers on ${where}.`)];
  }
  return [
    failure(
      `The program cannot listen on ${where} (${trouble}).`,
      "Stop what uses it, or set another console.port (or CONSOLE_PORT).",
    ),
  ];
}

function tryListening(host: string, port: number): Promise<string | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", (error: Error & { code?: string }) =>
      resolve(error.code ?? error.message),
    );
    server.listen({ host, port }, () => server.close(() => resolve(null)));
  });
}

/** With a database server there is no socket to ask; the program's own health check tells. */
async function isSignalbox(host: string, port: number): Promise<boolean> {
  const name = host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host;
  try {
    const answer = await fetch(`http://${name}:${port}/metrics`, {
      signal: AbortSignal.timeout(3_000),
    });
    return (await answer.text()).includes("signalbox_");
  } catch {
    return false;
  }
}

/** Room and rights in the data folder. */
export async function checkDisk(dataDir: string): Promise<Finding[]> {
  const { ok, warning, failure } = reporter("disk");
  let folder = dataDir;
  while (!existsSync(folder) && dirname(folder) !== folder) folder = dirname(folder);
  const findings: Finding[] = [];
  try {
    await access(folder, constants.W_OK | constants.X_OK);
  } catch {
    findings.push(
      failure(`${folder} cannot be written to.`, "Give the folder to the user who runs Signalbox."),
    );
  }
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  const said = `${(free / GIGABYTE).toFixed(1)} GB free in ${folder}.`;
  if (free < TOO_LITTLE)
    findings.push(failure(said, "Make room: the database stops when it is full."));
  else if (free < SCARCE) findings.push(warning(said, "Make room before it runs out."));
  else findings.push(ok(said));
  return findings;
}
