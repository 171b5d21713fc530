/** What the page shows, as plain JSON: both worlds in a few records that each change on their own. */

export type UserView = {
  readonly id: string;
  readonly name: string;
  readonly bot: boolean;
  /** Names of roles, without @everyone. */
  readonly roles: readonly string[];
  /** What they may do in the server, in Discord's bits. */
  readonly permissions: string;
  readonly joinedAt: number;
};

export type RoleView = { readonly id: string; readonly name: string };

export type TagView = { readonly id: string; readonly name: string; readonly emoji: string | null };

export type ChannelView = {
  readonly id: string;
  readonly type: "text" | "forum" | "announcement" | "category" | "thread" | "dm";
  readonly name: string;
  readonly parentId: string | null;
  readonly topic: string | null;
  readonly position: number;
  /** Not everybody may see it. */
  readonly staffOnly: boolean;
  /** Names of the roles that see it although not everybody does. */
  readonly seenBy: readonly string[];
  readonly tags: readonly TagView[];
  readonly thread: {
    readonly ownerId: string;
    readonly createdAt: number;
    readonly archived: boolean;
    readonly locked: boolean;
    readonly tagIds: readonly string[];
  } | null;
  /** The person at the other end of a direct message channel. */
  readonly dmWith: string | null;
};

export type MessageView = {
  readonly id: string;
  readonly channelId: string;
  readonly authorId: string;
  readonly createdAt: number;
  readonly editedAt: number | null;
  readonly content: string;
  /** Embeds and components in Discord's own words. */
  readonly embeds: readonly unknown[];
  readonly components: readonly unknown[];
  readonly attachments: readonly {
    readonly name: string;
    readonly size: number;
    readonly contentType: string;
    /** Where this page serves it. */
    readonly path: string;
  }[];
  readonly reactions: readonly {
    readonly emoji: string;
    readonly count: number;
    /** Whether the bot is among them. */
    readonly byBot: boolean;
  }[];
  readonly replyTo: string | null;
  readonly ephemeralFor: string | null;
  /** Joins, pins, thread notices: nobody wrote it. */
  readonly system: boolean;
  /** The bot said that it is at work on an answer. */
  readonly loading: boolean;
};

export type CommandView = {
  readonly name: string;
  readonly type: "slash" | "message" | "user";
  readonly description: string;
  readonly options: readonly unknown[];
  /** What one has to be allowed to be offered it, in Discord's bits; null for everybody. */
  readonly permissions: string | null;
};

export type DiscordView = {
  readonly guild: {
    readonly id: string;
    readonly name: string;
    readonly roles: readonly RoleView[];
  };
  readonly botId: string;
  readonly users: readonly UserView[];
  readonly channels: readonly ChannelView[];
  readonly messages: readonly MessageView[];
  readonly commands: readonly CommandView[];
};

export type IssueView = {
  readonly repository: string;
  readonly number: number;
  readonly title: string;
  readonly body: string;
  readonly author: string;
  readonly state: "open" | "closed";
  readonly stateReason: string | null;
  readonly labels: readonly string[];
  readonly assignees: readonly string[];
  readonly createdAt: number;
  readonly closedAt: number | null;
  readonly closedBy: string | null;
  readonly comments: readonly {
    readonly id: number;
    readonly author: string;
    readonly body: string;
    readonly createdAt: number;
    readonly updatedAt: number;
    /** As GitHub names them: `+1`, `confused`. */
    readonly reactions: readonly string[];
  }[];
};

export type RepositoryView = {
  readonly name: string;
  readonly visibility: "public" | "private";
  readonly archived: boolean;
  /** Oldest first. */
  readonly releases: readonly { readonly tag: string }[];
};

export type GitHubView = {
  readonly appLogin: string;
  readonly repositories: readonly RepositoryView[];
  readonly issues: readonly IssueView[];
};

export type Counters = {
  readonly posts: number;
  readonly publicMessages: number;
  readonly issues: number;
  readonly lost: number;
  readonly twice: number;
  readonly leaked: number;
};

/** Whether the week before the visitor still goes by. */
export type Status = {
  readonly phase: "week" | "ready";
  /** 0 to 1. */
  readonly share: number;
  /** The day that is being lived through. */
  readonly label: string;
};

/** A dialog that an app opens, in Discord's own words. */
export type ModalView = {
  readonly custom_id: string;
  readonly title: string;
  readonly components: readonly unknown[];
};

/** Something offered while an option is typed. */
export type ChoiceView = { readonly name: string; readonly value: string | number };

/** A gap in the docs that stands open, with a page that would close it. */
export type GapView = {
  readonly code: string;
  readonly title: string;
  readonly askers: number;
  readonly asks: readonly {
    readonly code: string;
    readonly ask: string;
    readonly reason: string;
  }[];
  readonly words: readonly string[];
  readonly nearest: { readonly title: string; readonly url: string } | null;
  readonly filing: "not filed" | "under way" | "filed" | "failed";
  readonly issueUrl: string | null;
  readonly page: { readonly path: string; readonly text: string };
};

export type GapsView = {
  readonly open: readonly GapView[];
  /** Those that closed last, newest first. */
  readonly closed: readonly {
    readonly code: string;
    readonly title: string;
    readonly because: string;
    readonly issueUrl: string | null;
  }[];
};

/** What the program makes of a text, without doing anything about it. */
export type Explanation = {
  /** The text as it would be stored, and what redaction took out. */
  readonly text: string;
  readonly removed: readonly { readonly type: string; readonly count: number }[];
  readonly engine: string;
  readonly kind: string;
  readonly kindConfidence: number;
  readonly lane: string;
  readonly laneConfidence: number;
  readonly area: string;
  readonly language: string;
  readonly missing: readonly string[];
  readonly outcome: string;
  readonly mode: string;
  readonly reasons: readonly string[];
  readonly route: {
    readonly team: string;
    readonly repository: string;
    readonly visibility: string;
    readonly labels: readonly string[];
  } | null;
  readonly draft: string | null;
  readonly evidence: readonly {
    readonly title: string;
    readonly url: string;
    readonly quote: string;
  }[];
  readonly same: readonly { readonly title: string; readonly why: string }[];
  /** Why other outcomes were not chosen. */
  readonly whyNot: readonly { readonly outcome: string; readonly reason: string }[];
};

/** What `signalbox doctor` found. */
export type DoctorView = {
  readonly findings: readonly {
    readonly area: string;
    readonly level: "ok" | "warning" | "failure";
    readonly what: string;
    readonly mend: string | null;
  }[];
  /** Whether a permission was taken away from the bot in that channel. */
  readonly taken: boolean;
  readonly channel: string;
};
