import { z } from "zod";
import type { RepositoryEvent } from "../../triage/model/repository-event.ts";
import { redact } from "../../triage/redact/redact.ts";
import { numbersClosed } from "./references.ts";

type Read = { readonly event: RepositoryEvent } | { readonly ignored: string };

const Repository = z.object({ full_name: z.string(), private: z.boolean() });
const ReleasePayload = z.object({
  repository: Repository,
  release: z.object({
    tag_name: z.string(),
    name: z.string().nullish(),
    body: z.string().nullish(),
    draft: z.boolean(),
    prerelease: z.boolean(),
  }),
});
const PullPayload = z.object({
  repository: Repository,
  pull_request: z.object({
    number: z.number().int(),
    merged: z.boolean().nullish(),
    body: z.string().nullish(),
  }),
});
const RepositoryPayload = z.object({
  repository: Repository,
  changes: z
    .object({
      repository: z.object({ name: z.object({ from: z.string() }) }),
      owner: z.object({
        from: z.object({
          user: z.object({ login: z.string() }).nullish(),
          organization: z.object({ login: z.string() }).nullish(),
        }),
      }),
    })
    .partial()
    .optional(),
});

type Changed = Extract<RepositoryEvent, { event: "repository" }>["change"];
const CHANGES: readonly Changed[] = [
  "archived",
  "unarchived",
  "privatized",
  "publicized",
  "deleted",
  "renamed",
  "transferred",
];

const LONGEST_NAME = 80;
const LONGEST_NOTES = 60_000;

export function readRelease(action: string, payload: unknown): Read {
  // A preview that becomes a release comes as "released".
  if (action !== "published" && action !== "released") {
    return { ignored: `${action} releases nothing` };
  }
  const parsed = ReleasePayload.safeParse(payload);
  if (!parsed.success) return unreadable(parsed.error);
  const { release, repository } = parsed.data;
  if (release.draft || release.prerelease) return { ignored: "a preview of a release" };
  return {
    event: {
      event: "released",
      repository: repository.full_name,
      visibility: repository.private ? "private" : "public",
      release: redact(release.name?.trim() || release.tag_name).text.slice(0, LONGEST_NAME),
      notes: redact(release.body ?? "").text.slice(0, LONGEST_NOTES),
    },
  };
}

export function readMerge(action: string, payload: unknown): Read {
  if (action !== "closed") return { ignored: `${action} merges nothing` };
  const parsed = PullPayload.safeParse(payload);
  if (!parsed.success) return unreadable(parsed.error);
  const { pull_request: pull, repository } = parsed.data;
  if (pull.merged !== true) return { ignored: "closed without merging" };
  const closes = numbersClosed(pull.body ?? "", repository.full_name);
  if (closes.length === 0) return { ignored: "it closes no issue" };
  const { number } = pull;
  return { event: { event: "merged", repository: repository.full_name, number, closes } };
}

export function readRepositoryChange(action: string, payload: unknown): Read {
  const change = CHANGES.find((one) => one === action);
  if (!change) return { ignored: `${action} changes nothing for us` };
  const parsed = RepositoryPayload.safeParse(payload);
  if (!parsed.success) return unreadable(parsed.error);
  const { repository, changes } = parsed.data;
  const [owner = "", name = ""] = repository.full_name.split("/");
  const from = changes?.owner?.from;
  const before = {
    owner: from?.organization?.login ?? from?.user?.login ?? owner,
    name: changes?.repository?.name.from ?? name,
  };
  const was = `${before.owner}/${before.name}`;
  return {
    event: {
      event: "repository",
      change,
      repository: repository.full_name,
      before: was === repository.full_name ? null : was,
    },
  };
}

/** Why a payload means nothing to us: its shape is not what GitHub documents. */
export function unreadable(error: z.ZodError): { readonly ignored: string } {
  const [first] = error.issues;
  return { ignored: `unreadable at ${first?.path.join(".") ?? "its root"}` };
}
