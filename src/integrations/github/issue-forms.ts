import { type Octokit, RequestError } from "octokit";
import { parse } from "yaml";
import { z } from "zod";
import type { IssueForm } from "../../triage/model/issue-form.ts";
import { splitName } from "./repository.ts";

const FOLDER = ".github/ISSUE_TEMPLATE";
const LONGEST_LABEL = 120;
const MOST_FORMS = 12;

const Entry = z.object({ type: z.string(), name: z.string(), path: z.string() });
const File = z.object({ content: z.string(), encoding: z.literal("base64") });
const Form = z.object({
  name: z.string(),
  labels: z
    .union([z.array(z.string()), z.string().transform((list) => list.split(","))])
    .default([]),
  body: z.array(
    z.object({
      type: z.string(),
      attributes: z.object({ label: z.string().optional() }).optional(),
      validations: z.object({ required: z.boolean().optional() }).nullish(),
    }),
  ),
});

/** The forms that a repository has for new issues; none where it has no forms we can read. */
export async function readIssueForms(client: Octokit, repository: string): Promise<IssueForm[]> {
  const listed = await contentsOf(client, repository, FOLDER);
  const files = z
    .array(Entry)
    .catch([])
    .parse(listed)
    .filter(({ type, name }) => type === "file" && /(?<!^config)\.ya?ml$/i.test(name))
    .slice(0, MOST_FORMS);
  const forms = await Promise.all(
    files.map(async ({ path }) => {
      const file = File.safeParse(await contentsOf(client, repository, path));
      return file.success ? toForm(repository, file.data.content) : null;
    }),
  );
  return forms.filter((form) => form !== null);
}

async function contentsOf(client: Octokit, repository: string, path: string): Promise<unknown> {
  try {
    const { data } = await client.rest.repos.getContent({ ...splitName(repository), path });
    return data;
  } catch (error) {
    // No such folder, or no leave to read files: then our own template is used.
    if (error instanceof RequestError && (error.status === 404 || error.status === 403))
      return null;
    throw error;
  }
}

/** A form as we need it; null for a file that is none. */
export function toForm(repository: string, base64: string): IssueForm | null {
  const read = Form.safeParse(parsed(Buffer.from(base64, "base64").toString("utf8")));
  if (!read.success) return null;
  const { name, labels, body } = read.data;
  const fields = body.flatMap(({ type, attributes, validations }) => {
    const label = attributes?.label?.replace(/\s+/g, " ").trim().slice(0, LONGEST_LABEL) ?? "";
    // Text that only explains, and boxes to tick, are not ours to fill in.
    if (label === "" || type === "markdown" || type === "checkboxes") return [];
    return [{ label, required: validations?.required === true }];
  });
  return { repository, name, labels: labels.map((one) => one.trim()), fields };
}

function parsed(text: string): unknown {
  try {
    return parse(text);
  } catch {
    return null;
  }
}
