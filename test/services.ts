import { describe, it } from "vitest";

const VARIABLES = {
  postgresql: "SIGNALBOX_TEST_DATABASE_URL",
  redis: "SIGNALBOX_TEST_REDIS_URL",
} as const;

/**
 * Runs a suite against a real service. Where none is given the suite is skipped and its name says
 * why; with SIGNALBOX_REQUIRE_SERVICES=1 a missing service is a failure instead.
 */
export function describeWithService(
  service: keyof typeof VARIABLES,
  name: string,
  suite: (url: string) => void,
): void {
  const variable = VARIABLES[service];
  const url = process.env[variable];
  if (url) {
    describe(name, () => suite(url));
  } else if (process.env["SIGNALBOX_REQUIRE_SERVICES"] === "1") {
    it(`${name}: the service is there`, () => {
      throw new Error(`SIGNALBOX_REQUIRE_SERVICES=1, and ${variable} is not set`);
    });
  } else {
    describe.skip(`${name} (skipped: ${variable} is not set)`, () => suite(""));
  }
}
