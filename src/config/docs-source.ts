import { z } from "zod";
import { Duration } from "./values.ts";

/** Where a source's pages are; one of these. */
export const DOCS_FROM = ["path", "sitemap", "site", "url", "tickets"] as const;

/** Where pages come from, and what is known of them. */
export const DocsSource = z.strictObject({
  name: z.string().min(1),
  kind: z.enum(["markdown", "openapi"]).default("markdown"),
  /** A folder or a file, seen from the config. */
  path: z.string().min(1).optional(),
  /** Address of a sitemap or sitemap index. */
  sitemap: z.url({ protocol: /^https?$/ }).optional(),
  /** Address of a site's first page: its sitemap is looked for, else its links are followed. */
  site: z.url({ protocol: /^https?$/ }).optional(),
  /** One address: an `llms.txt`, an `llms-full.txt`, an OpenAPI description or a page. */
  url: z.url({ protocol: /^https?$/ }).optional(),
  /** Answers that staff or helpers accepted, with what was asked. */
  tickets: z.enum(["accepted"]).optional(),
  /** Of a site: what pages' addresses or paths begin with, what they must not begin with, how many. */
  include: z.array(z.string().min(1)).default([]),
  exclude: z.array(z.string().min(1)).default([]),
  max_pages: z.number().int().min(1).max(100_000).default(5_000),
  /** Between two requests to a site. */
  delay: Duration.default(250),
  /** Hosts of your own network that may be asked, as `docs.internal` or `127.0.0.1:8000`. */
  private_hosts: z.array(z.string().min(1)).default([]),
  base_url: z.url().optional(),
  version: z.string().optional(),
  official: z.boolean().default(false),
  /** Whom it is written for; channels may ask for one audience only. */
  audience: z.array(z.string().min(1)).default([]),
  /** What its product and packages are called, so that a version named in a post is understood. */
  products: z.array(z.string().min(1)).default([]),
  /** No part of the docs: what only it answers is a gap in them. */
  outside_docs: z.boolean().default(false),
});
