import type { SettingChange } from "../../triage/setup/community-settings.ts";
import type { Saved, SetupView } from "../../triage/setup/setup-desk.ts";
import type { Choice } from "../../triage/setup/setup-walk.ts";
import type { Person } from "../deps.ts";

/** Setting the community up, for its admins; a walk is one admin's way through its pages. */
export interface SetupDeps {
  openSetup(): Promise<SetupView>;
  /** @param choice null only reads. @returns null when the walk is over */
  chooseInSetup(walkId: string, choice: Choice | null): Promise<SetupView | null>;
  rereadSetup(walkId: string): Promise<SetupView | null>;
  saveSetup(walkId: string, by: Person): Promise<Saved>;
  dropSetup(walkId: string): Promise<void>;
  /** Newest first; those before the change of that id, when one is given. */
  settingsHistory(before: string | null, limit: number): Promise<readonly SettingChange[]>;
}
