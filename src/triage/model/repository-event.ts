/** A pull request was merged. */
export type Merge = {
  readonly event: "merged";
  readonly repository: string;
  readonly number: number;
  /** Numbers of the issues that the pull request says it closes. */
  readonly closes: readonly number[];
};

/** What happened to a repository as a whole, in our words. */
export type RepositoryEvent =
  | {
      readonly event: "released";
      readonly repository: string;
      /** A private repository's releases are not named to members. */
      readonly visibility: "public" | "private";
      /** As people know it: `acme-sdk 4.2.1`. */
      readonly release: string;
      readonly notes: string;
    }
  | Merge
  /** Our access to repositories ended or came back. */
  | {
      readonly event: "access";
      readonly change: "uninstalled" | "suspended" | "back";
      /** Whose repositories: all of that owner, or those that are named. */
      readonly owner: string;
      readonly repositories: readonly string[] | null;
    }
  | {
      readonly event: "repository";
      readonly change:
        | "archived"
        | "unarchived"
        | "privatized"
        | "publicized"
        | "deleted"
        | "renamed"
        | "transferred";
      readonly repository: string;
      /** Its name before it was renamed or transferred. */
      readonly before: string | null;
    };
