import type pg from "pg";

/** The community that is filled, and the month in which everything happens. */
export const FILLED = "filled";
export const MONTH = { from: Date.UTC(2026, 4, 1), to: Date.UTC(2026, 5, 1) };

/**
 * Tickets as a busy community leaves them, spread evenly over the month: a post, a classification, a
 * decision, a draft that somebody decided, a public answer, a mark and a card, eight lines of story,
 * replies, and an issue for every fourth. Texts have the length of real posts.
 */
export async function fill(pool: pg.Pool, tickets: number): Promise<void> {
  const every = (MONTH.to - MONTH.from) / tickets / 1_000;
  const at = (seconds: number) =>
    `to_timestamp(${MONTH.from / 1_000}) + ((n * ${every}) + ${seconds}) * interval '1 second'`;
  const id = (prefix: string) => `'${prefix}' || lpad(n::text, 8, '0')`;
  const words = (length: number) => `rpad('', ${length}, 'Uploads hang since the update of ' || n)`;
  const answer = `jsonb_build_object('do', 'say', 'say', jsonb_build_object('say', 'answer',
    'code', 'SB-' || n, 'claims', jsonb_build_array(jsonb_build_object('text', ${words(600)})),
    'sources', jsonb_build_array(jsonb_build_object('title', 'Page ' || n % 90,
      'url', 'https://docs.example/' || n % 90, 'passageId', 'p' || n % 90))))`;
  const rows: readonly (readonly [string, string, string])[] = [
    [
      "persons (id, source, source_id, name)",
      `${id("u")}, 'discord', 's' || n, 'Member ' || n`,
      "",
    ],
    [
      `posts (id, source, source_id, place_id, conversation_id, person_id, title, text, removed,
        attachments, tags, permalink, posted_at)`,
      `${id("p")}, 'discord', 'm' || n, 'forum', 'thread-' || n, ${id("u")}, ${words(60)},
        ${words(900)}, '[]', '[]', '[]', 'https://discord.example/' || n, ${at(0)}`,
      "",
    ],
    [
      `tickets (id, code, version, state, source, place_id, conversation_id, opening_source_id,
        permalink, kind, lane, area, severity, title, public_messages, asked, attempts, created_at,
        updated_at, issue_node_id)`,
      `${id("t")}, 'SB-' || n, 3, (ARRAY['answered', 'resting', 'resolved'])[n % 3 + 1], 'discord',
        'forum', 'thread-' || n, 'm' || n, 'https://discord.example/' || n,
        (ARRAY['question', 'question', 'bug', 'feature', 'other'])[n % 5 + 1], 'open', 'cli', 'low',
        ${words(60)}, 1, 0, 0, ${at(0)}, ${at(90)}, CASE WHEN n % 4 = 0 THEN 'I' || n END`,
      "",
    ],
    ["ticket_posts (ticket_id, post_id)", `${id("t")}, ${id("p")}`, ""],
    [
      "reporters (ticket_id, person_id, consent, notify, since)",
      `${id("t")}, ${id("u")}, true, true, ${at(0)}`,
      "",
    ],
    [
      "classifications (ticket_id, version, body, at)",
      `${id("t")}, 2, jsonb_build_object('language', 'en', 'ask', ${words(300)}), ${at(30)}`,
      "",
    ],
    [
      "decisions (ticket_id, version, body, at)",
      `${id("t")}, 2, jsonb_build_object('outcome', 'answer'), ${at(30)}`,
      "",
    ],
    [
      `proposals (id, ticket_id, version, state, proposed, group_key, reasons, candidates, priority,
        created_at, expires_at, decided_by, decided_at, closed_because)`,
      `${id("d")}, ${id("t")}, 1, 'approved', jsonb_build_object('outcome', 'answer', 'text',
        ${words(900)}, 'route', jsonb_build_object('team', 'sdk')), 'one:' || n, '[]', '[]', 1,
        ${at(30)}, ${at(9_000)}, 'Rita', ${at(600)}, 'sent'`,
      "",
    ],
    [
      "reviews (id, ticket_id, proposal_id, verdict, by, at)",
      `${id("r")}, ${id("t")}, ${id("d")}, '{"verdict": "send"}',
        '{"sourceId": "rita", "name": "Rita"}', ${at(600)}`,
      "",
    ],
    ...(
      [
        ["a1", "false", `'{"do": "show-card", "cardId": "c"}'`],
        ["a2", "true", `'{"do": "mark", "mark": "seen"}'`],
        ["a3", "true", answer],
        ["a4", "true", `'{"do": "mark", "mark": "answered"}'`],
      ] as const
    ).map(
      ([name, open, deed]) =>
        [
          `actions (id, ticket_id, public, deed, serial, state, not_before, attempt, external_ref,
            created_at)`,
          `${id(name)}, ${id("t")}, ${open}, ${deed}::jsonb, 's' || n, 'done', ${at(700)}, 1,
            '${name}' || n, ${at(600)}`,
          "",
        ] as const,
    ),
    ...["opened", "classified", "decided", "reviewed", "done", "helped", "done", "solved"].map(
      (what, nth) =>
        [
          "story_lines (ticket_id, at, what, detail)",
          `${id("t")}, ${at(nth * 60)}, '${what}', ${words(80)}`,
          "",
        ] as const,
    ),
    [
      "answer_outcomes (action_id, person_id, ticket_id, outcome, sources, at)",
      `${id("a3")}, ${id("u")}, ${id("t")}, CASE WHEN n % 9 = 0 THEN 'wrong' ELSE 'helped' END,
        '[]', ${at(900)}`,
      "n % 3 = 0",
    ],
    [
      "replies (ticket_id, fact, voice, at)",
      `${id("t")}, 'replied', (ARRAY['member', 'helper', 'staff'])[n % 3 + 1], ${at(1_800)}`,
      "n % 2 = 0",
    ],
    [
      `issues (node_id, repository, number, url, title, body, state, visibility, labels, ticket_id,
        updated_at)`,
      `'I' || n, 'acme/sdk', n, 'https://github.example/' || n, ${words(60)}, ${words(1_500)},
        CASE WHEN n % 8 = 0 THEN 'closed' ELSE 'open' END, 'public', '[]', ${id("t")}, ${at(800)}`,
      "n % 4 = 0",
    ],
    [
      "issue_facts (ticket_id, fact, at, team, area, repository)",
      `${id("t")}, 'filed', ${at(750)}, 'sdk', 'cli', 'acme/sdk'`,
      "n % 4 = 0",
    ],
  ];
  for (const [into, values, only] of rows) {
    const [table, ...columns] = into.split("(");
    await pool.query(
      `INSERT INTO ${table} (community_id, ${columns.join("(")}
        SELECT '${FILLED}', ${values} FROM generate_series(1, ${tickets}) n
        WHERE ${only === "" ? "true" : only}`,
    );
  }
  await pool.query("ANALYZE");
}
