import type {
  Counters,
  DiscordView,
  Explanation,
  GapsView,
  GitHubView,
  ModalView,
} from "./view.ts";

/** What came of a press, a choice or a command: a dialog to fill in, or nothing that waits. */
export type Answered = { readonly modal: ModalView | null };

/** The simulated Discord, as far as the page needs it. */
export interface DiscordWorld {
  view(): DiscordView;
  onChange(listener: () => void): () => void;
  as(userId: string): DiscordPerson;
}

export interface DiscordPerson {
  post(channelId: string, text: string, replyTo: string | null): Promise<{ messageId: string }>;
  createForumPost(
    forumId: string,
    post: { title: string; text: string; tagIds: readonly string[] },
  ): Promise<{ threadId: string }>;
  edit(messageId: string, text: string): Promise<void>;
  remove(messageId: string): Promise<void>;
  react(messageId: string, emoji: string, on: boolean): Promise<void>;
  click(messageId: string, customId: string): Promise<Answered>;
  select(messageId: string, customId: string, values: readonly string[]): Promise<Answered>;
  /** Sends the dialog that the person's latest press opened. */
  submitModal(customId: string, values: Readonly<Record<string, string>>): Promise<Answered>;
  command(
    channelId: string,
    command: {
      name: string;
      options: Readonly<Record<string, string>>;
      targetId: string | null;
    },
  ): Promise<Answered>;
}

/** The simulated GitHub, as far as the page needs it. */
export interface GitHubWorld {
  view(): GitHubView;
  onChange(listener: () => void): () => void;
  as(login: string): GitHubPerson;
}

export interface GitHubPerson {
  comment(repository: string, number: number, body: string): void;
  close(
    repository: string,
    number: number,
    reason: "completed" | "not_planned" | "duplicate",
  ): void;
  release(repository: string, tag: string, notes: string): void;
  reopen(repository: string, number: number): void;
}

/** What the demo's host can do that neither world can. */
export interface Controls {
  explain(ask: { title: string; text: string }): Promise<Explanation>;
  /** Ends the worker in the middle of its work; it starts again by itself. */
  killWorker(): Promise<void>;
  readonly gaps: GapControls;
}

/** Gaps in the docs, and the demo's own copy of the docs. */
export interface GapControls {
  view(): Promise<GapsView>;
  file(code: string, by: string): Promise<void>;
  /** Writes a page, brings the index up to date and asks the gaps' questions again. */
  addPage(page: {
    readonly path: string;
    readonly text: string;
  }): Promise<{ readonly closed: readonly string[] }>;
}

/** The page follows the counters by asking again whenever a world changes. */
export type ReadCounters = () => Promise<Counters>;
