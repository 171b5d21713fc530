import { defineConfig } from "vitest/config";

const slow = "test/**/*.{it,e2e}.test.ts";

/** `unit` needs no service, no network and no clock; `integration` opens stores, queues and simulators. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: ["test/**/*.test.ts"],
          exclude: [slow],
          // Unit tests share no state, so nothing has to be imported again for each file.
          isolate: false,
          maxWorkers: 2,
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: "integration",
          include: [slow],
          maxWorkers: 2,
          testTimeout: 60_000,
          hookTimeout: 60_000,
          // A browser on a busy machine: tried once more in CI, which names whatever needed it.
          retry: process.env["CI"] ? 1 : 0,
        },
      },
    ],
  },
});
