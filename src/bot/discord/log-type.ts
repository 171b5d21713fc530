/** What this room needs of a logger; pino's fits. */
export type Log = Record<
  "debug" | "info" | "warn" | "error",
  (fields: Readonly<Record<string, unknown>>, message: string) => void
>;
