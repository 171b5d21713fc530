import { generateKeyPairSync } from "node:crypto";
import { App, Octokit } from "octokit";
import type { GitHubSimulator } from "./server.ts";

const PLAIN = { retry: { enabled: false }, throttle: { enabled: false } };
const quiet = { debug() {}, info() {}, warn() {}, error() {} };

/** The real client, one attempt a call. */
export function anOctokit(sim: GitHubSimulator, token: string | null = sim.appToken()): Octokit {
  return new Octokit({ baseUrl: sim.url, log: quiet, ...PLAIN, ...(token && { auth: token }) });
}

/** The real client as an installed GitHub App, with a key made for the occasion. */
export async function anAppOctokit(sim: GitHubSimulator): Promise<Octokit> {
  const { privateKey } = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
  const app = new App({
    appId: sim.app.id,
    privateKey,
    Octokit: Octokit.defaults({ baseUrl: sim.url, log: quiet, ...PLAIN }),
  });
  return app.getInstallationOctokit(sim.app.installationId);
}
