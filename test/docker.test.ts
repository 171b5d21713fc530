import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { Config } from "../src/config/schema.ts";
import { argumentsOf, listOf, ROOT, readStages } from "./dockerfile.ts";

const Compose = z.object({
  services: z.record(
    z.string(),
    z.object({
      image: z.string().optional(),
      build: z.string().optional(),
      command: z.array(z.string()).default([]),
      environment: z.record(z.string(), z.string()).default({}),
      volumes: z.array(z.string()).default([]),
      ports: z.array(z.string()).default([]),
      healthcheck: z.object({ test: z.array(z.string()).min(2) }).optional(),
      depends_on: z.record(z.string(), z.object({ condition: z.string() })).default({}),
    }),
  ),
  volumes: z.record(z.string(), z.null()),
});

const { services, volumes } = Compose.parse(
  parse(readFileSync(join(ROOT, "docker-compose.yml"), "utf8")),
);
const [dependencies = [], image = []] = readStages();

describe("docker-compose.yml", () => {
  it("brings PostgreSQL with pgvector, Redis and the app", () => {
    expect(Object.keys(services).toSorted()).toEqual(["app", "postgres", "redis"]);
    expect(services["postgres"]?.image).toMatch(/^pgvector\/pgvector:.*pg1[5-9]$/);
    expect(services["redis"]?.image).toMatch(/^redis:\d/);
    expect(services["app"]?.build).toBe(".");
  });

  it("keeps what Redis holds: append-only file, no eviction", () => {
    const command = services["redis"]?.command.join(" ");
    expect(command).toContain("--appendonly yes");
    expect(command).toContain("--maxmemory-policy noeviction");
  });

  it.each(["postgres", "redis"])("checks %s's health, and the app waits for it", (name) => {
    expect(services[name]?.healthcheck).toBeDefined();
    expect(services["app"]?.depends_on[name]).toEqual({ condition: "service_healthy" });
  });

  it.each(["postgres", "redis", "app"])("keeps the data of %s in a volume", (name) => {
    const named = services[name]?.volumes.map((volume) => volume.split(":")[0]) ?? [];
    expect(named.some((volume) => volume !== undefined && volume in volumes)).toBe(true);
  });

  it("tells the app where the others are, and holds no secret itself", () => {
    const { DATABASE_URL = "", REDIS_URL = "" } = services["app"]?.environment ?? {};
    const url = new URL(DATABASE_URL.replace(/\$\{[^}]*\}/, "secret"));
    expect([url.hostname, url.password]).toEqual(["postgres", "secret"]);
    expect(new URL(REDIS_URL).hostname).toBe("redis");
    expect(services["postgres"]?.environment["POSTGRES_PASSWORD"]).toMatch(/^\$\{.*\}$/);
  });
});

describe("Dockerfile", () => {
  it("has a stage for the dependencies and one for the image", () => {
    expect(readStages()).toHaveLength(2);
    expect(argumentsOf(image, "COPY")).toContain(
      "--from=dependencies /app/node_modules node_modules",
    );
  });

  it("installs production dependencies only, as locked", () => {
    expect(argumentsOf(dependencies, "RUN").join()).toMatch(/^npm ci .*--omit=dev/);
    expect(argumentsOf(image, "RUN").join()).not.toContain("npm");
  });

  it("runs as a user without privileges, checks its health and keeps data in a volume", () => {
    const names = image.map(({ name }) => name);
    expect(argumentsOf(image, "USER")).toEqual(["node"]);
    expect(names.indexOf("USER")).toBeGreaterThan(names.lastIndexOf("RUN"));
    expect(argumentsOf(image, "HEALTHCHECK")).toHaveLength(1);
    expect(argumentsOf(image, "VOLUME")).toEqual(["/data"]);
  });

  it("can be reached from outside the container, and where it checks its own health", () => {
    expect(argumentsOf(image, "ENV").join(" ")).toContain("CONSOLE_HOST=0.0.0.0");
    const { port } = Config.shape.console.parse({});
    expect(argumentsOf(image, "HEALTHCHECK").join()).toContain(`127.0.0.1:${port}/healthz`);
    expect(services["app"]?.ports).toEqual([`127.0.0.1:${port}:${port}`]);
  });

  it("starts the program", () => {
    expect(listOf(image, "ENTRYPOINT")).toEqual(["node", "/app/src/cli.ts"]);
    expect(listOf(image, "CMD")).toEqual(["start"]);
  });
});
