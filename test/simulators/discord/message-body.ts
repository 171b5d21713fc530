import { z } from "zod";
import { apiError, type FieldError, invalidForm } from "./api-error.ts";
import { findComponentProblems } from "./components.ts";

const Snowflake = z.string().regex(/^\d{1,20}$/);
const text = (max: number) => z.string().max(max);

const Embed = z.looseObject({
  title: text(256).nullish(),
  description: text(4_096).nullish(),
  url: z.string().nullish(),
  color: z.int().min(0).max(0xffffff).nullish(),
  timestamp: z.string().nullish(),
  footer: z.looseObject({ text: text(2_048).nullish() }).nullish(),
  author: z.looseObject({ name: text(256).nullish() }).nullish(),
  fields: z
    .array(z.looseObject({ name: text(256).min(1), value: text(1_024).min(1) }))
    .max(25)
    .nullish(),
});
type Embed = z.infer<typeof Embed>;

const AllowedMentions = z.object({
  parse: z.array(z.enum(["users", "roles", "everyone"])).nullish(),
  users: z.array(Snowflake).max(100).nullish(),
  roles: z.array(Snowflake).max(100).nullish(),
  replied_user: z.boolean().nullish(),
});

const AttachmentRequest = z.object({
  id: z.union([z.string(), z.int()]).transform(String),
  filename: z.string().max(1_024).nullish(),
  description: z.string().max(1_024).nullish(),
});

/** What creates or edits a message; of an edit, what is undefined stays as it is. */
export const MessageBody = z.object({
  content: text(2_000).nullish(),
  nonce: z.union([z.string().max(25), z.int()]).nullish(),
  enforce_nonce: z.boolean().nullish(),
  tts: z.boolean().nullish(),
  flags: z.int().nullish(),
  embeds: z.array(Embed).max(10).nullish(),
  allowed_mentions: AllowedMentions.nullish(),
  message_reference: z
    .looseObject({ message_id: Snowflake.nullish(), fail_if_not_exists: z.boolean().nullish() })
    .nullish(),
  components: z.array(z.looseObject({ type: z.int() })).nullish(),
  attachments: z.array(AttachmentRequest).max(10).nullish(),
  sticker_ids: z.array(Snowflake).max(3).nullish(),
});
export type MessageBody = z.infer<typeof MessageBody>;

export const COMPONENTS_V2 = 1 << 15;
const MAX_EMBEDS_LENGTH = 6_000;

/** Reads a body by its schema, or throws 50035 in Discord's shape. */
export function parseBody<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body ?? {});
  if (parsed.success) return parsed.data;
  throw invalidForm(parsed.error.issues.map(toFieldError));
}

/**
 * Reads a message body and holds it to the limits that no schema states. An edit is read by the
 * flags that its message already has: what was made of components stays so.
 */
export function parseMessageBody(body: unknown, knownFlags = 0): MessageBody {
  const parsed = parseBody(MessageBody, body);
  const isV2 = (((parsed.flags ?? 0) | knownFlags) & COMPONENTS_V2) !== 0;
  const problems = [
    ...findComponentProblems(parsed.components ?? [], isV2),
    ...findEmbedProblems(parsed.embeds ?? []),
    ...(isV2 ? findV2Problems(parsed) : []),
  ];
  if (problems.length > 0) throw invalidForm(problems);
  return parsed;
}

/** Discord refuses a message that shows nothing. */
export function refuseEmpty(body: MessageBody, fileCount: number): void {
  const hasText = (body.content ?? "").trim() !== "";
  const lists = [body.embeds, body.components, body.sticker_ids];
  if (hasText || fileCount > 0 || lists.some((list) => (list?.length ?? 0) > 0)) return;
  throw apiError("emptyMessage");
}

function findEmbedProblems(embeds: readonly Embed[]): FieldError[] {
  const total = embeds.reduce((sum, embed) => sum + embedLength(embed), 0);
  if (total <= MAX_EMBEDS_LENGTH) return [];
  const message = `Embed size exceeds maximum size of ${MAX_EMBEDS_LENGTH}`;
  return [{ path: ["embeds"], code: "MAX_EMBED_SIZE_EXCEEDED", message }];
}

function embedLength(embed: Embed): number {
  const texts = [embed.title, embed.description, embed.footer?.text, embed.author?.name];
  const fields = (embed.fields ?? []).flatMap(({ name, value }) => [name, value]);
  return [...texts, ...fields].reduce((sum, part) => sum + (part?.length ?? 0), 0);
}

function findV2Problems(body: MessageBody): FieldError[] {
  const message = "The 'content' and 'embeds' fields cannot be used with IS_COMPONENTS_V2";
  const used = [body.content ? "content" : null, body.embeds?.length ? "embeds" : null];
  return used.flatMap((field) =>
    field === null
      ? []
      : [{ path: [field], code: "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", message }],
  );
}

function toFieldError(issue: z.core.$ZodIssue): FieldError {
  const path = issue.path.map((part) => (typeof part === "symbol" ? String(part) : part));
  if (issue.code === "too_big" && issue.origin === "string") {
    const message = `Must be ${issue.maximum} or fewer in length.`;
    return { path, code: "BASE_TYPE_MAX_LENGTH", message };
  }
  if (issue.code === "too_small" && issue.origin === "string") {
    return { path, code: "BASE_TYPE_REQUIRED", message: "This field is required" };
  }
  if (issue.code === "invalid_type" && issue.input === undefined) {
    return { path, code: "BASE_TYPE_REQUIRED", message: "This field is required" };
  }
  const code = issue.code === "invalid_value" ? "BASE_TYPE_CHOICES" : "BASE_TYPE_BAD";
  return { path, code, message: issue.message };
}
