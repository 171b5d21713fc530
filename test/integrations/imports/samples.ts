/** A message as DiscordChatExporter writes it. */
export function aMessage(id: number, author: string, content: string, overrides = {}) {
  return {
    id: String(id),
    type: "Default",
    timestamp: new Date(Date.UTC(2026, 0, 5, 12, id)).toISOString(),
    content,
    author: { id: `id-${author}`, name: author, isBot: false, roles: [] as { name: string }[] },
    attachments: [],
    ...overrides,
  };
}

export function anExport(messages: readonly unknown[], channel = {}) {
  return {
    guild: { id: "1", name: "Acme" },
    channel: { id: "10", type: "GuildTextChat", name: "help", category: "Support", ...channel },
    messages,
    messageCount: messages.length,
  };
}

export function aTopic(overrides = {}) {
  return {
    id: 7,
    title: "Uploads hang",
    created_at: "2026-01-05T12:00:00.000Z",
    category_id: 3,
    tags: ["files"],
    post_stream: {
      posts: [
        { post_number: 1, username: "ada", created_at: null, cooked: "<p>They hang.</p>" },
        {
          post_number: 2,
          username: "grace",
          staff: true,
          created_at: null,
          cooked: "<p>Fixed.</p>",
        },
      ] as Record<string, unknown>[],
    },
    ...overrides,
  };
}

export function anIssueRow(overrides = {}) {
  return {
    number: 12,
    title: "Upload hangs",
    body: "It hangs.",
    user: { login: "ada", type: "User" },
    author_association: "NONE",
    created_at: "2026-01-05T12:00:00Z",
    html_url: "https://github.com/acme/sdk/issues/12",
    labels: [{ name: "bug" }],
    comments: 0,
    ...overrides,
  };
}
