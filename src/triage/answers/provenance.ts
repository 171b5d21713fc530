import type { Provenance } from "../model/model-call.ts";
import type { Policy } from "../model/policy.ts";
import { REDACTOR_VERSION } from "../redact/redact.ts";

const hashes = new WeakMap<Policy, Promise<string>>();

/** What a triage goes by besides the post. A policy object never changes, so it is hashed once. */
export async function provenanceOf(
  policy: Policy,
  passages: { version(): string },
): Promise<Provenance> {
  const policyHash = await (hashes.get(policy) ?? remember(policy));
  return { policyHash, indexVersion: passages.version(), redactorVersion: REDACTOR_VERSION };
}

function remember(policy: Policy): Promise<string> {
  const hash = shortHash(JSON.stringify(policy));
  hashes.set(policy, hash);
  return hash;
}

async function shortHash(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return Array.from(new Uint8Array(digest, 0, 8), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("");
}
