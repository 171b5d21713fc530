import type { Command } from "commander";

/** In the order of the help. Each is loaded when it is asked for: most need a database or a model. */
export const COMMANDS = {
  init: async () => (await import("./init.ts")).initCommand(),
  start: async () => (await import("./start.ts")).startCommand(),
  doctor: async () => (await import("./doctor.ts")).doctorCommand(),
  config: async () => (await import("./config.ts")).configCommand(),
  "github-app": async () => (await import("./github-app.ts")).githubAppCommand(),
  status: async () => (await import("./status.ts")).statusCommand(),
  explain: async () => (await import("./explain.ts")).explainCommand(),
  gaps: async () => (await import("./gaps.ts")).gapsCommand(),
  quality: async () => (await import("./quality.ts")).qualityCommand(),
  autonomy: async () => (await import("./autonomy.ts")).autonomyCommand(),
  pause: async () => (await import("./pause.ts")).pauseCommand(),
  resume: async () => (await import("./pause.ts")).resumeCommand(),
  route: async () => (await import("./route.ts")).routeCommand(),
  backup: async () => (await import("./backup.ts")).backupCommand(),
  restore: async () => (await import("./backup.ts")).restoreCommand(),
  index: async () => (await import("./index-docs.ts")).indexCommand(),
  search: async () => (await import("./search-docs.ts")).searchCommand(),
  redact: async () => (await import("./redact-text.ts")).redactCommand(),
  classify: async () => (await import("./classify.ts")).classifyCommand(),
  record: async () => (await import("./record-case.ts")).recordCommand(),
  replay: async () => (await import("./replay-cases.ts")).replayCommand(),
  eval: async () => (await import("./eval.ts")).evalCommand(),
  export: async () => (await import("./export.ts")).exportCommand(),
  trial: async () => (await import("./trial.ts")).trialCommand(),
} as const satisfies Record<string, () => Promise<Command>>;
