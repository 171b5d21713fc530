import type {
  ChoiceView,
  Counters,
  DiscordView,
  DoctorView,
  Explanation,
  GapsView,
  GitHubView,
  ModalView,
} from "./view.ts";

/** What came of a press, a choice or a command: a dialog to fill in, or nothing that waits. */
export type Answered = { readonly modal: ModalView | null };

/** A file that somebody attaches. */
export type Upload = {
  readonly name: string;
  readonly contentType: string;
  readonly content: Uint8Array;
};

export type OptionValues = Readonly<Record<string, string | number | boolean>>;

/** The bot let the three seconds pass that Discord gives it. */
export class NoAnswerError extends Error {}

/** The simulated Discord, as far as the page needs it. */
export interface DiscordWorld {
  view(): DiscordView;
  onChange(listener: () => void): () => void;
  as(userId: string): DiscordPerson;
  /** An attached file; null when there is none such. */
  file(messageId: string, fileId: string): Promise<Omit<Upload, "name"> | null>;
}

export interface DiscordPerson {
  post(
    channelId: string,
    message: { text: string; replyTo: string | null; files: readonly Upload[] },
  ): Promise<{ messageId: string }>;
  createForumPost(
    forumId: string,
    post: {
      title: string;
      text: string;
      tagIds: readonly string[];
      files: readonly Upload[];
    },
  ): Promise<{ threadId: string }>;
  startThread(messageId: string, name: string): Promise<{ threadId: string }>;
  editThread(
    threadId: string,
    change: { title?: string; tags?: readonly string[]; archived?: boolean; locked?: boolean },
  ): Promise<void>;
  edit(messageId: string, text: string): Promise<void>;
  remove(messageId: string): Promise<void>;
  react(messageId: string, emoji: string, on: boolean): Promise<void>;
  click(messageId: string, customId: string): Promise<Answered>;
  select(messageId: string, customId: string, values: readonly string[]): Promise<Answered>;
  /** Sends the dialog that the person's latest press opened. */
  submitModal(
    customId: string,
    values: Readonly<Record<string, string | readonly string[]>>,
  ): Promise<Answered>;
  command(
    channelId: string,
    command: {
      name: string;
      options: OptionValues;
      targetId: string | null;
    },
  ): Promise<Answered>;
  /** What the bot offers for an option that is being typed. */
  suggest(
    channelId: string,
    typing: { name: string; options: OptionValues; focused: string },
  ): Promise<readonly ChoiceView[]>;
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
  /** The week in figures, as `signalbox report` writes it. */
  report(): Promise<string>;
  readonly doctor: DoctorControls;
}

/** What `signalbox doctor` says here, and something for it to find. */
export interface DoctorControls {
  examine(): Promise<DoctorView>;
  /** Takes a permission away from the bot in a channel, or gives it back. */
  take(away: boolean): void;
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
