import { isCredential } from "../triage/redact/redact.ts";
import type { TriedPost } from "./tried-post.ts";

/** A type of secret or personal data that stood in posts; never the thing itself. */
export type SecretSeen = {
  readonly type: string;
  readonly count: number;
  readonly posts: number;
  readonly credential: boolean;
};

export function countSecrets(posts: readonly TriedPost[]): SecretSeen[] {
  const counts = new Map<string, { count: number; posts: Set<string> }>();
  for (const { ticketId, removed } of posts) {
    for (const { type, count } of removed) {
      const known = counts.get(type) ?? { count: 0, posts: new Set() };
      known.count += count;
      known.posts.add(ticketId);
      counts.set(type, known);
    }
  }
  return Array.from(counts, ([type, seen]) => ({
    type,
    count: seen.count,
    posts: seen.posts.size,
    credential: isCredential(type),
  })).toSorted((a, b) => Number(b.credential) - Number(a.credential) || b.count - a.count);
}
